import { generateAuthenticationOptions } from '@simplewebauthn/server';

import { toBase64Url } from '@assay/attestation/base64';
import { notePasskeyUse, passkeysOf, passkeyWithHandle, type Passkey } from '@assay/records/passkey';
import { proveSession } from '@assay/records/session';
import { parseSessionId, type PersonId } from '@assay/vocabulary/ids';
import { readDocument } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { tell, type Doorkeeper } from './account-act.ts';
import { beginSession, type Begun, type Browser } from './begin-session.ts';
import {
  AssertionKind,
  newChallenge,
  PATIENCE,
  relyingParty,
  takeChallenge,
  verifiedAnswer,
  type Assertion,
  type NotVerified,
  type Taken,
} from './passkey-ceremony.ts';
import type { Signed } from './signed.ts';

export type PasskeyNotTaken = NotVerified | { readonly code: 'session-needed' };

/** What a browser is asked to sign in with: any passkey of this place, so that nobody need say who they are. */
export async function askToSignIn(office: Doorkeeper, visitor: string): Promise<object> {
  const challenge = await newChallenge(office, { kind: 'passkey-sign-in', visitor });
  return optionsOf(office, challenge, []);
}

/**
 * Signs in whoever's passkey answered. No attempts are counted: a signature is not guessed, and nobody who guesses at
 * passwords can keep out whoever has a passkey.
 */
export async function signInWithPasskey(
  office: Doorkeeper,
  { answer, browser }: { readonly answer: unknown; readonly browser: Browser },
): Promise<Result<Begun, PasskeyNotTaken>> {
  const read = readDocument(AssertionKind, answer);
  if (!read.ok) return refuse({ code: 'passkey-not-verified' });
  const { visitor } = browser;
  const used = await usedPasskey(office, { answer: read.value, kind: 'passkey-sign-in', visitor });
  if (!used.ok) return used;
  const { person } = used.value.passkey;
  return office.records.write(async (tx) =>
    ok(await beginSession(office, tx, { person, via: 'passkey', browser })),
  );
}

/** What a browser is asked to prove with that the person of a session is still there: one of their passkeys. */
export async function askForProof(office: Doorkeeper, { person }: Signed): Promise<object> {
  const challenge = await newChallenge(office, { kind: 'passkey-proof', person });
  return optionsOf(office, challenge, await passkeysOf(office.records.read, person));
}

/** What a browser is asked to sign with: a passkey of the person, and a challenge that says what is signed. Undefined where they have none. */
export async function askForSignature(
  office: Doorkeeper,
  { person }: Pick<Signed, 'person'>,
  over: (nonce: string) => Uint8Array<ArrayBuffer>,
): Promise<object | undefined> {
  const held = await passkeysOf(office.records.read, person);
  if (held.length === 0) return undefined;
  return optionsOf(office, await newChallenge(office, { kind: 'report-signature', person, over }), held);
}

/** Notes that the person of a session proved who they are. */
export async function proveWithPasskey(
  office: Doorkeeper,
  signed: Signed,
  answer: unknown,
): Promise<Result<undefined, PasskeyNotTaken>> {
  const session = parseSessionId(signed.session);
  if (!session.ok) return refuse({ code: 'session-needed' });
  const read = readDocument(AssertionKind, answer);
  if (!read.ok) return refuse({ code: 'passkey-not-verified' });
  const used = await usedPasskey(office, {
    answer: read.value,
    kind: 'passkey-proof',
    person: signed.person,
  });
  if (!used.ok) return used;
  return office.records.write(async (tx) => {
    await proveSession(tx, { id: session.value, at: office.clock() });
    return ok(undefined);
  });
}

async function optionsOf(
  office: Doorkeeper,
  challenge: Uint8Array<ArrayBuffer>,
  among: readonly Passkey[],
): Promise<object> {
  return generateAuthenticationOptions({
    ...{ rpID: relyingParty(office).rpID, challenge, timeout: PATIENCE * 1000, userVerification: 'required' },
    allowCredentials: among.map(({ id, transports }) => ({ id, transports: [...transports] })),
  });
}

type Asked = {
  readonly answer: Assertion;
  readonly kind: 'passkey-sign-in' | 'passkey-proof' | 'report-signature';
  readonly person?: PersonId;
  readonly visitor?: string;
};
/** A passkey that answered, and the challenge that it answered to. */
export type UsedPasskey = Taken & { readonly passkey: Passkey };

/** Whose passkey answered to a challenge that was asked here; the use is noted. */
export async function usedPasskey(
  office: Doorkeeper,
  asked: Asked,
): Promise<Result<UsedPasskey, NotVerified>> {
  const { id, response } = asked.answer;
  const { clientDataJSON, userHandle } = response;
  const { kind, person, visitor } = asked;
  const taken = await takeChallenge(office, {
    ...{ kind, clientDataJSON },
    ...(person !== undefined && { person }),
    ...(visitor !== undefined && { visitor }),
  });
  if (!taken.ok) return taken;
  const held = await passkeyWithHandle(office.records.read, id);
  if (
    !held ||
    toBase64Url(held.handle) !== userHandle ||
    (person ?? held.passkey.person) !== held.passkey.person
  )
    return refuse({ code: 'passkey-not-verified' });
  const { passkey } = held;
  const { challenge } = taken.value;
  const found = await verifiedAnswer({ passkey, answer: response, challenge, ...relyingParty(office) });
  if (!found) return refuse({ code: 'passkey-not-verified' });
  const counted = await goesOn(office, passkey, found);
  return counted.ok ? ok({ ...taken.value, passkey }) : counted;
}

/** Believes a counter that went on. One that did not tells of a copied passkey, and its owner is told. */
async function goesOn(
  office: Doorkeeper,
  { id, person, name }: Passkey,
  found: { readonly counter: number; readonly synced: boolean },
): Promise<Result<undefined, NotVerified>> {
  const at = office.clock();
  const noted = await office.records.write((tx) => notePasskeyUse(tx, { id, ...found, at }));
  if (noted) return ok(undefined);
  await office.records.write((tx) => tell(tx, { person, at, code: 'passkey-doubted', facts: { name } }));
  return refuse({ code: 'passkey-not-verified' });
}
