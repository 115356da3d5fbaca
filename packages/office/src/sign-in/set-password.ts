import { beginCeremony, readCeremony, takeCeremony } from '@assay/records/ceremony';
import { fromBase64Url, toBase64Url } from '@assay/attestation/base64';
import {
  holdWaysIn,
  putPassword,
  putTotp,
  removePassword,
  replaceRecoveryCodes,
  waysIn,
} from '@assay/records/password';
import type { Tx } from '@assay/records/open';
import { readPerson } from '@assay/records/person';
import { endSessions } from '@assay/records/session';
import { parseSessionId, type PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { closed, readDocument, Type } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { mayChangeWaysIn, tell, type Doorkeeper, type NotNow } from './account-act.ts';
import { isLastWayIn } from './last-way-in.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword, type PasswordRefusal } from './password-rules.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { totpPlace } from './second-factor.ts';
import type { Signed } from './signed.ts';
import { hashOfToken, newToken } from './token.ts';
import { base32, otpauthUri, stepOfCode } from './totp.ts';

/** What an authenticator app is given: shown until a code of it comes back, and never again. */
export type SecondFactorOffered = {
  /** Names the offer in the form that answers it. */
  readonly token: string;
  /** For typing in. */
  readonly secret: string;
  /** For the QR code. */
  readonly uri: string;
};

/** Seconds for which an offer stands. */
const OFFER = 1_800;

/** Offers a person a new second factor. What they have stays until it is answered. */
export async function offerSecondFactor(
  office: Doorkeeper,
  signed: Signed,
): Promise<Result<SecondFactorOffered, NotNow>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const { person } = signed;
  const [token, secret] = [newToken(office.random), office.random(20)];
  const sealed = toBase64Url(await office.secrets.seal(secret, totpPlace(person)));
  const until = addSeconds(office.clock(), OFFER);
  await office.records.write((tx) =>
    beginCeremony(tx, { hash: hashOfToken(token), kind: 'second-factor', person, asked: { sealed }, until }),
  );
  return ok(await shown(office, signed, { token, secret }));
}

/** An offer again, for a form that was not right yet; undefined where it has run out or is another's. */
export async function secondFactorOffered(
  office: Doorkeeper,
  signed: Signed,
  token: string,
): Promise<SecondFactorOffered | undefined> {
  const asked = { hash: hashOfToken(token), kind: 'second-factor', at: office.clock() } as const;
  const found = await readCeremony(office.records.read, asked);
  const offer = await openedOffer(office, signed.person, found);
  return offer && shown(office, signed, { token, secret: offer.secret });
}

export type PasswordNotSet =
  NotNow | PasswordRefusal | { readonly code: 'code-wrong' } | { readonly code: 'offer-ended' };

/**
 * Sets password and second factor together: neither lets anybody in without the other. Every other session ends, and
 * the answer is recovery codes that are shown this once.
 */
export async function setPassword(
  office: Doorkeeper,
  signed: Signed,
  typed: { readonly token: string; readonly password: string; readonly code: string },
): Promise<Result<readonly string[], PasswordNotSet>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const { person } = signed;
  const owner = await readPerson(office.records.read, person);
  const sound = checkPassword(typed.password, owner ?? { name: signed.name });
  if (!sound.ok) return sound;
  const hash = await hashPassword(typed.password, office.random);
  const at = office.clock();
  const asked = { hash: hashOfToken(typed.token), kind: 'second-factor', at } as const;
  return office.records.write(async (tx): Promise<Result<readonly string[], PasswordNotSet>> => {
    await holdWaysIn(tx, person);
    const offer = await openedOffer(office, person, await takeCeremony(tx, asked));
    if (!offer) return refuse({ code: 'offer-ended' });
    const step = stepOfCode(offer.secret, typed.code, at);
    if (step === undefined) return refuse({ code: 'code-wrong' });
    await putPassword(tx, { person, hash, at });
    await putTotp(tx, { person, sealed: offer.sealed, at, step });
    const codes = await freshCodes(office, tx, person);
    await tell(tx, { person, at, code: 'password-set', by: person });
    await endOthers(office, tx, signed);
    return ok(codes);
  });
}

/** New recovery codes in the place of the old ones, shown this once. */
export async function makeRecoveryCodes(
  office: Doorkeeper,
  signed: Signed,
): Promise<Result<readonly string[], NotNow | { readonly code: 'no-password' }>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const { person } = signed;
  return office.records.write(
    async (tx): Promise<Result<readonly string[], { readonly code: 'no-password' }>> => {
      const { secondFactor } = await holdWaysIn(tx, person);
      if (!secondFactor) return refuse({ code: 'no-password' });
      const codes = await freshCodes(office, tx, person);
      await tell(tx, { person, at: office.clock(), code: 'recovery-codes-made', by: person });
      return ok(codes);
    },
  );
}

/** Takes password, second factor and recovery codes away, unless nothing else would let one in. */
export async function dropPassword(
  office: Doorkeeper,
  signed: Signed,
): Promise<Result<undefined, NotNow | { readonly code: 'no-password' | 'last-way-in' }>> {
  const may = await mayChangeWaysIn(office, signed);
  if (!may.ok) return may;
  const { person } = signed;
  return office.records.write(
    async (tx): Promise<Result<undefined, { readonly code: 'no-password' | 'last-way-in' }>> => {
      const ways = await holdWaysIn(tx, person);
      if (!ways.password) return refuse({ code: 'no-password' });
      if (isLastWayIn('password', ways)) return refuse({ code: 'last-way-in' });
      await removePassword(tx, person);
      await tell(tx, { person, at: office.clock(), code: 'password-removed', by: person });
      return ok(undefined);
    },
  );
}

/** Ways in of whoever is signed in. */
export function ownWaysIn(office: Pick<Doorkeeper, 'records'>, { person }: Signed) {
  return waysIn(office.records.read, person);
}

async function freshCodes(office: Doorkeeper, tx: Tx, person: PersonId): Promise<readonly string[]> {
  const codes = newRecoveryCodes(office.random);
  const hashes = codes.flatMap((code) => hashOfRecoveryCode(code) ?? []);
  await replaceRecoveryCodes(tx, { person, hashes, at: office.clock() });
  return codes;
}

async function endOthers(office: Doorkeeper, tx: Tx, { person, session }: Signed): Promise<void> {
  const own = parseSessionId(session);
  if (!own.ok) throw new Error('ways in are changed in a session');
  const at = office.clock();
  const count = await endSessions(tx, { person, but: own.value, at, because: 'password-set' });
  if (count > 0) await tell(tx, { person, at, code: 'sessions-ended', by: person, facts: { count } });
}

const OFFERED = { name: 'second factor', schema: closed({ sealed: Type.String() }) };

async function openedOffer(
  office: Doorkeeper,
  person: PersonId,
  found: Awaited<ReturnType<typeof takeCeremony>>,
): Promise<{ readonly secret: Uint8Array; readonly sealed: Uint8Array } | undefined> {
  const read = found && readDocument(OFFERED, found.asked);
  const sealed = read?.ok ? fromBase64Url(read.value.sealed) : undefined;
  if (!sealed || found?.person !== person) return undefined;
  return { sealed, secret: await office.secrets.open(sealed, totpPlace(person)) };
}

async function shown(
  office: Doorkeeper,
  signed: Signed,
  { token, secret }: { readonly token: string; readonly secret: Uint8Array },
): Promise<SecondFactorOffered> {
  const owner = await readPerson(office.records.read, signed.person);
  const uri = otpauthUri({ secret, issuer: office.programme.title, account: owner?.mail ?? signed.name });
  return { token, secret: base32(secret), uri };
}
