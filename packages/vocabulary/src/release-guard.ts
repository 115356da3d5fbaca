import { DigestSchema } from './dossier.ts';
import { PROVENANCE } from './provenance.ts';
import { EditionRefSchema } from './scheme.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { WebAddressSchema } from './web-address.ts';
import { closed, listOf, text, Type, type Static } from './schema.ts';

/** A file at or below the folder of the document that names it. */
const PathSchema = text(300);
const VersionSchema = text(80);

/** A label that the product holds, as its holder reads it off the label or its register page. */
const HeldLabelSchema = closed({
  scheme: EditionRefSchema,
  level: Type.Integer({ minimum: 1, maximum: 20 }),
  /** As printed on the label, and where it can be looked up. */
  id: Type.Optional(text(120)),
  url: Type.Optional(WebAddressSchema),
  /** The last day on which it is valid; absent where the label names none. */
  validUntil: Type.Optional(DateSchema),
  /** The last day of support that the label or its page states. */
  supportUntil: Type.Optional(DateSchema),
  /** The firmware versions that it was granted for. */
  firmwareVersions: listOf(VersionSchema, 500, 1),
});

export type HeldLabel = Static<typeof HeldLabelSchema>;
export type ReleaseGuard = Static<typeof ReleaseGuardKind.schema>;

/**
 * What a developer keeps beside the firmware, `assay.yaml`: where the product's papers lie, which labels it holds, and
 * which release is being built, so that a release which breaks a condition of a label is stopped before it ships.
 */
export const ReleaseGuardKind = {
  name: 'release guard',
  schema: closed({
    guard: NameSchema,
    provenance: closed(PROVENANCE),
    dossier: PathSchema,
    reports: listOf(PathSchema, 200),
    /** Says which bodies are recognised; without it no laboratory is. */
    programme: Type.Optional(PathSchema),
    labels: listOf(HeldLabelSchema, 50),
    release: closed({
      firmware: VersionSchema,
      sbom: Type.Optional(closed({ path: PathSchema, digest: DigestSchema })),
    }),
  }),
};
