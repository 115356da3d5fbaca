import { isObject } from './method.ts';

/** What the W3C suite secures. */
export type Kind = 'credential' | 'presentation';
export type VcDocument = Readonly<Record<string, unknown>>;

const CONTEXT = 'https://www.w3.org/ns/credentials/v2';
const TYPE = { credential: 'VerifiableCredential', presentation: 'VerifiablePresentation' } as const;

/** Members that VCDM 2.0 defines at the top, and registered claims that a JWT may add to them (VC-JOSE-COSE, section 3.1). */
const COMMON = ['@context', 'id', 'type', 'name', 'description', 'termsOfUse', 'proof', 'relatedResource'];
const CLAIMS = ['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'cnf', 'nonce'];
const MEMBERS: Readonly<Record<Kind, ReadonlySet<string>>> = {
  credential: new Set([
    ...COMMON,
    ...CLAIMS,
    ...['issuer', 'validFrom', 'validUntil', 'credentialSubject', 'credentialStatus', 'credentialSchema'],
    ...['refreshService', 'evidence', 'renderMethod', 'confidenceMethod'],
  ]),
  presentation: new Set([...COMMON, ...CLAIMS, 'holder', 'verifiableCredential']),
};
const TYPED = ['credentialStatus', 'credentialSchema', 'refreshService', 'termsOfUse', 'evidence'];

/**
 * What speaks against a document as VCDM 2.0 wants it, in the form that VC-JOSE-COSE secures: no wrapping claim, `iss`
 * the issuer where it is there, and no member at the top that neither of the two defines. Empty: nothing.
 */
export function faultsOf(kind: Kind, document: VcDocument): readonly string[] {
  const { iss } = document;
  const by = idOf(document[kind === 'credential' ? 'issuer' : 'holder']);
  const rules: readonly (readonly [boolean, string])[] = [
    [!('vc' in document) && !('vp' in document), 'the claims vc and vp wrap nothing here'],
    [Object.keys(document).every((name) => MEMBERS[kind].has(name)), 'a member that nobody defines'],
    [isContext(document['@context']), `@context: ${CONTEXT} first`],
    [listOf(document['type']).includes(TYPE[kind]), `type: ${TYPE[kind]}`],
    [document['id'] === undefined || isUrl(document['id']), 'id: a URL'],
    [iss === undefined || by === undefined || iss === by, 'iss: the same as the issuer or holder'],
    [
      TYPED.every((name) => listOf(document[name]).every(hasType)),
      'each status, schema, evidence with a type',
    ],
    ...(kind === 'credential' ? credentialRules(document) : presentationRules(document)),
  ];
  return rules.flatMap(([holds, expected]) => (holds ? [] : [expected]));
}

function credentialRules(document: VcDocument): readonly (readonly [boolean, string])[] {
  const { validFrom, validUntil } = document;
  const subjects = listOf(document['credentialSubject']);
  return [
    [isUrl(idOf(document['issuer'])), 'issuer: a URL, or an object with one as id'],
    [
      subjects.length > 0 && subjects.every(isSubject),
      'credentialSubject: one or more, with something to say',
    ],
    [validFrom === undefined || !Number.isNaN(timeOf(validFrom)), 'validFrom: an instant'],
    [validUntil === undefined || !Number.isNaN(timeOf(validUntil)), 'validUntil: an instant'],
    [!(timeOf(validFrom) > timeOf(validUntil)), 'validUntil: not before validFrom'],
  ];
}

/** Credentials in a presentation are enveloped (VC-JOSE-COSE, section 3.1.2); their own signatures are for their keys. */
function presentationRules(document: VcDocument): readonly (readonly [boolean, string])[] {
  const { holder } = document;
  return [
    [holder === undefined || isUrl(idOf(holder)), 'holder: a URL, or an object with one as id'],
    [
      listOf(document['verifiableCredential']).every(isEnveloped),
      'verifiableCredential: enveloped, each secured in a data: URL',
    ],
  ];
}

function isContext(value: unknown): boolean {
  return Array.isArray(value) && value[0] === CONTEXT && value.every((one) => isUrl(one) || isObject(one));
}

function isEnveloped(value: unknown): boolean {
  return (
    isObject(value) &&
    listOf(value['@context']).includes(CONTEXT) &&
    listOf(value['type']).includes('EnvelopedVerifiableCredential') &&
    typeof value['id'] === 'string' &&
    /^data:application\/vc\+(jwt|sd-jwt|cose)(;[a-z0-9=-]+)*,./.test(value['id'])
  );
}

const isSubject = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0;
const hasType = (value: unknown): boolean => isObject(value) && listOf(value['type']).length > 0;
const idOf = (value: unknown): unknown => (isObject(value) ? value['id'] : value);
const isUrl = (value: unknown): boolean => typeof value === 'string' && URL.canParse(value);

/** The values of a member that may hold one or several; none where it is absent. */
function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Milliseconds of an xsd:dateTimeStamp, which names its offset; NaN for anything else. */
export function timeOf(value: unknown): number {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
    ? Date.parse(value)
    : NaN;
}
