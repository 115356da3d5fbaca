import { ProvisionRefSchema } from './dossier.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { closed, listOf, text, Type, type Static } from './schema.ts';

/** What a developer says of a file once its bytes are there. */
export type EvidenceGiven = Static<typeof EvidenceGivenKind.schema>;

export const EvidenceGivenKind = {
  name: 'description of a file',
  schema: closed({
    /** What it is to an assessor, for example `design-document`. */
    kind: NameSchema,
    title: text(200),
    /** Days for which it speaks, both included; without an end until it is withdrawn. */
    effective: closed({ from: DateSchema, to: Type.Optional(DateSchema) }),
    confidential: Type.Boolean(),
    covers: listOf(ProvisionRefSchema, 500),
  }),
};
