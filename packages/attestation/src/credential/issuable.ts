import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, readDocument, shaped, Type, type Complaint } from '@assay/vocabulary/schema';
import { DATE_PATTERN } from '@assay/vocabulary/instant';

import { urlShape, wordsShape } from '../shapes.ts';
import { CREDENTIAL_MODEL, cyberLabelShape, readLabelCredential } from './read-label-credential.ts';

export type IssuableRefusal = { readonly code: 'not-issuable'; readonly complaints: readonly Complaint[] };

const named = <T extends string>(type: T) =>
  closed({ type: Type.Tuple([Type.Literal(type)]), id: urlShape, name: wordsShape() });
const party = closed({
  type: Type.Tuple([Type.Literal('Party')]),
  id: urlShape,
  name: wordsShape(),
  registeredId: Type.Optional(wordsShape(100)),
});

const assessment = closed({
  type: Type.Tuple([Type.Literal('ConformityAssessment')]),
  id: urlShape,
  name: wordsShape(),
  assessmentCriteria: listOf(named('Criterion'), 500, 1),
  assessmentDate: shaped<string>(DATE_PATTERN, 'a date, YYYY-MM-DD'),
  assessedPerformance: listOf(closed({ score: closed({ code: wordsShape(100) }) }), 500, 1),
  assessedProduct: listOf(
    closed({
      product: closed({
        type: Type.Tuple([Type.Literal('Product')]),
        id: urlShape,
        name: wordsShape(),
        modelNumber: wordsShape(),
      }),
      idVerifiedByCAB: Type.Boolean(),
    }),
    10,
    1,
  ),
  referenceStandard: listOf(named('Standard'), 50),
  conformityTopic: listOf(named('ConformityTopic'), 50, 1),
  conformance: Type.Boolean(),
  evidence: listOf(
    closed({
      linkURL: urlShape,
      linkName: wordsShape(),
      digestMultibase: Type.Optional(wordsShape(200)),
      mediaType: Type.Optional(wordsShape(100)),
    }),
    100,
  ),
});

/** The whole credential, closed at every level: nothing unknown is ever signed. */
const ISSUABLE = {
  name: 'label credential',
  schema: closed({
    ...CREDENTIAL_MODEL.schema.properties,
    '@context': listOf(urlShape, 3, 3),
    issuer: closed({
      type: Type.Tuple([Type.Literal('CredentialIssuer')]),
      id: shaped<string>('^did:web:[A-Za-z0-9.%:_-]{1,240}$', 'a did:web identifier'),
      name: wordsShape(),
    }),
    credentialSubject: closed({
      type: Type.Tuple([Type.Literal('ConformityAttestation')]),
      id: urlShape,
      name: wordsShape(),
      assessorLevel: oneOf([
        'self',
        'commercial',
        'buyer',
        'membership',
        'unspecified',
        '3rdParty',
        'hybrid',
      ]),
      assessmentLevel: oneOf([
        'authority-benchmark',
        'authority-mandate',
        'authority-globalmra',
        'authority-peer',
        'authority-extended-mra',
        'scheme-self',
        'scheme-cab',
        'no-endorsement',
      ]),
      attestationType: Type.Literal('certification'),
      issuedToParty: party,
      authorisation: listOf(closed({ name: wordsShape(), issuingAuthority: party }), 20),
      referenceScheme: named('ConformityScheme'),
      referenceProfile: named('ConformityProfile'),
      profileScore: closed({ code: wordsShape(100), rank: Type.Integer() }),
      trustmark: Type.Optional(
        closed({
          name: wordsShape(),
          imageData: Type.String({ maxLength: 65_536 }),
          mediaType: wordsShape(100),
        }),
      ),
      conformityAssessment: listOf(assessment, 20, 1),
      cyberLabel: cyberLabelShape,
    }),
  }),
};

/** Lints a credential before it may be signed: closed shape first, then everything the verifier will ask. */
export function checkIssuable(
  credential: Readonly<Record<string, unknown>>,
): Result<Readonly<Record<string, unknown>>, IssuableRefusal> {
  const shape = readDocument(ISSUABLE, credential);
  if (!shape.ok) return refuse({ code: 'not-issuable', complaints: shape.refusal.complaints });
  const model = readLabelCredential(credential);
  return model.ok ? ok(credential) : refuse({ code: 'not-issuable', complaints: model.refusal.complaints });
}
