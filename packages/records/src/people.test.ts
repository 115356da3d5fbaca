import type { BodyId, InvitationId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { Invitation, Membership } from '@assay/vocabulary/membership';
import type { Organisation } from '@assay/vocabulary/organisation';
import type { RecognitionEvent } from '@assay/vocabulary/recognition-event';
import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import {
  addInvitation,
  invitationByToken,
  listInvitations,
  readInvitation,
  settleInvitation,
} from './invitation.ts';
import { countMembers, listMembers, putMembership, readMembership, seatsOf } from './membership.ts';
import type { Records } from './open.ts';
import {
  addOrganisation,
  holdOrganisation,
  listOrganisations,
  organisationOfAdministrator,
  organisationsOfBodies,
  readOrganisation,
  readOrganisationHistory,
  tellOfOrganisation,
} from './organisation.ts';
import { addPerson, namesOfPeople, personByMail, readPerson } from './person.ts';
import { holdRecognition, recognitionsOf, tellOfRecognition } from './recognition.ts';

const AT = at(0);
const LAB: Organisation = {
  id: organisation('lab'),
  name: 'Sandbox Laboratory (fictional)',
  kinds: ['laboratory'],
  body: 'body_sandbox-laboratory' as BodyId,
  manufacturers: [],
  schemes: [],
};
const ADA = person('ada');

describe.each(databases())('$name', (server) => {
  test('an organisation is put once, changed with its history, and found by what it is', async () => {
    const records = await freshRecords(server);
    expect(await add(records, LAB)).toBe(true);
    expect(await add(records, { ...LAB, name: 'Another name' })).toBe(false);
    const office: Organisation = { ...other(1), kinds: ['label-administrator'], administrator: 'SB' };
    await add(records, office);
    const renamed = { ...LAB, name: 'Sandbox Laboratory of the North (fictional)' };
    await records.write(async (tx) => {
      const held = await holdOrganisation(tx, LAB.id);
      if (!held) throw new Error('it was just put');
      await tellOfOrganisation(tx, held, {
        ...{ type: 'OrganisationChanged', at: AT, by: ADA, as: LAB.id, because: 'It moved.' },
        organisation: renamed,
      });
    });
    const found = { ...renamed, version: 2, registeredAt: AT };
    expect(await readOrganisation(records.read, LAB.id)).toEqual(found);
    expect(await organisationOfAdministrator(records.read, 'SB')).toMatchObject({ id: office.id });
    expect(await organisationOfAdministrator(records.read, 'ZZ')).toBeUndefined();
    const bodies = await organisationsOfBodies(records.read, ['body_none' as BodyId, LAB.body as BodyId]);
    expect([...bodies]).toEqual([[LAB.body, found]]);
    const history = await readOrganisationHistory(records.read, { organisation: LAB.id, limit: 10 });
    expect(history.map(({ version, type, by, as }) => [version, type, by, as])).toEqual([
      [2, 'OrganisationChanged', ADA, LAB.id],
      [1, 'OrganisationRegistered', undefined, undefined],
    ]);
    const older = { organisation: LAB.id, before: 2, limit: 10 };
    expect((await readOrganisationHistory(records.read, older)).map(({ version }) => version)).toEqual([1]);
  });

  test('organisations are listed page by page, by part of a name, or only the bodies', async () => {
    const records = await freshRecords(server);
    for (const n of [1, 2, 3, 4, 5]) await add(records, other(n), at(n % 3));
    await add(records, LAB);
    const pages: string[][] = [];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = valueOf(
        await listOrganisations(records.read, { limit: 2, ...(after !== undefined && { after }) }),
      );
      pages.push(page.rows.map(({ id }) => id));
      after = page.next;
    }
    expect(pages).toEqual([
      ['org_other-2', 'org_other-5'],
      ['org_other-1', 'org_other-4'],
      ['org_lab', 'org_other-3'],
    ]);
    const named = valueOf(await listOrganisations(records.read, { text: 'OTHER 4', limit: 9 }));
    expect(named.rows.map(({ id }) => id)).toEqual(['org_other-4']);
    const bodies = valueOf(await listOrganisations(records.read, { bodies: true, limit: 9 }));
    expect(bodies.rows.map(({ id }) => id)).toEqual([LAB.id]);
    expect(await listOrganisations(records.read, { after: 'forged', limit: 9 })).toMatchObject({
      refusal: { code: 'malformed-cursor' },
    });
  });

  test('a mail address is one person, however it is cased, and many people have none', async () => {
    const records = await freshRecords(server);
    const put = (name: string, mail?: string) =>
      records.write((tx) =>
        addPerson(tx, { id: person(name), name, since: AT, ...(mail !== undefined && { mail }) }),
      );
    expect(await put('ada', 'Ada@sandbox.example')).toBe(true);
    expect(await put('bea', 'ada@SANDBOX.example')).toBe(false);
    expect([await put('cleo'), await put('dan'), await put('cleo')]).toEqual([true, true, false]);
    expect(await personByMail(records.read, 'ADA@sandbox.EXAMPLE')).toMatchObject({ id: ADA });
    expect(await personByMail(records.read, '%')).toBeUndefined();
    expect(await readPerson(records.read, person('cleo'))).toEqual({
      ...{ id: person('cleo'), name: 'cleo', since: AT },
    });
    expect([...(await namesOfPeople(records.read, [ADA, person('none')]))]).toEqual([[ADA, 'ada']]);
  });

  test('a person acts from where the membership has not ended, and the members stay listed', async () => {
    const records = await freshRecords(server);
    await add(records, LAB);
    await add(records, other(1));
    for (const name of ['ada', 'bea', 'cleo'])
      await records.write((tx) => addPerson(tx, { id: person(name), name, since: AT }));
    const conflict = { manufacturer: 'Sandbox Maker (fictional)', declaredAt: AT, because: 'A cousin.' };
    const lab = member('ada', LAB.id, { roles: ['laboratory', 'manager'], conflicts: [conflict] });
    await put(records, lab, member('ada', organisation('other-1'), { since: at(1) }), member('bea', LAB.id));
    await put(records, member('cleo', LAB.id, { since: at(2), until: at(3) }));
    expect(await seatsOf(records.read, [ADA])).toEqual([
      { ...lab, name: LAB.name, kinds: LAB.kinds, body: LAB.body, schemes: [] },
      expect.objectContaining({ organisation: 'org_other-1', name: 'Sandbox other 1' }),
    ]);
    expect(await seatsOf(records.read, [person('cleo')])).toEqual([]);
    expect(await countMembers(records.read, { organisation: LAB.id, role: 'manager' })).toBe(1);
    await put(records, { ...lab, until: at(4) });
    expect(await countMembers(records.read, { organisation: LAB.id, role: 'manager' })).toBe(0);
    expect(await readMembership(records.read, lab)).toEqual({ ...lab, until: at(4) });
    const first = valueOf(await listMembers(records.read, { organisation: LAB.id, limit: 2 }));
    expect(first.rows.map(({ name, until }) => [name, until])).toEqual([
      ['ada', at(4)],
      ['bea', undefined],
    ]);
    const rest = valueOf(
      await listMembers(records.read, { organisation: LAB.id, after: first.next ?? '', limit: 2 }),
    );
    expect(rest.rows.map(({ name }) => name)).toEqual(['cleo']);
    expect(rest.next).toBeUndefined();
  });

  test('an invitation is found by its token alone, and says what became of it', async () => {
    const records = await freshRecords(server);
    await add(records, LAB);
    await records.write((tx) => addPerson(tx, { id: ADA, name: 'ada', since: AT }));
    const one = invitation(1);
    const two = { ...invitation(2), invitedAt: at(1), mail: 'bea@sandbox.example', invitedBy: ADA };
    await records.write(async (tx) => {
      await addInvitation(tx, { ...one, tokenHash: 'one' });
      await addInvitation(tx, { ...two, tokenHash: 'two' });
    });
    expect(await invitationByToken(records.read, 'two')).toEqual(two);
    expect(await invitationByToken(records.read, two.id)).toBeUndefined();
    const accepted = { ...one, accepted: { at: at(5), by: ADA } };
    await records.write((tx) => settleInvitation(tx, accepted));
    expect(await readInvitation(records.read, one.id)).toEqual(accepted);
    const revoked = { ...two, revoked: { at: at(6), by: ADA } };
    await expect(
      records.write((tx) => settleInvitation(tx, { ...revoked, accepted: { at: at(6), by: ADA } })),
    ).rejects.toThrow();
    await records.write((tx) => settleInvitation(tx, revoked));
    const list = { organisation: LAB.id, limit: 1 } as const;
    const page = valueOf(await listInvitations(records.read, list));
    expect(page.rows).toEqual([revoked]);
    const next = valueOf(await listInvitations(records.read, { ...list, after: page.next ?? '' }));
    expect(next).toEqual({ rows: [accepted] });
    expect(valueOf(await listInvitations(records.read, { ...list, open: true })).rows).toEqual([]);
  });

  test('what was said of a body under a scheme stays, in its order', async () => {
    const records = await freshRecords(server);
    const body = LAB.body as BodyId;
    const recognised: RecognitionEvent = {
      ...{ type: 'BodyRecognised', at: AT, because: 'It stood in the programme.' },
      from: day('2025-04-01'),
      scope: { competence: 'approved', activities: ['functional-test'] },
    };
    const withdrawn: RecognitionEvent = {
      ...{ type: 'RecognitionWithdrawn', at: at(1), by: ADA, as: LAB.id, because: 'It asked for it.' },
      from: day('2026-12-01'),
    };
    for (const [scheme, event] of [
      ['one', recognised],
      ['two', recognised],
      ['one', withdrawn],
    ] as const)
      await records.write(async (tx) =>
        tellOfRecognition(tx, await holdRecognition(tx, { body, scheme }), event),
      );
    expect(await recognitionsOf(records.read, [body, 'body_none' as BodyId])).toEqual([
      { body, scheme: 'one', history: [recognised, withdrawn] },
      { body, scheme: 'two', history: [recognised] },
    ]);
    await expect(records.write((tx) => tx.deleteFrom('recognition').execute())).rejects.toThrow(/stays/);
  });
});

function add(records: Records, organisation: Organisation, when: Instant = AT): Promise<boolean> {
  return records.write((tx) =>
    addOrganisation(tx, { type: 'OrganisationRegistered', at: when, because: 'Registered.', organisation }),
  );
}

function put(records: Records, ...memberships: readonly Membership[]): Promise<void> {
  return records.write(async (tx) => {
    for (const one of memberships) await putMembership(tx, one);
  });
}

function member(name: string, of: OrganisationId, more: Partial<Membership> = {}): Membership {
  return { person: person(name), organisation: of, roles: [], conflicts: [], since: AT, ...more };
}

function other(n: number): Organisation {
  return {
    ...{ id: organisation(`other-${String(n)}`), name: `Sandbox other ${String(n)}` },
    ...{ kinds: ['developer'], manufacturers: [], schemes: [] },
  };
}

function invitation(n: number): Invitation {
  return {
    id: `invitation_${String(n).padStart(16, '0')}` as InvitationId,
    ...{ organisation: LAB.id, roles: ['manager'], invitedAt: AT, expiresAt: at(9) },
  };
}

function at(minute: number): Instant {
  return `2026-11-21T09:${String(minute).padStart(2, '0')}:00Z` as Instant;
}

function day(text: string): CalendarDate {
  return text as CalendarDate;
}

function organisation(name: string): OrganisationId {
  return `org_${name}` as OrganisationId;
}

function person(name: string): PersonId {
  return `person_${name}` as PersonId;
}

function valueOf<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}
