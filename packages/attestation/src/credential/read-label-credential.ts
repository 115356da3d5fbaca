import { DATE_PATTERN, parseInstant, type CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import {
  closed,
  listOf,
  readPassing,
  shaped,
  Type,
  type Complaint,
  type Static,
} from '@assay/vocabulary/schema';

import { parseLabelId } from '../label-id.ts';
import {
  didShape,
  gtinShape,
  instantShape,
  labelIdShape,
  sha256Shape,
  urlShape,
  wordsShape,
} from '../shapes.ts';

const purposes = { revocation: Type.Literal('revocation'), suspension: Type.Literal('suspension') };
const statusEntry = <P extends keyof typeof purposes>(purpose: P) =>
  closed({
    id: urlShape,
    type: Type.Literal('BitstringStatusListEntry'),
    statusPurpose: purposes[purpose],
    statusListIndex: shaped<string>('^(0|[1-9][0-9]{0,5})$', 'an index as text, base 10'),
    statusListCredential: urlShape,
  });

export const cyberLabelShape = closed({
  labelId: labelIdShape,
  tier: wordsShape(100),
  product: closed({ name: wordsShape(), brand: wordsShape(), model: wordsShape() }),
  gtins: listOf(gtinShape, 100),
  supportEnd: Type.Optional(shaped<CalendarDate>(DATE_PATTERN, 'a date, YYYY-MM-DD')),
  updatePolicy: Type.Optional(urlShape),
  securityTxt: Type.Optional(urlShape),
  csafProvider: Type.Optional(urlShape),
  sbomAvailable: Type.Optional(Type.Boolean()),
  supersedes: Type.Optional(sha256Shape),
  sandbox: Type.Optional(Type.Literal(true)),
});

/** What a verifier needs of the credential, by the rules of VCDM 2.0; members that it does not need may be there. */
export const CREDENTIAL_MODEL = {
  name: 'label credential',
  schema: Type.Object({
    '@context': Type.Array(urlShape, { minItems: 1, maxItems: 10 }),
    type: listOf(wordsShape(100), 10, 2),
    id: urlShape,
    name: wordsShape(),
    issuer: Type.Object({ id: didShape, name: wordsShape() }),
    validFrom: instantShape,
    validUntil: instantShape,
    credentialStatus: Type.Tuple([statusEntry('revocation'), statusEntry('suspension')]),
    credentialSubject: Type.Object({
      type: listOf(wordsShape(100), 10, 1),
      id: urlShape,
      name: wordsShape(),
      issuedToParty: Type.Object({ id: urlShape, name: wordsShape() }),
      referenceScheme: Type.Object({ id: urlShape, name: wordsShape() }),
      referenceProfile: Type.Object({ id: urlShape, name: wordsShape() }),
      profileScore: Type.Object({ code: wordsShape(100) }),
      cyberLabel: cyberLabelShape,
    }),
  }),
};

export type LabelCredentialModel = Static<typeof CREDENTIAL_MODEL.schema>;
export type CredentialRefusal = {
  readonly code: 'not-a-label-credential';
  readonly complaints: readonly Complaint[];
};

/**
 * Reads the payload of a label credential: shape, then the rules of VCDM 2.0 that a schema cannot say (order of the
 * contexts, types, `validFrom` before `validUntil`), then our own (check character, status entries that agree).
 */
export function readLabelCredential(payload: unknown): Result<LabelCredentialModel, CredentialRefusal> {
  const shape = readPassing(CREDENTIAL_MODEL, payload);
  if (!shape.ok) return refuse({ code: 'not-a-label-credential', complaints: shape.refusal.complaints });
  const complaints = [...modelComplaints(shape.value), ...statusComplaints(shape.value)];
  return complaints.length === 0 ? ok(shape.value) : refuse({ code: 'not-a-label-credential', complaints });
}

function modelComplaints(vc: LabelCredentialModel): readonly Complaint[] {
  const rules: readonly (readonly [boolean, string, string])[] = [
    [
      vc['@context'][0] === 'https://www.w3.org/ns/credentials/v2',
      '/@context/0',
      'the VCDM 2.0 context first',
    ],
    [vc.type.includes('VerifiableCredential'), '/type', 'VerifiableCredential'],
    [vc.type.includes('DigitalConformityCredential'), '/type', 'DigitalConformityCredential'],
    [
      vc.credentialSubject.type.includes('ConformityAttestation'),
      '/credentialSubject/type',
      'ConformityAttestation',
    ],
    [URL.canParse(vc.id), '/id', 'a URL'],
    [URL.canParse(vc.credentialSubject.id), '/credentialSubject/id', 'a URL'],
    [parseInstant(vc.validFrom).ok, '/validFrom', 'an instant that exists'],
    [parseInstant(vc.validUntil).ok, '/validUntil', 'an instant that exists'],
    [vc.validFrom <= vc.validUntil, '/validUntil', 'not before validFrom'],
    [
      parseLabelId(vc.credentialSubject.cyberLabel.labelId).ok,
      '/credentialSubject/cyberLabel/labelId',
      'a right check character',
    ],
    [
      vc.credentialSubject.profileScore.code === vc.credentialSubject.cyberLabel.tier,
      '/credentialSubject/profileScore/code',
      'the tier',
    ],
  ];
  return rules.flatMap(([holds, path, expected]) => (holds ? [] : [{ path, expected }]));
}

const LIST_URL = /\/status\/([a-z]+)\/(?:0|[1-9][0-9]*)$/;

/** Both entries name the same place of the same list of their purpose, and the list's URL ends as section 3 says. */
function statusComplaints(vc: LabelCredentialModel): readonly Complaint[] {
  const [revocation, suspension] = vc.credentialStatus;
  const complaints = vc.credentialStatus.flatMap((entry, i) => {
    const [, purpose] = LIST_URL.exec(entry.statusListCredential) ?? [];
    const ends = purpose === entry.statusPurpose;
    return ends && entry.id === `${entry.statusListCredential}#${entry.statusListIndex}`
      ? []
      : [
          {
            path: `/credentialStatus/${i}`,
            expected: 'a list of its purpose and an id that names list and index',
          },
        ];
  });
  const same =
    revocation.statusListIndex === suspension.statusListIndex &&
    listNumber(revocation.statusListCredential) === listNumber(suspension.statusListCredential);
  return same
    ? complaints
    : [...complaints, { path: '/credentialStatus', expected: 'the same list and index twice' }];
}

/** Number of a list from its URL, `…/status/revocation/3` → 3. */
export function listNumber(statusListCredential: string): number {
  return Number(statusListCredential.slice(statusListCredential.lastIndexOf('/') + 1));
}
