/** A door of the sandbox for the tests of signing in: real records, real secrets; clock and dice are set. */
import { join } from 'node:path';

import { putMembership } from '@assay/records/membership';
import { openRecords } from '@assay/records/open';
import { addOrganisation } from '@assay/records/organisation';
import { addPerson } from '@assay/records/person';
import { databases, freshDatabase } from '@assay/records/test/databases';
import { passingFolder } from '@assay/records/test/folder';
import type { Server } from '@assay/records/test/postgres.global';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';
import { onTestFinished } from 'vitest';

import { ownAccount } from '../src/sign-in/account.ts';
import type { Doorkeeper } from '../src/sign-in/account-act.ts';
import type { Begun, Browser } from '../src/sign-in/begin-session.ts';
import { followLink, makeSignInLink } from '../src/sign-in/links.ts';
import { openSecrets } from '../src/sign-in/secrets.ts';
import { setPassword, offerSecondFactor } from '../src/sign-in/set-password.ts';
import { signedBySession, type Signed } from '../src/sign-in/signed.ts';
import { codeOfStep, stepAt } from '../src/sign-in/totp.ts';
import { seededRandom } from './dice.ts';
import { AT, sandboxProgramme, valueOf } from './sandbox-office.ts';

export const RITA = 'person_rita-reviewer' as PersonId;
export const MIRA = 'person_mira-manager' as PersonId;
export const OMAR = 'person_omar-of-both' as PersonId;
export const LABORATORY = 'org_sandbox-laboratory' as OrganisationId;
export const DEVELOPER = 'org_sandbox-developer' as OrganisationId;
export const PASSWORD = 'quiet lamps over seven rivers';

/** The first database of this run: what is tested here turns on none of its differences, and those are tested below. */
export function oneServer(): Server {
  const [server] = databases();
  if (!server) throw new Error('there is a database');
  return server;
}

export type SandboxDoor = {
  readonly url: string;
  readonly office: Doorkeeper;
  /** Lets time pass. */
  readonly wait: (seconds: number) => void;
  /** The same records at another door, as another process would open them. */
  readonly another: () => Doorkeeper;
};

/** Rita works for the laboratory, which Mira manages; Omar works for it and for the developer. */
export async function freshDoor(server: Server, origin = 'http://localhost:4303'): Promise<SandboxDoor> {
  const [url, folder, programme] = [
    await freshDatabase(server),
    passingFolder('sign-in'),
    await sandboxProgramme(),
  ];
  let now = AT;
  let opened = 0;
  const open = (): Doorkeeper => {
    const records = openRecords(url);
    onTestFinished(() => records.close());
    opened += 1;
    const random = seededRandom(`door ${String(opened)}`);
    const secrets = openSecrets(join(folder, 'keys/sign-in.key'), random);
    return { programme, records, random, origin, clock: () => now, secrets };
  };
  const office = open();
  await seed(office);
  const wait = (seconds: number) => {
    now = addSeconds(now, seconds);
  };
  return { url, office, wait, another: open };
}

async function seed({ records }: Doorkeeper): Promise<void> {
  const members: readonly (readonly [PersonId, string, OrganisationId, readonly Role[]])[] = [
    [RITA, 'Rita Reviewer', LABORATORY, ['laboratory']],
    [MIRA, 'Mira Manager', LABORATORY, ['manager']],
    [OMAR, 'Omar Both', LABORATORY, ['laboratory']],
    [OMAR, 'Omar Both', DEVELOPER, ['applicant', 'manager']],
  ];
  await records.write(async (tx) => {
    const places: readonly (readonly [OrganisationId, string, OrganisationKind])[] = [
      [LABORATORY, 'Sandbox Laboratory', 'laboratory'],
      [DEVELOPER, 'Sandbox Developer', 'developer'],
    ];
    for (const [id, name, kind] of places) {
      const organisation = { id, name, kinds: [kind], manufacturers: [], schemes: [] };
      await addOrganisation(tx, { type: 'OrganisationRegistered', at: AT, because: 'seeded', organisation });
    }
    for (const [id, name, organisation, roles] of members) {
      const mail = `${name.toLowerCase().replace(' ', '.')}@sandbox.example`;
      await addPerson(tx, { id, name, mail, since: AT });
      await putMembership(tx, { person: id, organisation, roles, conflicts: [], since: AT });
    }
  });
}

/** A browser that has a secret and an address of its own. */
export function browser(name: string, more: Partial<Browser> = {}): Browser {
  const visitor = Buffer.from(name.padEnd(16, '.')).toString('base64url').slice(0, 22);
  return {
    visitor,
    agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0',
    address: `192.0.2.${name.length}`,
    ...more,
  };
}

/** Who a session that has begun is. */
export async function signedOf(office: Doorkeeper, { token }: Begun): Promise<Signed> {
  const signed = await signedBySession(office, token);
  if (!signed) throw new Error('the session is open');
  return signed;
}

/** Somebody who came in by a link of the terminal. */
export async function cameIn(office: Doorkeeper, person: PersonId, by = browser('first')): Promise<Signed> {
  const { token } = valueOf(await makeSignInLink(office, { person }));
  return signedOf(office, valueOf(await followLink(office, { token, browser: by })));
}

/** Sets a password with a second factor: recovery codes, and what makes the code of a moment. */
export async function withPassword(office: Doorkeeper, signed: Signed, password = PASSWORD) {
  const offer = valueOf(await offerSecondFactor(office, signed));
  const secret = fromBase32(offer.secret);
  const code = (later = 0) => codeOfStep(secret, stepAt(office.clock()) + later);
  const codes = valueOf(await setPassword(office, signed, { token: offer.token, password, code: code() }));
  return { codes, code };
}

/** RFC 4648 section 6, as an authenticator app reads what is typed in. */
export function fromBase32(text: string): Uint8Array {
  const bits = Array.from(text, (one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  ).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
}

export function refusalOf(result: {
  readonly ok: boolean;
  readonly refusal?: { readonly code: string };
}): string {
  if (result.ok || !result.refusal) throw new Error('a refusal was expected');
  return result.refusal.code;
}

/** What happened to somebody's ways in, the newest first. */
export async function toldTo(office: Doorkeeper, signed: Signed) {
  return (await ownAccount(office, signed)).events;
}
