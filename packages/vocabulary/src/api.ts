import { ORDER_KINDS, ORDER_OUTCOMES } from './case-event.ts';
import { STEPS } from './case-step.ts';
import { DeclarationSchema } from './dossier.ts';
import { CASE_ID_PATTERN, type CaseId } from './ids.ts';
import { EditionRefSchema } from './scheme.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';
import { DateSchema } from './standard.ts';

/** Characters of a document that is handed in through the API at most; the same as a file that is read. */
const LONGEST_DOCUMENT = 4 * 1024 * 1024;

/** Characters of a signature with such a document in it, in base 64. */
const LONGEST_SIGNATURE = 2 * LONGEST_DOCUMENT;

/** A document as its author wrote it: what it is called, and its text word for word. */
export const HandedSchema = closed({
  file: text(200),
  document: Type.String({ minLength: 1, maxLength: LONGEST_DOCUMENT, verbatim: true }),
});

/** Earlier denials of the same or a similar product, as the applicant tells of them; empty: there was none. */
export const PriorDenialsSchema = listOf(
  closed({
    administrator: text(120),
    deniedOn: Type.Optional(DateSchema),
    reasons: text(2_000),
    corrected: text(2_000),
  }),
  20,
);

/** An application: which label of whom, and the documents that speak for it. */
export const ApplicationSchema = closed({
  /** Code of the label administrator; absent: whose installation it is. */
  administrator: Type.Optional(text(2)),
  scheme: EditionRefSchema,
  level: Type.Integer({ minimum: 1, maximum: 20 }),
  dossier: HandedSchema,
  /** The developer's own test reports. */
  reports: listOf(HandedSchema, 20),
  /** Signed with the application, beside those in the dossier. */
  declarations: listOf(DeclarationSchema, 40),
  priorDenials: PriorDenialsSchema,
  because: text(2_000),
});

/** A laboratory's report on a case. */
export const ReportSchema = closed({
  report: HandedSchema,
  /** A JWS over the bytes of the document by a key that the laboratory has registered: detached, or with the document in it. */
  signature: Type.Optional(Type.String({ minLength: 1, maxLength: LONGEST_SIGNATURE })),
  because: text(2_000),
});

/** Whom a case may wait for. */
export const WaitsForSchema = oneOf([...STEPS, 'nobody']);

/** One line of a list of cases. Instants are UTC; `due` is a day in the zone of the scheme. */
export const CaseLineSchema = closed({
  case: shaped<CaseId>(CASE_ID_PATTERN, 'the id of a case'),
  administrator: text(2),
  scheme: text(120),
  level: Type.Integer(),
  product: text(120),
  manufacturer: text(120),
  stage: text(40),
  waitsFor: WaitsForSchema,
  due: Type.Optional(closed({ on: DateSchema, clock: text(80), overdue: Type.Boolean() })),
  filedAt: text(40),
  completeAt: Type.Optional(text(40)),
  decidedAt: Type.Optional(text(40)),
  version: Type.Integer(),
  label: Type.Optional(text(20)),
});

export const CasePageSchema = closed({ items: listOf(CaseLineSchema, 100), next: Type.Optional(text(400)) });

/** How far a file is that is sent in stretches. */
export const UploadSchema = closed({
  upload: Type.String(),
  fileName: Type.String(),
  size: Type.Integer(),
  received: Type.Integer({ description: 'Bytes that are safe: the offset to go on at.' }),
  expiresAt: Type.String(),
  evidence: Type.Optional(Type.String({ description: 'What it became, once it is finished.' })),
});

/** A file of evidence as it is kept. */
export const EvidenceKeptSchema = closed({
  evidence: Type.String(),
  digest: Type.String(),
  fileName: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
});

/** How far a label is on its way to the public. Only one that is `granted` may be relied on; it has a page then. */
export const LabelToldSchema = closed({
  id: text(20),
  state: oneOf(['pending', 'integrated', 'granted']),
  page: Type.Optional(Type.String({ description: 'Address of its page, once it is public.' })),
});

/** What an act left: the case, and its version now; its label, where the act asked for it. */
export const DoneSchema = closed({
  case: text(40),
  version: Type.Integer(),
  label: Type.Optional(LabelToldSchema),
});

/** The id of an order inside its case: `order-1`. */
export const OrderIdSchema = shaped<string>(
  '^order-[1-9][0-9]{0,5}$',
  'an order of this case, such as order-1',
);

/** What an authority ordered in a case. Instants are UTC; `respondBy` is a day in the zone of the scheme. */
const OrderSchema = closed({
  id: OrderIdSchema,
  kind: oneOf(ORDER_KINDS),
  /** The organisation of the authority. */
  from: Type.Optional(text(120)),
  rule: Type.String(),
  says: Type.String(),
  respondBy: DateSchema,
  orderedAt: text(40),
  status: oneOf(['open', 'reported', 'not-carried-out', 'carried-out', 'closed', 'withdrawn', 'replaced']),
  reported: Type.Optional(
    closed({ at: text(40), says: Type.String(), evidence: listOf(Type.String(), 100) }),
  ),
  answered: Type.Optional(closed({ at: text(40), outcome: oneOf(ORDER_OUTCOMES), answer: Type.String() })),
  ended: Type.Optional(closed({ at: text(40), answer: Type.String() })),
});

export const OrdersSchema = closed({ items: listOf(OrderSchema, 1_000) });

export type OrderTold = Static<typeof OrderSchema>;
export type Orders = Static<typeof OrdersSchema>;
export type EvidenceKept = Static<typeof EvidenceKeptSchema>;
export type Handed = Static<typeof HandedSchema>;
export type Application = Static<typeof ApplicationSchema>;
export type ReportHandedIn = Static<typeof ReportSchema>;
export type CaseLine = Static<typeof CaseLineSchema>;
export type CasePage = Static<typeof CasePageSchema>;
export type Done = Static<typeof DoneSchema>;
export type LabelTold = Static<typeof LabelToldSchema>;
