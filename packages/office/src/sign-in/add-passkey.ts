import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';

import { addPasskey, keepHandle, passkeysOf, removePasskeys, renamePasskey } from '@assay/records/passkey';
import { holdWaysIn } from '@assay/records/password';
import { readPerson } from '@assay/records/person';
import { readDocument } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { mayChangeWaysIn, tell, type Doorkeeper, type NotNow } from './account-act.ts';
import { isLastWayIn } from './last-way-in.ts';
import {
  newChallenge,
  PATIENCE,
  RegistrationKind,
  relyingParty,
  takeChallenge,
  type NotVerified,
} from './passkey-ceremony.ts';
import type { Signed } from './signed.ts';

/** As many passkeys a person may have. */
const MOST = 20;
/** EdDSA, ES256 and RS256 (IANA COSE): what authenticators have. */
const ALGORITHMS = [-8, -7, -257];

export type PasskeyRefusal =
  | NotNow
  | NotVerified
  | { readonly code: 'too-many-passkeys'; readonly most: number }
  | { readonly code: 'passkey-known' };

/** What a browser is asked to make a passkey with: one that the authenticator keeps, and that verifies its user. */
export async function askForPasskey(
  office: Doorkeeper,
  signed: Signed,
): Promise<Result<object, PasskeyRefusal>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const { read } = office.records;
  const [person, held] = [await readPerson(read, signed.person), await passkeysOf(read, signed.person)];
  if (held.length >= MOST) return refuse({ code: 'too-many-passkeys', most: MOST });
  const fresh = office.random(32);
  const handle = await office.records.write((tx) => keepHandle(tx, { person: signed.person, fresh }));
  const challenge = await newChallenge(office, { kind: 'passkey-registration', person: signed.person });
  const { rpID, rpName } = relyingParty(office);
  const options = await generateRegistrationOptions({
    ...{ rpID, rpName, challenge, userID: Uint8Array.from(handle) },
    userName: person?.mail ?? signed.name,
    userDisplayName: signed.name,
    timeout: PATIENCE * 1000,
    attestationType: 'none',
    excludeCredentials: held.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return ok(options);
}

/** Keeps the passkey that a browser made, under a name. */
export async function takePasskey(
  office: Doorkeeper,
  signed: Signed,
  { answer, name }: { readonly answer: unknown; readonly name: string },
): Promise<Result<{ readonly id: string }, PasskeyRefusal>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const made = await verified(office, signed, answer);
  if (!made.ok) return made;
  const { person } = signed;
  const at = office.clock();
  return office.records.write(async (tx): Promise<Result<{ readonly id: string }, PasskeyRefusal>> => {
    const { passkeys } = await holdWaysIn(tx, person);
    if (passkeys >= MOST) return refuse({ code: 'too-many-passkeys', most: MOST });
    const added = await addPasskey(tx, { ...made.value, person, name, addedAt: at });
    if (!added) return refuse({ code: 'passkey-known' });
    await tell(tx, { person, at, code: 'passkey-added', by: person, facts: { name } });
    return ok({ id: made.value.id });
  });
}

async function verified(office: Doorkeeper, signed: Signed, answer: unknown) {
  const read = readDocument(RegistrationKind, answer);
  if (!read.ok) return refuse({ code: 'passkey-not-verified' } as const);
  const { response, ...credential } = read.value;
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const kind = 'passkey-registration';
  const challenge = await takeChallenge(office, { kind, clientDataJSON, person: signed.person });
  if (!challenge.ok) return challenge;
  const { rpID, origin } = relyingParty(office);
  const found = await verifyRegistrationResponse({
    response: {
      ...{ ...credential, clientExtensionResults: {} },
      response: { clientDataJSON, attestationObject, transports: [...transports] },
    },
    ...{ expectedChallenge: challenge.value.challenge, expectedOrigin: origin, expectedRPID: rpID },
    ...{ requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS },
  }).catch(() => undefined);
  if (!found?.verified) return refuse({ code: 'passkey-not-verified' } as const);
  const { credential: made, credentialBackedUp: synced } = found.registrationInfo;
  return ok({ id: made.id, publicKey: made.publicKey, counter: made.counter, transports, synced });
}

/** One's own passkeys, in the order in which they were set up. */
export function ownPasskeys({ records }: Pick<Doorkeeper, 'records'>, { person }: Signed) {
  return passkeysOf(records.read, person);
}

/** Gives one of one's own passkeys another name. */
export async function namePasskey(
  office: Doorkeeper,
  signed: Signed,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Result<undefined, NotNow | { readonly code: 'no-such-passkey' }>> {
  if (signed.via === 'key') return refuse({ code: 'session-needed' });
  if (signed.confinedTo !== undefined) return refuse({ code: 'kept-to-organisation' });
  const renamed = await office.records.write((tx) => renamePasskey(tx, { person: signed.person, id, name }));
  return renamed ? ok(undefined) : refuse({ code: 'no-such-passkey' });
}

/** Takes one of one's own passkeys away, unless nothing else would let one in. */
export async function dropPasskey(
  office: Doorkeeper,
  signed: Signed,
  id: string,
): Promise<Result<undefined, NotNow | { readonly code: 'no-such-passkey' | 'last-way-in' }>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const { person } = signed;
  const at = office.clock();
  return office.records.write(
    async (tx): Promise<Result<undefined, { readonly code: 'no-such-passkey' | 'last-way-in' }>> => {
      const ways = await holdWaysIn(tx, person);
      const name = (await passkeysOf(tx, person)).find((one) => one.id === id)?.name;
      if (name === undefined) return refuse({ code: 'no-such-passkey' });
      if (isLastWayIn('passkey', ways)) return refuse({ code: 'last-way-in' });
      await removePasskeys(tx, { person, id });
      await tell(tx, { person, at, code: 'passkey-removed', by: person, facts: { name } });
      return ok(undefined);
    },
  );
}
