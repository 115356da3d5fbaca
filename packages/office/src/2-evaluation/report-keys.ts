import { createPublicKey } from 'node:crypto';

import { keyName } from '@assay/attestation/detached-jws';
import { isStrictKey } from '@assay/attestation/key';
import { peopleWithMail } from '@assay/records/membership';
import { holdLock, type Tx } from '@assay/records/open';
import { namesOfPeople } from '@assay/records/person';
import { addReportKey, reportKeysOf, revokeReportKey, type ReportKey } from '@assay/records/report-key';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { SigningJwkKind, type SigningJwk } from '@assay/vocabulary/report-signature';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument } from '@assay/vocabulary/schema';

import { publicJwkOf } from '../keys/public-jwk.ts';
import { writeMail } from '../notices/write-mail.ts';
import type { Office } from '../office.ts';
import { justProved, type NotNow } from '../sign-in/account-act.ts';
import type { Signed } from '../sign-in/signed.ts';
import type { Words } from '../words.ts';

type Ground = Pick<Office, 'programme' | 'records' | 'clock' | 'origin' | 'random'> & {
  readonly words: Words;
};
type NotASigningKey =
  | { readonly code: 'not-a-public-key' }
  /** A private key was sent: whoever could read it on the way could sign with it. */
  | { readonly code: 'private-key-sent' };
type KeyRefusal =
  | NotNow
  | NotASigningKey
  | { readonly code: 'report-key-known' }
  | { readonly code: 'too-many-report-keys'; readonly most: number };

/** As many keys a laboratory has in force at once; those that it revoked are not counted. */
const MOST_IN_FORCE = 20;

/** The keys that a laboratory signs reports with, and those that it revoked, the newest first; who did so by their names. */
export async function reportKeys({ records: { read } }: Pick<Office, 'records'>, laboratory: OrganisationId) {
  const keys = await reportKeysOf(read, laboratory);
  const people = new Set(
    keys.flatMap(({ addedBy, revoked }) => (revoked ? [addedBy, revoked.by] : [addedBy])),
  );
  const names = await namesOfPeople(read, [...people]);
  return keys.map((key) => ({
    ...key,
    addedByName: names.get(key.addedBy) ?? key.addedBy,
    revokedByName: key.revoked && (names.get(key.revoked.by) ?? key.revoked.by),
  }));
}

/** Registers the public half of a key with which the laboratory of the own seat will sign. */
export async function registerReportKey(
  office: Ground,
  signed: Signed,
  { name, key }: { readonly name: string; readonly key: string },
): Promise<Result<ReportKey, KeyRefusal>> {
  const laboratory = await actingJustNow(office, signed);
  if (!laboratory.ok) return laboratory;
  const jwk = parsePublicKey(key);
  if (!jwk.ok) return jwk;
  const made: ReportKey = {
    ...{ laboratory: laboratory.value, thumbprint: await keyName(jwk.value), name, jwk: jwk.value },
    ...{ addedAt: office.clock(), addedBy: signed.person },
  };
  return office.records.write(async (tx): Promise<Result<ReportKey, KeyRefusal>> => {
    await holdLock(tx, 'report-keys', made.laboratory);
    const held = await reportKeysOf(tx, made.laboratory);
    if (held.filter(({ revoked }) => !revoked).length >= MOST_IN_FORCE)
      return refuse({ code: 'too-many-report-keys', most: MOST_IN_FORCE });
    if (!(await addReportKey(tx, made))) return refuse({ code: 'report-key-known' });
    await tellLaboratory(tx, office, { ...made, by: signed.name, change: 'registered' });
    return ok(made);
  });
}

/** Revokes a key of the laboratory of the own seat, for good: no report that comes from now on is taken by it. */
export async function withdrawReportKey(
  office: Ground,
  signed: Signed,
  { thumbprint, because }: { readonly thumbprint: string; readonly because: string },
): Promise<Result<undefined, NotNow | { readonly code: 'no-such-report-key' }>> {
  const laboratory = await actingJustNow(office, signed);
  if (!laboratory.ok) return laboratory;
  const revoked = { at: office.clock(), by: signed.person, because };
  const of = { laboratory: laboratory.value, thumbprint };
  return office.records.write(
    async (tx): Promise<Result<undefined, { readonly code: 'no-such-report-key' }>> => {
      const name = await revokeReportKey(tx, { ...of, revoked });
      if (name === undefined) return refuse({ code: 'no-such-report-key' });
      await tellLaboratory(tx, office, { ...of, name, by: signed.name, change: 'revoked' });
      return ok(undefined);
    },
  );
}

type Changed = Pick<ReportKey, 'laboratory' | 'thumbprint' | 'name'> & {
  readonly by: string;
  readonly change: 'registered' | 'revoked';
};

/** Whoever could sign in the laboratory's name, or looks after it, hears of it: a key may have been slipped in. */
async function tellLaboratory(
  tx: Tx,
  office: Ground,
  { laboratory, thumbprint, ...facts }: Changed,
): Promise<void> {
  const { name, by, change } = facts;
  const notice = { kind: 'report-key-changed', facts: { name, by, change }, path: PATH } as const;
  const people = await peopleWithMail(tx, { organisation: laboratory, roles: ['laboratory', 'manager'] });
  for (const { person, mail: address } of people)
    await writeMail(tx, office, office.words, {
      ...{ to: { person, address }, cause: `${laboratory}/report-key/${thumbprint}/${change}`, notice },
    });
}

/** Where a laboratory looks after its keys. */
const PATH = '/desk/laboratory/keys';

async function actingJustNow(
  office: Pick<Office, 'programme' | 'records' | 'clock'>,
  { seat, provedAt }: Signed,
): Promise<Result<OrganisationId, NotNow>> {
  if (seat === undefined || provedAt === undefined) return refuse({ code: 'session-needed' });
  const proved = await justProved(office, provedAt);
  return proved.ok ? ok(seat) : proved;
}

/** Reads a public key, P-256 or Ed25519: PEM (SPKI), or a JSON Web Key with its required members alone. */
function parsePublicKey(text: string): Result<SigningJwk, NotASigningKey> {
  if (/PRIVATE KEY/.test(text)) return refuse({ code: 'private-key-sent' });
  const jwk = text.trim().startsWith('{') ? jwkIn(text) : pemIn(text);
  if (jwk.ok && !isStrictKey(jwk.value)) return refuse({ code: 'not-a-public-key' });
  return jwk;
}

function jwkIn(text: string): Result<SigningJwk, NotASigningKey> {
  const value = jsonIn(text);
  if (typeof value === 'object' && value && 'd' in value) return refuse({ code: 'private-key-sent' });
  const read = readDocument(SigningJwkKind, value);
  return read.ok ? read : refuse({ code: 'not-a-public-key' });
}

function pemIn(text: string): Result<SigningJwk, NotASigningKey> {
  try {
    return ok(publicJwkOf(createPublicKey(text)));
  } catch {
    return refuse({ code: 'not-a-public-key' });
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
