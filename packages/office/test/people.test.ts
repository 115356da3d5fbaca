import { listMembers, putMembership, readMembership, seatsOf } from '@assay/records/membership';
import { readOrganisationHistory } from '@assay/records/organisation';
import { personByMail } from '@assay/records/person';
import { databases } from '@assay/records/test/databases';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import type { Role } from '@assay/vocabulary/programme';
import type { Result } from '@assay/vocabulary/result';
import { beforeAll, describe, expect, test } from 'vitest';

import { actorOf } from '../src/0-programme/actor-of.ts';
import { acceptInvitation, lookAtInvitation } from '../src/0-programme/people/accept-invitation.ts';
import { showHouse, showRegistered } from '../src/0-programme/people/desk.ts';
import { inviteFirstOwner } from '../src/0-programme/people/first-owner.ts';
import { invitePerson, revokeInvitation } from '../src/0-programme/people/invite.ts';
import {
  changeMemberRoles,
  deactivateMember,
  declareMemberConflict,
  reactivateMember,
  transferMemberRoles,
  withdrawMemberConflict,
} from '../src/0-programme/people/members.ts';
import { changeOrganisation, registerOrganisation } from '../src/0-programme/people/organisations.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { loadWords, type Words } from '../src/words.ts';
import { AT, freshOffice, HOME, openAt, valueOf } from './sandbox-office.ts';
import { DEVELOPER, DORA, LAMP_LABORATORY, MONA, NOBODY, OFFICE, OLGA } from './sandbox-people.ts';

const BECAUSE = 'Sandbox: it was asked for.';
const MONA_SAYS = { by: MONA, because: BECAUSE, organisation: OFFICE } as const;
let words: Words;
beforeAll(async () => {
  words = await loadWords(HOME);
});

describe.each(databases())('$name', (server) => {
  const begin = () => freshOffice(server);

  test('an installation knows whom its programme names, once, and rules over nothing that came after', async () => {
    const opened = await begin();
    const { read } = opened.office.records;
    expect(valueOf(await actorOf(read, { by: CAST.laboratory }))).toEqual({
      ...{ id: CAST.laboratory, name: 'Lars Laboratory (sandbox)', roles: ['laboratory', 'manager'] },
      ...{ organisation: 'org_sandbox-laboratory', memberOf: ['org_sandbox-laboratory'] },
      ...{ body: 'body_sandbox-laboratory', bodies: ['body_sandbox-laboratory'], conflicts: [] },
      ...{ administrators: [], schemes: [] },
    });
    valueOf(await deactivateMember(opened.office, { ...MONA_SAYS, person: DORA }));
    const before = await historyOf(opened.office, OFFICE);
    const again = await openAt(opened);
    expect(await seatsOf(again.office.records.read, [DORA])).toEqual([]);
    expect(await historyOf(again.office, OFFICE)).toEqual(before);
  });

  test('a manager invites by mail; whoever accepts becomes known, acts in those roles, and once', async () => {
    const { office, setClock } = await begin();
    const { token, invitation } = await invited(office, 'rosa@sandbox.example', ['reviewer']);
    expect(invitation).toMatchObject({ mail: 'rosa@sandbox.example', roles: ['reviewer'], invitedBy: MONA });
    expect(valueOf(await lookAtInvitation(office, token)).organisation.name).toContain('Sandbox');
    const mails = await office.records.read.selectFrom('mail').select(['address', 'body']).execute();
    expect(mails.map(({ address }) => address)).toEqual(['rosa@sandbox.example']);
    expect(mails[0]?.body).toContain(`/invitation/${token}`);
    setClock(addSeconds(AT, 60));
    const guest = { name: ' Rosa Reviewer (sandbox) ' };
    const { membership } = valueOf(await acceptInvitation(office, { token, guest }));
    expect(valueOf(await actorOf(office.records.read, { by: membership.person }))).toMatchObject({
      ...{ name: 'Rosa Reviewer (sandbox)', organisation: OFFICE, roles: ['reviewer'] },
    });
    for (const again of [acceptInvitation(office, { token, guest }), lookAtInvitation(office, token)])
      expect(await again).toMatchObject({ refusal: { code: 'invitation-used', at: addSeconds(AT, 60) } });
    const kept = await office.records.read.selectFrom('invitation').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(token);
    expect((await historyOf(office, OFFICE)).slice(0, 2)).toMatchObject([
      { type: 'MemberJoined', by: membership.person, invitation: invitation.id },
      { type: 'PersonInvited', by: MONA, as: OFFICE, because: BECAUSE },
    ]);
  });

  test('of ten who accept one invitation at once one does, and of an acceptance and its revocation one holds', async () => {
    const { office } = await begin();
    const { token } = await invited(office, 'rosa@sandbox.example', ['reviewer']);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        acceptInvitation(office, { token, guest: { name: `Rosa ${String(n)} (sandbox)` } }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe('invitation-used');
    const other = await invited(office, 'rolf@sandbox.example', ['reviewer']);
    const [accepted, revoked] = await Promise.all([
      acceptInvitation(office, { token: other.token, guest: { name: 'Rolf (sandbox)' } }),
      revokeInvitation(office, { ...MONA_SAYS, invitation: other.invitation.id }),
    ]);
    expect([accepted.ok, revoked.ok].toSorted()).toEqual([false, true]);
    expect((await personByMail(office.records.read, 'rolf@sandbox.example')) !== undefined).toBe(accepted.ok);
  });

  test('an invitation that is unknown, expired or revoked is refused, each in its own words', async () => {
    const { office, setClock } = await begin();
    const guest = { name: 'Rosa (sandbox)' };
    const { token, invitation } = await invited(office, 'rosa@sandbox.example', ['reviewer']);
    await refused(acceptInvitation(office, { token: `${token.slice(1)}A`, guest }), 'no-such-invitation');
    await refused(acceptInvitation(office, { token: '', guest }), 'no-such-invitation');
    setClock(addSeconds(invitation.expiresAt, -1));
    expect((await lookAtInvitation(office, token)).ok).toBe(true);
    setClock(invitation.expiresAt);
    await refused(acceptInvitation(office, { token, guest }), 'invitation-expired');
    setClock(AT);
    valueOf(await revokeInvitation(office, { ...MONA_SAYS, invitation: invitation.id }));
    await refused(acceptInvitation(office, { token, guest }), 'invitation-revoked');
    await refused(
      revokeInvitation(office, { ...MONA_SAYS, invitation: invitation.id }),
      'invitation-revoked',
    );
    const ada = { by: CAST.applicant, because: BECAUSE, organisation: DEVELOPER };
    await refused(revokeInvitation(office, { ...ada, invitation: invitation.id }), 'unknown-invitation');
  });

  test('whoever has an account signs in to accept, and gets the roles beside those they have', async () => {
    const { office } = await begin();
    const first = await invited(office, 'rosa@sandbox.example', ['reviewer']);
    const rosa = valueOf(
      await acceptInvitation(office, { token: first.token, guest: { name: 'Rosa (sandbox)' } }),
    ).membership.person;
    const { token } = await invited(office, 'ROSA@sandbox.example', ['decider']);
    await refused(acceptInvitation(office, { token, guest: { name: 'Rosa again' } }), 'mail-known');
    await refused(acceptInvitation(office, { token, guest: { name: '  ' } }), 'name-missing');
    await refused(acceptInvitation(office, { token, guest: { person: NOBODY } }), 'unknown-person');
    const more = valueOf(await acceptInvitation(office, { token, guest: { person: rosa } }));
    expect(more).toMatchObject({ membership: { roles: ['decider', 'reviewer'] } });
    const elsewhere = valueOf(
      await invitePerson(
        office,
        {
          by: CAST.applicant,
          because: BECAUSE,
          organisation: DEVELOPER,
          mail: 'rosa@sandbox.example',
          roles: ['applicant'],
        },
        words,
      ),
    );
    valueOf(await acceptInvitation(office, { token: elsewhere.token, guest: { person: rosa } }));
    expect((await seatsOf(office.records.read, [rosa])).map(({ organisation }) => organisation)).toEqual(
      expect.arrayContaining([OFFICE, DEVELOPER]),
    );
  });

  test('only a manager invites, only into roles that the organisation has, and only to a mail address', async () => {
    const { office } = await begin();
    const ask = (by: PersonId, roles: readonly Role[], mail = 'rosa@sandbox.example') =>
      invitePerson(office, { ...MONA_SAYS, by, mail, roles }, words);
    await refused(ask(DORA, ['reviewer']), 'not-the-manager');
    await refused(ask(CAST.laboratory, ['reviewer']), 'not-the-manager');
    await refused(ask(MONA, ['applicant']), 'role-not-of-organisation');
    await refused(ask(MONA, []), 'roles-missing');
    await refused(ask(MONA, ['reviewer'], 'a@b.example, c@d.example'), 'malformed-mail-address');
    await refused(ask(NOBODY, ['reviewer']), 'unknown-person');
    const nowhere = { ...MONA_SAYS, organisation: organisationId('org_nowhere') };
    await refused(
      invitePerson(office, { ...nowhere, mail: 'a@b.example', roles: ['manager'] }, words),
      'unknown-organisation',
    );
    expect(await office.records.read.selectFrom('invitation').selectAll().execute()).toEqual([]);
  });

  test('an organisation always keeps a manager: of two who deactivate each other at once one stays', async () => {
    const { office } = await begin();
    const alone = { ...MONA_SAYS, person: MONA };
    await refused(deactivateMember(office, alone), 'last-manager');
    await refused(changeMemberRoles(office, { ...alone, roles: ['lead'] }), 'last-manager');
    valueOf(await changeMemberRoles(office, { ...MONA_SAYS, person: DORA, roles: ['decider', 'manager'] }));
    const both = await Promise.all([
      deactivateMember(office, { ...MONA_SAYS, person: DORA }),
      deactivateMember(office, { ...MONA_SAYS, by: DORA, person: MONA }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const loser = both.find(({ ok }) => !ok);
    expect(loser).toMatchObject({ refusal: { code: 'belongs-nowhere' } });
    const left = await managersOf(office, OFFICE);
    expect(left).toHaveLength(1);
    const [manager = MONA] = left;
    await refused(deactivateMember(office, { ...MONA_SAYS, by: manager, person: manager }), 'last-manager');
  });

  test('roles are changed, handed over, ended and begun again, and every change is told', async () => {
    const { office } = await begin();
    const on = (person: PersonId) => ({ ...MONA_SAYS, person });
    await refused(
      changeMemberRoles(office, { ...on(DORA), by: DORA, roles: ['decider', 'lead'] }),
      'not-the-manager',
    );
    await refused(changeMemberRoles(office, { ...on(DORA), roles: ['decider'] }), 'nothing-changes');
    await refused(
      changeMemberRoles(office, { ...on(DORA), roles: ['accreditor'] }),
      'role-not-of-organisation',
    );
    await refused(changeMemberRoles(office, { ...on(CAST.applicant), roles: ['decider'] }), 'not-a-member');
    await refused(
      transferMemberRoles(office, { ...on(DORA), to: DORA, roles: ['decider'] }),
      'nothing-changes',
    );
    await refused(
      transferMemberRoles(office, { ...on(DORA), to: CAST.reviewer, roles: ['lead'] }),
      'roles-not-held',
    );
    await refused(
      transferMemberRoles(office, { ...on(DORA), to: CAST.reviewer, roles: [] }),
      'roles-missing',
    );
    valueOf(await transferMemberRoles(office, { ...on(MONA), to: DORA, roles: ['manager'] }));
    expect(await managersOf(office, OFFICE)).toEqual([DORA]);
    const dora = { ...MONA_SAYS, by: DORA };
    valueOf(
      await transferMemberRoles(office, { ...dora, person: CAST.decider, to: DORA, roles: ['decider'] }),
    );
    await refused(actorOf(office.records.read, { by: CAST.decider }), 'belongs-nowhere');
    await refused(deactivateMember(office, { ...dora, person: CAST.decider }), 'not-active');
    await refused(
      transferMemberRoles(office, { ...dora, person: DORA, to: CAST.decider, roles: ['decider'] }),
      'not-active',
    );
    valueOf(await reactivateMember(office, { ...dora, person: CAST.decider, roles: ['reviewer'] }));
    await refused(
      reactivateMember(office, { ...dora, person: CAST.decider, roles: ['reviewer'] }),
      'already-active',
    );
    expect(valueOf(await actorOf(office.records.read, { by: CAST.decider })).roles).toEqual(['reviewer']);
    valueOf(await deactivateMember(office, { ...dora, by: CAST.decider, person: CAST.decider }));
    expect((await historyOf(office, OFFICE)).slice(0, 4).map(({ type, by }) => [type, by])).toEqual([
      ['MemberDeactivated', CAST.decider],
      ['MemberReactivated', DORA],
      ['RolesTransferred', DORA],
      ['RolesTransferred', MONA],
    ]);
  });

  test('a conflict is declared by whom it bars or their manager, holds in every seat, and is taken back by another', async () => {
    const { office } = await begin();
    const manufacturer = 'Sandbox Maker (fictional)';
    const olga = { ...MONA_SAYS, person: OLGA, manufacturer };
    await refused(declareMemberConflict(office, { ...olga, by: DORA }), 'not-the-manager');
    valueOf(await declareMemberConflict(office, { ...olga, by: OLGA, as: OFFICE }));
    await refused(declareMemberConflict(office, olga), 'conflict-known');
    const elsewhere = await actorOf(office.records.read, { by: OLGA, as: LAMP_LABORATORY });
    expect(valueOf(elsewhere).conflicts).toEqual([manufacturer]);
    await refused(withdrawMemberConflict(office, { ...olga, by: OLGA, as: OFFICE }), 'not-the-manager');
    await refused(withdrawMemberConflict(office, { ...olga, manufacturer: 'Another' }), 'conflict-unknown');
    valueOf(await declareMemberConflict(office, { ...olga, person: MONA }));
    await refused(withdrawMemberConflict(office, { ...olga, person: MONA }), 'own-conflict');
    valueOf(await withdrawMemberConflict(office, olga));
    expect(valueOf(await actorOf(office.records.read, { by: OLGA, as: OFFICE })).conflicts).toEqual([]);
  });

  test('a new installation has one link for its first owner at a time, for a day, until somebody manages it', async () => {
    const { office, setClock } = await begin();
    await refused(inviteFirstOwner(office), 'owner-known');
    const held = await readMembership(office.records.read, { person: MONA, organisation: OFFICE });
    if (!held) throw new Error('the sandbox has a manager');
    await office.records.write((tx) => putMembership(tx, { ...held, until: AT }));
    const lost = valueOf(await inviteFirstOwner(office));
    const { token, invitation } = valueOf(await inviteFirstOwner(office));
    const guest = { name: 'Otto Owner (sandbox)', mail: 'otto@sandbox.example' };
    await refused(acceptInvitation(office, { token: lost.token, guest }), 'invitation-revoked');
    await refused(acceptInvitation(office, { token, guest: { name: 'Otto' } }), 'malformed-mail-address');
    expect(invitation.expiresAt).toBe(addSeconds(AT, 86_400));
    setClock(addSeconds(AT, 86_400));
    await refused(acceptInvitation(office, { token, guest }), 'invitation-expired');
    setClock(AT);
    const { membership } = valueOf(await acceptInvitation(office, { token, guest }));
    expect(membership).toMatchObject({ organisation: OFFICE, roles: ['manager'] });
    await refused(inviteFirstOwner(office), 'owner-known');
  });

  test('an organisation is let in by who may let in its kind, and its first manager is invited by them', async () => {
    const { office } = await begin();
    const described = {
      name: 'Sandbox Newcomer (fictional)',
      kinds: ['laboratory' as const],
      manufacturers: [],
      schemes: [],
    };
    const says = { by: MONA, because: BECAUSE };
    await refused(
      registerOrganisation(office, { ...says, by: DORA, organisation: described }),
      'registers-none',
    );
    await refused(
      registerOrganisation(office, { ...says, organisation: { ...described, kinds: ['authority'] } }),
      'kind-needs',
    );
    await refused(
      registerOrganisation(office, {
        ...says,
        organisation: { ...described, kinds: ['label-administrator'], administrator: 'SB' },
      }),
      'administrator-taken',
    );
    await refused(
      registerOrganisation(office, {
        ...says,
        organisation: { ...described, kinds: ['authority'], schemes: ['no-such-scheme'] },
      }),
      'unknown-scheme-name',
    );
    const laboratory = valueOf(await registerOrganisation(office, { ...says, organisation: described }));
    expect(laboratory.body).toBe(laboratory.id.replace('org_', 'body_'));
    const first = { ...says, organisation: laboratory.id, mail: 'lou@sandbox.example' };
    await refused(
      invitePerson(office, { ...first, roles: ['laboratory'] }, words),
      'role-not-of-organisation',
    );
    const { token } = valueOf(await invitePerson(office, { ...first, roles: ['manager'] }, words));
    valueOf(await acceptInvitation(office, { token, guest: { name: 'Lou (sandbox)' } }));
    await refused(invitePerson(office, { ...first, roles: ['manager'] }, words), 'not-the-manager');
    const changed = {
      ...says,
      organisation: laboratory.id,
      described: { ...described, name: 'Sandbox Newcomer Two (fictional)' },
    };
    const lou = (await managersOf(office, laboratory.id))[0] ?? NOBODY;
    await refused(changeOrganisation(office, { ...changed, by: lou }), 'registers-none');
    await refused(changeOrganisation(office, { ...changed, organisation: OFFICE }), 'registers-itself');
    valueOf(await changeOrganisation(office, changed));
    await refused(changeOrganisation(office, changed), 'nothing-changes');
    const contact = {
      ...changed,
      by: lou,
      described: { ...changed.described, contact: 'lab@sandbox.example' },
    };
    expect(valueOf(await changeOrganisation(office, contact))).toMatchObject({
      contact: 'lab@sandbox.example',
      body: laboratory.body,
    });
    expect(valueOf(await showRegistered(office, laboratory.id)).history.map(({ type }) => type)).toEqual([
      ...[
        'OrganisationChanged',
        'OrganisationChanged',
        'MemberJoined',
        'PersonInvited',
        'OrganisationRegistered',
      ],
    ]);
    await refused(showRegistered(office, organisationId('org_nowhere')), 'unknown-organisation');
  });

  test('a member sees who else acts for the organisation; invitations and history are for its manager', async () => {
    const { office } = await begin();
    await invited(office, 'rosa@sandbox.example', ['reviewer']);
    const mona = valueOf(await showHouse(office, { by: MONA, limit: 3 }));
    expect([mona.manages, mona.members.rows.length, mona.invitations.length]).toEqual([true, 3, 1]);
    expect(mona.names.get(MONA)).toBe('Mona Manager (sandbox)');
    const dora = valueOf(await showHouse(office, { by: DORA, limit: 100 }));
    expect([dora.manages, dora.invitations, dora.history]).toEqual([false, [], []]);
    expect(dora.members.rows.map(({ person }) => person)).toEqual(expect.arrayContaining([MONA, DORA]));
    await refused(showHouse(office, { by: OLGA, limit: 3 }), 'seat-not-named');
    await refused(showHouse(office, { by: MONA, after: 'forged', limit: 3 }), 'malformed-cursor');
  });
});

async function invited(office: Office, mail: string, roles: readonly Role[]) {
  return valueOf(await invitePerson(office, { ...MONA_SAYS, mail, roles }, words));
}

async function managersOf(office: Office, organisation: OrganisationId): Promise<readonly PersonId[]> {
  const { rows } = valueOf(await listMembers(office.records.read, { organisation, limit: 1_000 }));
  return rows
    .filter(({ roles, until }) => until === undefined && roles.includes('manager'))
    .map(({ person }) => person);
}

function historyOf(office: Office, organisation: OrganisationId) {
  return readOrganisationHistory(office.records.read, { organisation, limit: 50 });
}

async function refused(
  asked: Promise<Result<unknown, { readonly code: string }>>,
  code: string,
): Promise<void> {
  expect(await asked).toMatchObject({ ok: false, refusal: { code } });
}

function organisationId(text: string): OrganisationId {
  return text as OrganisationId;
}
