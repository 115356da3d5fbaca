import { ConfidenceSchema } from './confidence.ts';
import { EDITION_HEAD } from './standard.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';

/** Id of an IXIT table, such as `7-UpdMech`. */
export const IxitTableIdSchema = shaped<string>(
  '^[0-9]{1,2}-[A-Za-z]{2,20}$',
  'the id of an IXIT table, such as 7-UpdMech',
);
/** Key of an IXIT field, such as `securityGuarantees`. */
const IxitFieldIdSchema = shaped<string>(
  '^[a-z][A-Za-z0-9]{1,60}$',
  'the id of an IXIT field, such as securityGuarantees',
);

const FieldSchema = closed({
  id: IxitFieldIdSchema,
  name: text(80),
  meaning: text(300),
  /** Table whose row ids the field points to. */
  references: Type.Optional(IxitTableIdSchema),
});

const TableSchema = closed({
  id: IxitTableIdSchema,
  title: text(120),
  /** `list`: rows with an id that other tables point to; `single`: one record. */
  kind: oneOf(['list', 'single']),
  purpose: text(300),
  fields: listOf(FieldSchema, 40, 1),
  /** Table of the edition before that this one continues under another name. */
  replaces: Type.Optional(listOf(IxitTableIdSchema, 4, 1)),
  confidence: ConfidenceSchema,
});

export type IxitTable = Static<typeof TableSchema>;
export type IxitEdition = Static<typeof IxitEditionKind.schema>;

/** The IXIT tables of a test specification, one edition: `standards/<id>/ixit-<edition>.yaml`. */
export const IxitEditionKind = {
  name: 'IXIT edition',
  schema: closed({
    ...EDITION_HEAD,
    tables: listOf(TableSchema, 60, 1),
  }),
};
