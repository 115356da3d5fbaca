import { DigestSchema } from './dossier.ts';
import {
  CASE_ID_PATTERN,
  ORGANISATION_ID_PATTERN,
  PERSON_ID_PATTERN,
  type CaseId,
  type OrganisationId,
  type PersonId,
} from './ids.ts';
import { INSTANT_PATTERN, type Instant } from './instant.ts';
import { closed, shaped, text, Type, type Static } from './schema.ts';

const instant = shaped<Instant>(INSTANT_PATTERN, 'an instant in UTC, YYYY-MM-DDTHH:MM:SSZ');
const person = shaped<PersonId>(PERSON_ID_PATTERN, 'the id of a person');
const organisation = shaped<OrganisationId>(ORGANISATION_ID_PATTERN, 'the id of an organisation');
const base64 = (max: number) =>
  Type.Unsafe<string>({ type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: max });
const coordinate = base64(43);

/** A public key that may sign a report: P-256 or Ed25519. */
export const SigningJwkKind = {
  name: 'public key',
  schema: Type.Union([
    closed({ kty: Type.Literal('EC'), crv: Type.Literal('P-256'), x: coordinate, y: coordinate }),
    closed({ kty: Type.Literal('OKP'), crv: Type.Literal('Ed25519'), x: coordinate }),
  ]),
};
export type SigningJwk = Static<typeof SigningJwkKind.schema>;

/** How a report was signed: with the passkey of a person, with a key of the laboratory, or by an act of somebody who had just proved who they are. */
export type SigningManner = 'passkey' | 'key' | 'act-of-signing';

const SignerSchema = closed({
  person,
  name: text(200),
  organisation,
  /** As whom they signed, in their own words. */
  capacity: text(120),
});

/** What a passkey signs, by its digest: who signs which report of which case. The nonce makes each of them another. */
const SignedStatementSchema = closed({
  act: Type.Literal('sign-test-report'),
  case: shaped<CaseId>(CASE_ID_PATTERN, 'the id of a case'),
  report: DigestSchema,
  ...{ person, organisation },
  nonce: base64(60),
});
export type SignedStatement = Static<typeof SignedStatementSchema>;

const ByAct = closed({
  manner: Type.Literal('act-of-signing'),
  ...{ report: DigestSchema, signer: SignerSchema, signedAt: instant },
  /** When and how they had last proved who they are. */
  provedAt: instant,
  via: text(20),
});

const ByPasskey = closed({
  manner: Type.Literal('passkey'),
  ...{ report: DigestSchema, signer: SignerSchema, signedAt: instant },
  /** Its digest (SHA-256 of RFC 8785) was the challenge. */
  statement: SignedStatementSchema,
  passkey: closed({
    id: base64(1_400),
    /** COSE key. */
    publicKey: base64(2_000),
    /** The place that it is for, as it was then. */
    rpId: text(253),
    origin: text(300),
  }),
  /** As WebAuthn section 5.2.1 names its parts. */
  assertion: closed({
    authenticatorData: base64(8_000),
    clientDataJSON: base64(8_000),
    signature: base64(8_000),
  }),
});

const ByKey = closed({
  manner: Type.Literal('key'),
  report: DigestSchema,
  key: closed({ thumbprint: base64(43), name: text(60), jwk: SigningJwkKind.schema }),
  /** Detached: header and signature; what stands between them are the bytes of the report (RFC 7515 appendix F). */
  jws: shaped<string>('^[A-Za-z0-9_-]{1,300}\\.\\.[A-Za-z0-9_-]{86}$', 'a detached JWS'),
  /** Who handed it in, and when the signature was found to hold. */
  handedIn: closed({ person, organisation }),
  receivedAt: instant,
});

/** The signature over a test report, kept under its own digest, which the event names. */
export const ReportSignatureKind = {
  name: 'signature over a test report',
  schema: Type.Union([ByAct, ByPasskey, ByKey]),
};
export type ReportSignature = Static<typeof ReportSignatureKind.schema>;
export type SignedByPasskey = Static<typeof ByPasskey>;
export type SignedByKey = Static<typeof ByKey>;
