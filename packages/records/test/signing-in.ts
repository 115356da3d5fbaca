import { createHash } from 'node:crypto';

import type { OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import type { Organisation } from '@assay/vocabulary/organisation';

import { putMembership } from '../src/membership.ts';
import type { Records } from '../src/open.ts';
import { addOrganisation } from '../src/organisation.ts';
import { addPerson } from '../src/person.ts';
import { addSession, type Session } from '../src/session.ts';
import { AT } from './sandbox.ts';

export const RITA = 'person_rita-reviewer' as PersonId;
export const LABORATORY = 'org_sandbox-laboratory' as OrganisationId;
export const DEVELOPER = 'org_sandbox-developer' as OrganisationId;

/** SHA-256 of a word: what the records hold of a token. */
export function hashOf(word: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(word).digest());
}

export function later(seconds: number): Instant {
  return addSeconds(AT, seconds);
}

/** Rita, who reviews for the laboratory and manages the developer's people. */
export async function ritaOfTwo(records: Records): Promise<void> {
  await records.write(async (tx) => {
    await addPerson(tx, { id: RITA, name: 'Rita Reviewer', mail: 'rita@sandbox.example', since: AT });
    const two = [
      { id: LABORATORY, name: 'Sandbox Laboratory', kinds: ['laboratory'], roles: ['laboratory'], since: AT },
      {
        id: DEVELOPER,
        name: 'Sandbox Developer',
        kinds: ['developer'],
        roles: ['manager'],
        since: later(60),
      },
    ] as const;
    for (const { id, name, kinds, roles, since } of two) {
      const organisation: Organisation = { id, name, kinds: [...kinds], manufacturers: [], schemes: [] };
      await addOrganisation(tx, { type: 'OrganisationRegistered', at: AT, because: 'seeded', organisation });
      await putMembership(tx, { person: RITA, organisation: id, roles: [...roles], conflicts: [], since });
    }
  });
}

/** A session of Rita's that a word opens. */
export async function sessionOf(
  records: Records,
  word: string,
  more: Partial<Session> = {},
): Promise<Session> {
  const session: Session = {
    id: `session_${String(word.length).padStart(16, '0')}` as SessionId,
    ...{ person: RITA, via: 'passkey', device: 'Firefox, Linux', begunAt: AT, seenAt: AT, provedAt: AT },
    ...{ idleSeconds: 1_800, endsAt: later(43_200), ...more },
  };
  await records.write((tx) => addSession(tx, { ...session, hash: hashOf(word) }));
  return session;
}
