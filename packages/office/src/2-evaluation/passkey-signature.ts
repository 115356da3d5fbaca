import { fromBase64Url, toBase64Url } from '@assay/attestation/base64';
import { canonicalJson } from '@assay/attestation/canonical-json';
import type { Digest } from '@assay/vocabulary/ids';
import type { SignedByPasskey, SignedStatement } from '@assay/vocabulary/report-signature';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument } from '@assay/vocabulary/schema';

import { sha256 } from '../hash.ts';
import type { Doorkeeper } from '../sign-in/account-act.ts';
import {
  AssertionKind,
  relyingParty,
  verifiedAnswer,
  type NotVerified,
} from '../sign-in/passkey-ceremony.ts';
import type { Signed } from '../sign-in/signed.ts';
import { askForSignature, usedPasskey } from '../sign-in/use-passkey.ts';

/** Who signs which report of which case, without what makes each challenge another. */
export type ToSign = Pick<SignedStatement, 'case' | 'report' | 'person' | 'organisation'>;
type ByPasskey = Pick<SignedByPasskey, 'statement' | 'passkey' | 'assertion'>;

/**
 * What a browser is asked to sign a report with: the challenge is the digest of a statement that names case, report and
 * signer, so that the assertion is a signature over them. Undefined where the signer has no passkey.
 */
export function askToSign(office: Doorkeeper, what: ToSign): Promise<object | undefined> {
  return askForSignature(office, what, (nonce) => challengeOf(statementOf(what, nonce)));
}

/** The signature that a passkey gave, where it holds, is over this report and comes from whoever was asked; each counts once. */
export async function signedByPasskey(
  office: Doorkeeper,
  { signed, what, answer }: { readonly signed: Signed; readonly what: ToSign; readonly answer: unknown },
): Promise<Result<ByPasskey, NotVerified>> {
  const read = readDocument(AssertionKind, answer);
  if (!read.ok) return refuse({ code: 'passkey-not-verified' });
  const { person } = signed;
  const used = await usedPasskey(office, { answer: read.value, kind: 'report-signature', person });
  if (!used.ok) return used;
  const { challenge, nonce, passkey } = used.value;
  const statement = statementOf(what, nonce ?? '');
  if (toBase64Url(challengeOf(statement)) !== challenge) return refuse({ code: 'passkey-not-verified' });
  const { rpID: rpId, origin } = relyingParty(office);
  const { authenticatorData, clientDataJSON, signature } = read.value.response;
  return ok({
    statement,
    passkey: { id: passkey.id, publicKey: toBase64Url(passkey.publicKey), rpId, origin },
    assertion: { authenticatorData, clientDataJSON, signature },
  });
}

/** Why a kept signature of a passkey does not hold over a report; undefined where it does. It needs nothing but itself. */
export async function passkeySignatureBroken(
  { statement, passkey, assertion, signer }: SignedByPasskey,
  report: Digest,
): Promise<string | undefined> {
  if (statement.report !== report) return 'the passkey signed another report';
  if (statement.person !== signer.person || statement.organisation !== signer.organisation)
    return 'the passkey signed for somebody else';
  const publicKey = fromBase64Url(passkey.publicKey);
  const holds =
    publicKey &&
    (await verifiedAnswer({
      ...{ passkey: { id: passkey.id, publicKey }, answer: assertion },
      ...{ challenge: toBase64Url(challengeOf(statement)), rpID: passkey.rpId, origin: passkey.origin },
    }));
  return holds ? undefined : 'the signature is not of the passkey that is kept with it';
}

function statementOf({ case: id, report, person, organisation }: ToSign, nonce: string): SignedStatement {
  return { act: 'sign-test-report', case: id, report, person, organisation, nonce };
}

/** SHA-256 of the statement in the one form that RFC 8785 gives it. */
function challengeOf(statement: SignedStatement): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(sha256(new TextEncoder().encode(canonicalJson(statement))));
}
