import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import { PRODUCT_MEMBERS } from '@assay/conformity/1-application/draft';
import { FACT_ID_PATTERN } from '@assay/vocabulary/condition';
import {
  ComponentSchema,
  ContactSchema,
  DisclosuresSchema,
  FactAnswerSchema,
  IxitTableDataSchema,
  MOST_ROWS,
  StatementSchema,
  SupportPeriodSchema,
} from '@assay/vocabulary/dossier';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from '@assay/vocabulary/schema';
import { WebAddressSchema } from '@assay/vocabulary/web-address';

const { table } = IxitTableDataSchema.properties;
const { items: row } = IxitTableDataSchema.properties.rows;

/**
 * What a program answers in a draft, a question at a time. Declarations and files are not among it: each is signed, and
 * each is named, at an address of its own. What is taken out of a list is named by its id, a declaration by `id@version`.
 */
export const AnswerSchema = Type.Union([
  closed({
    ask: oneOf(['product']),
    member: oneOf(PRODUCT_MEMBERS),
    value: Type.Union([text(120), listOf(text(120), 500)]),
  }),
  closed({ ask: oneOf(['components']), components: listOf(ComponentSchema, 50) }),
  closed({
    ask: oneOf(['fact']),
    fact: shaped<string>(FACT_ID_PATTERN, 'the id of a fact'),
    value: FactAnswerSchema,
  }),
  closed({ ask: oneOf(['statement']), statement: StatementSchema }),
  closed({
    ask: oneOf(['disclosure']),
    field: oneOf(['passwordChange', 'secureConfiguration', 'updates', 'inventories']),
    disclosures: DisclosuresSchema,
  }),
  closed({ ask: oneOf(['support-period']), supportPeriod: SupportPeriodSchema }),
  closed({
    ask: oneOf(['contact']),
    security: ContactSchema,
    securityTxt: Type.Optional(WebAddressSchema),
  }),
  closed({ ask: oneOf(['ixit']), table, rows: listOf(row, MOST_ROWS) }),
  closed({
    ask: oneOf(['take-out']),
    from: oneOf(['statements', 'evidence', 'declarations']),
    id: text(200),
  }),
]);

/** The same as the rules know it: what is added there and not here, or here and not there, does not compile. */
export function answersOf(said: readonly Static<typeof AnswerSchema>[]): readonly DraftAnswer[] {
  return said satisfies readonly Taken[];
}

type Taken = Exclude<DraftAnswer, { readonly ask: 'schemes' | 'evidence' | 'declaration' }>;
