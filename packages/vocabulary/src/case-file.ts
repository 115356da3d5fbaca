import { CASE_ID_PATTERN, type CaseId } from './ids.ts';
import { DigestSchema } from './dossier.ts';
import { INSTANT_PATTERN, type Instant } from './instant.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';
import { WebAddressSchema } from './web-address.ts';

const CountSchema = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A member of the archive: its name there, the digest of its bytes, how many they are. */
const MemberSchema = closed({
  name: shaped<string>(
    '^[a-z0-9-]+(/[a-z0-9-]+)?(\\.[a-z0-9]+)?$',
    'a name of lower-case letters, digits and hyphens',
  ),
  digest: DigestSchema,
  bytes: CountSchema,
});

/** A file that the case names, and where its bytes are. */
const FileSchema = closed({
  digest: DigestSchema,
  /** What names it first, and where. */
  place: text(300),
  title: Type.Optional(text(200)),
  name: Type.Optional(text(200)),
  mediaType: Type.Optional(text(200)),
  confidential: Type.Boolean(),
  /**
   * `here`: a member of this archive; `withheld`: confidential, and not for whoever exported it; `published`: only at
   * `source`; `missing`, `changed`: gone from where it was kept, or other bytes (`found`) when this was exported.
   */
  state: oneOf(['here', 'withheld', 'published', 'missing', 'changed']),
  member: Type.Optional(MemberSchema),
  source: Type.Optional(WebAddressSchema),
  found: Type.Optional(DigestSchema),
});

export type CaseFileManifest = Static<typeof CaseFileManifestKind.schema>;

/**
 * What a case file holds: `manifest.json` of the archive that a case is exported as. Every other member but the seal is named in it with its
 * digest, and nothing else is in the archive.
 */
export const CaseFileManifestKind = {
  name: 'case file manifest',
  schema: closed({
    /** Of the first there are exports in which no files of evidence are. */
    format: oneOf(['assay-case-file/1', 'assay-case-file/2']),
    case: shaped<CaseId>(CASE_ID_PATTERN, 'the id of a case'),
    administrator: closed({ code: text(2), name: text(120), did: text(300) }),
    sandbox: Type.Boolean(),
    exportedAt: shaped<Instant>(INSTANT_PATTERN, 'an instant in UTC, YYYY-MM-DDTHH:MM:SSZ'),
    /** Version of the case that the file tells: the number of its events. */
    version: CountSchema,
    /** One event a line, in the order in which they happened. */
    events: MemberSchema,
    /** The case printed for people. */
    paper: MemberSchema,
    /** The bodies whose results counted, as the administrator recognised them. */
    bodies: MemberSchema,
    /** Documents of the case, word for word as they came in or were made; the member bears the digits of the digest. */
    documents: listOf(closed({ member: MemberSchema, kind: text(60), mediaType: text(120) }), 10_000),
    /** Every file of evidence that the documents and answers of the case name, whether its bytes are here or not. */
    files: Type.Optional(listOf(FileSchema, 10_000)),
  }),
};
