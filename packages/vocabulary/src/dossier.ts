import { FACT_ID_PATTERN } from './condition.ts';
import { DIGEST_PATTERN, PROVISION_REF_PATTERN, type Digest, type ProvisionRef } from './ids.ts';
import { INSTANT_PATTERN, type Instant } from './instant.ts';
import { IxitTableIdSchema } from './ixit.ts';
import { PROVENANCE } from './provenance.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { WebAddressSchema } from './web-address.ts';
import { closed, listOf, oneOf, recordOf, shaped, text, Type, type Static } from './schema.ts';

export const ProvisionRefSchema = shaped<ProvisionRef>(
  PROVISION_REF_PATTERN,
  'a reference such as etsi-en-303-645@2.1.1#5.3-13',
);
export const DigestSchema = shaped<Digest>(DIGEST_PATTERN, 'sha256: and 64 lower-case hexadecimal digits');
const InstantSchema = shaped<Instant>(INSTANT_PATTERN, 'an instant in UTC, YYYY-MM-DDTHH:MM:SSZ');
/** Id of a row, component or document inside one dossier. */
export const LocalIdSchema = shaped<string>(
  '^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$',
  'an id of letters, digits, dots and hyphens',
);

/** `yes`, `no` or `unknown` for a yes-no fact, else a number or one of its choices; a fact that is not listed is unknown. */
export type FactAnswer = string | number;
export const FactAnswerSchema = Type.Union([text(100), Type.Number()]);

export const ComponentSchema = closed({
  id: LocalIdSchema,
  kind: oneOf(['device', 'gateway', 'app', 'backend']),
  name: text(120),
  maker: text(120),
  version: text(80),
});

const AnswerSchema = oneOf(['yes', 'no', 'not-applicable']);

/** Characters of the reason of a statement at most. */
export const LONGEST_REASON = 2_000;

/** What the developer states about one provision. `parts` overrides it for single components or IXIT rows. */
export const StatementSchema = closed({
  provision: ProvisionRefSchema,
  supported: AnswerSchema,
  /** The measure taken, or why not, or why it does not apply. */
  reason: text(LONGEST_REASON),
  parts: Type.Optional(
    listOf(
      closed({ part: LocalIdSchema, supported: AnswerSchema, reason: Type.Optional(text(1_000)) }),
      500,
      1,
    ),
  ),
});

export const EvidenceSchema = closed({
  id: LocalIdSchema,
  kind: NameSchema,
  title: text(200),
  digest: DigestSchema,
  /** File below the dossier's own folder; checked against the digest when present. */
  path: Type.Optional(text(300)),
  /** Where the original was published. */
  source: Type.Optional(WebAddressSchema),
  received: DateSchema,
  effective: closed({ from: DateSchema, to: Type.Optional(DateSchema) }),
  confidential: Type.Boolean(),
  covers: listOf(ProvisionRefSchema, 500, 1),
});

const HowSchema = closed({ says: text(600), link: Type.Optional(WebAddressSchema) });

export const SupportPeriodSchema = Type.Union([
  /** Security updates are promised until the end of this day. */
  closed({ until: DateSchema, published: Type.Optional(WebAddressSchema) }),
  closed({ state: oneOf(['unsupported', 'not-published']) }),
]);

export const DisclosuresSchema = closed({
  passwordChange: Type.Optional(closed({ changeable: oneOf(['yes', 'no', 'no-password']), how: HowSchema })),
  secureConfiguration: Type.Optional(HowSchema),
  updates: Type.Optional(closed({ automatic: oneOf(['yes', 'no']), how: HowSchema })),
  /** Where the maker tells of vulnerabilities and of updates that mend them. */
  securityInformation: Type.Optional(HowSchema),
  sbom: Type.Optional(oneOf(['yes', 'no'])),
  hbom: Type.Optional(oneOf(['yes', 'no'])),
});

/** Characters of one field of an IXIT row, and rows of one table, at most. */
export const LONGEST_FIELD = 8_000;
export const MOST_ROWS = 2_000;

export const IxitTableDataSchema = closed({
  table: IxitTableIdSchema,
  source: Type.Optional(WebAddressSchema),
  /** A single-record table has one row whose id is the table's own. */
  rows: listOf(
    closed({
      id: LocalIdSchema,
      /** The longest text of the published tables has about 4,000 characters. */
      fields: recordOf('^[a-z][A-Za-z0-9]{1,60}$', text(LONGEST_FIELD), 100),
    }),
    MOST_ROWS,
    1,
  ),
});

/** What names the product; each member is in every dossier. */
export const PRODUCT = {
  name: text(120),
  brand: text(120),
  manufacturer: text(120),
  models: listOf(text(120), 500, 1),
  gtins: listOf(shaped<string>('^[0-9]{14}$', 'a GTIN of 14 digits'), 500),
  category: NameSchema,
  hardwareVersions: listOf(text(80), 100, 1),
  firmwareVersions: listOf(text(80), 100, 1),
};

export const DossierProvenanceSchema = closed({
  ...PROVENANCE,
  /** For a what-if: what it changes, in words. */
  changes: Type.Optional(listOf(text(400), 20, 1)),
});

export const ContactSchema = text(200);

/** A declaration that somebody signed: which text in which version, who, in what capacity and when. */
export const DeclarationSchema = closed({
  declaration: NameSchema,
  version: text(20),
  signer: text(120),
  capacity: text(120),
  signedAt: InstantSchema,
});

export type Dossier = Static<typeof DossierKind.schema>;
export type Statement = Static<typeof StatementSchema>;
export type Evidence = Static<typeof EvidenceSchema>;
export type Disclosures = Static<typeof DisclosuresSchema>;
export type SupportPeriod = Static<typeof SupportPeriodSchema>;
export type Component = Static<typeof ComponentSchema>;

/** What the developer hands in about one product; one dossier answers every scheme. */
export const DossierKind = {
  name: 'dossier',
  schema: closed({
    dossier: NameSchema,
    provenance: DossierProvenanceSchema,
    product: closed(PRODUCT),
    components: listOf(ComponentSchema, 50, 1),
    facts: recordOf(FACT_ID_PATTERN, FactAnswerSchema),
    statements: listOf(StatementSchema, 2_000),
    ixit: listOf(IxitTableDataSchema, 60),
    evidence: listOf(EvidenceSchema, 2_000),
    disclosures: DisclosuresSchema,
    supportPeriod: SupportPeriodSchema,
    contacts: closed({
      /** Role mailboxes or pages, never people. */
      security: ContactSchema,
      securityTxt: Type.Optional(WebAddressSchema),
    }),
    declarations: listOf(DeclarationSchema, 100),
  }),
};
