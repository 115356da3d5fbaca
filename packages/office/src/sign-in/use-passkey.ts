import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';

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
  type Assertion,
  type NotVerified,
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
  const used = await verified(office, { answer: read.value, kind: 'passkey-sign-in', visitor });
  if (!used.ok) return used;
  return office.records.write(async (tx) =>
    ok(await beginSession(office, tx, { person: used.value, via: 'passkey', browser })),
  );
}

/** What a browser is asked to prove with that the person of a session is still there: one of their passkeys. */
export async function askForProof(office: Doorkeeper, { person }: Signed): Promise<object> {
  const challenge = await newChallenge(office, { kind: 'passkey-proof', person });
  return optionsOf(office, challenge, await passkeysOf(office.records.read, person));
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
  const used = await verified(office, { answer: read.value, kind: 'passkey-proof', person: signed.person });
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
  readonly kind: 'passkey-sign-in' | 'passkey-proof';
  readonly person?: PersonId;
  readonly visitor?: string;
};

/** Whose passkey answered: challenge, place, user, signature and counter are as they must be (WebAuthn section 7.2). */
async function verified(office: Doorkeeper, asked: Asked): Promise<Result<PersonId, NotVerified>> {
  const { id, response } = asked.answer;
  const { clientDataJSON, userHandle } = response;
  const { kind, person, visitor } = asked;
  const challenge = await takeChallenge(office, {
    ...{ kind, clientDataJSON },
    ...(person !== undefined && { person }),
    ...(visitor !== undefined && { visitor }),
  });
  if (!challenge.ok) return challenge;
  const held = await passkeyWithHandle(office.records.read, id);
  if (
    !held ||
    toBase64Url(held.handle) !== userHandle ||
    (person ?? held.passkey.person) !== held.passkey.person
  )
    return refuse({ code: 'passkey-not-verified' });
  const { rpID, origin } = relyingParty(office);
  const found = await verifyAuthenticationResponse({
    response: { ...asked.answer, clientExtensionResults: {} },
    ...{ expectedChallenge: challenge.value, expectedOrigin: origin, expectedRPID: rpID },
    // The counter is compared where it is kept, so that of two at once one is believed.
    credential: { id, publicKey: Uint8Array.from(held.passkey.publicKey), counter: 0 },
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!found?.verified) return refuse({ code: 'passkey-not-verified' });
  return counted(office, held.passkey, found.authenticationInfo);
}

/** Believes a counter that went on. One that did not tells of a copied passkey, and its owner is told. */
async function counted(
  office: Doorkeeper,
  { id, person, name }: Passkey,
  { newCounter: counter, credentialBackedUp: synced }: { newCounter: number; credentialBackedUp: boolean },
): Promise<Result<PersonId, NotVerified>> {
  const at = office.clock();
  const goesOn = await office.records.write((tx) => notePasskeyUse(tx, { id, counter, synced, at }));
  if (goesOn) return ok(person);
  await office.records.write((tx) => tell(tx, { person, at, code: 'passkey-doubted', facts: { name } }));
  return refuse({ code: 'passkey-not-verified' });
}
