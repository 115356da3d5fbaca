import { FACT_ID_PATTERN } from './condition.ts';
import {
  ComponentSchema,
  ContactSchema,
  DeclarationSchema,
  DisclosuresSchema,
  DossierProvenanceSchema,
  EvidenceSchema,
  FactAnswerSchema,
  IxitTableDataSchema,
  PRODUCT,
  StatementSchema,
  SupportPeriodSchema,
} from './dossier.ts';
import { EditionRefSchema } from './scheme.ts';
import { NameSchema } from './standard.ts';
import { WebAddressSchema } from './web-address.ts';
import { closed, listOf, recordOf, text, Type, type Static } from './schema.ts';

export type DossierDraft = Static<typeof DossierDraftKind.schema>;

/**
 * A dossier under construction: what has been answered so far. Every member of a dossier may still be missing; one that is there is as a
 * dossier would have it. It becomes a dossier when nothing is missing any more.
 */
export const DossierDraftKind = {
  name: 'dossier draft',
  schema: closed({
    draft: NameSchema,
    /** Editions of the schemes that the dossier is made for; empty until they are chosen. */
    schemes: listOf(EditionRefSchema, 50),
    /** Keys of the questions that were put off, such as `fact/uses_passwords`. */
    skipped: listOf(text(200), 5_000),
    provenance: Type.Optional(DossierProvenanceSchema),
    product: closed({
      name: Type.Optional(PRODUCT.name),
      brand: Type.Optional(PRODUCT.brand),
      manufacturer: Type.Optional(PRODUCT.manufacturer),
      models: Type.Optional(PRODUCT.models),
      gtins: Type.Optional(PRODUCT.gtins),
      category: Type.Optional(PRODUCT.category),
      hardwareVersions: Type.Optional(PRODUCT.hardwareVersions),
      firmwareVersions: Type.Optional(PRODUCT.firmwareVersions),
    }),
    components: listOf(ComponentSchema, 50),
    facts: recordOf(FACT_ID_PATTERN, FactAnswerSchema),
    statements: listOf(StatementSchema, 2_000),
    ixit: listOf(IxitTableDataSchema, 60),
    evidence: listOf(EvidenceSchema, 2_000),
    disclosures: DisclosuresSchema,
    supportPeriod: Type.Optional(SupportPeriodSchema),
    contacts: closed({
      security: Type.Optional(ContactSchema),
      securityTxt: Type.Optional(WebAddressSchema),
    }),
    declarations: listOf(DeclarationSchema, 100),
  }),
};
