import { PriorDenialsSchema } from './api.ts';
import {
  IxitTableDataSchema,
  LocalIdSchema,
  LONGEST_FIELD,
  MOST_ROWS,
  ProvisionRefSchema,
} from './dossier.ts';
import { closed, listOf, oneOf, recordOf, text, Type } from './schema.ts';

/** A draft after something was put into it. */
export const SavedSchema = closed({ draft: Type.String(), version: Type.Integer() });
/** The same of what changes the draft as a whole. */
export const VersionNowSchema = closed({ version: Type.Integer() });

export const LevelAskedSchema = closed({ level: Type.Integer({ minimum: 1, maximum: 20 }) });

/** `version`: of the text of the declaration that was read. */
export const DeclarationSignedSchema = closed({
  version: text(20),
  signer: text(120),
  capacity: text(120),
});

/** Requirements that a file shows; none: it is taken out. */
export const EvidenceNamedSchema = closed({
  evidence: text(80),
  covers: listOf(ProvisionRefSchema, 500),
});

/** One row of a table of details: `id` is what it is called from now on. */
export const RowGivenSchema = closed({
  id: Type.Optional(LocalIdSchema),
  fields: recordOf('^[a-z][A-Za-z0-9]{1,60}$', text(LONGEST_FIELD)),
});

/** The tables of details that tests read: their columns, and the rows so far. */
export const TablesSchema = closed({
  items: listOf(
    closed({
      ...{ table: Type.String(), title: Type.String(), purpose: Type.String() },
      kind: oneOf(['list', 'single']),
      /** Requirements that are tested by it. */
      requirements: listOf(Type.String()),
      columns: listOf(
        closed({
          ...{ column: Type.String(), name: Type.String(), meaning: Type.String() },
          /** The table whose rows it names. */
          references: Type.Optional(Type.String()),
        }),
      ),
      /** None: nobody has filled anything in yet. */
      rows: listOf(IxitTableDataSchema.properties.rows.items, MOST_ROWS),
    }),
  ),
});

export const DenialsToldSchema = closed({ priorDenials: PriorDenialsSchema });

/** `although`: also where intake would send it back for what it lacks. */
export const HandInSchema = closed({ because: text(1_000), although: Type.Boolean() });
export const HandedInSchema = closed({ case: Type.String(), repeated: Type.Boolean() });
