import { showHouse, showMember } from '@assay/office/0-programme/people/desk';
import { ok } from '@assay/vocabulary/result';
import { closed, listOf, text, Type } from '@assay/vocabulary/schema';

import { deskApi, type DeskContext, type DeskRoute } from '../../http/desk-route.ts';
import { houseOf, parsePerson } from './house-asked.ts';
import { InvitationToldSchema, invitationTold, MemberToldSchema, memberTold } from './member-told.ts';
import { HistorySchema, historyTold, OrganisationToldSchema, organisationTold } from './organisation-told.ts';

const PEOPLE = 50;
const MANAGER = { role: ['manager'] } as const;

/** The organisation that a key acts for, as programs read it. What is done about it stands with its pages. */
export const peopleApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: '/api/v1/organisations/own', permission: 'signed-in' },
    event: 'organisation.read',
    summary: 'The organisation that the key acts for; its last twenty changes only for a manager.',
    refusals: ['belongs-nowhere'],
    gives: closed({ ...OrganisationToldSchema.properties, history: Type.Optional(HistorySchema) }),
    answer: async (_, at) => {
      const house = await houseAt(at, {});
      if (!house.ok) return house;
      const { organisation, history, manages } = house.value;
      const data = { ...organisationTold(organisation), ...(manages && { history: historyTold(history) }) };
      return ok({ data, version: organisation.version });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/people', permission: 'signed-in', event: 'organisation.read' },
    summary: 'Everybody who acts or acted for your organisation, in the order in which they joined.',
    query: closed({ after: Type.Optional(text(200)) }),
    refusals: ['belongs-nowhere', 'malformed-cursor'],
    gives: closed({ items: listOf(MemberToldSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query }, at) => {
      const house = await houseAt(at, query);
      if (!house.ok) return house;
      const { members, manages } = house.value;
      const items = members.rows.map((member) => memberTold(member, manages));
      return ok({ data: { items, ...(members.next !== undefined && { next: members.next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/people/:person', permission: MANAGER, event: 'member.read' },
    summary: 'One who acts or acted for your organisation.',
    refusals: ['unknown-person', 'not-a-member'],
    gives: MemberToldSchema,
    answer: async ({ params }, at) => {
      const asked = houseOf(at);
      if (!asked.ok) return asked;
      const person = parsePerson(params['person']);
      if (!person.ok) return person;
      const { by, as } = asked.value;
      const shown = await showMember(at.office, { by, as, person: person.value });
      return shown.ok ? ok({ data: memberTold(shown.value.member, true) }) : shown;
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/people/invitations', permission: MANAGER, event: 'organisation.read' },
    summary:
      'Invitations into your organisation that were neither accepted nor taken back, the newest fifty.',
    gives: closed({ items: listOf(InvitationToldSchema) }),
    answer: async (_, at) => {
      const house = await houseAt(at, {});
      return house.ok ? ok({ data: { items: house.value.invitations.map(invitationTold) } }) : house;
    },
  }),
];

async function houseAt(at: DeskContext, { after }: { readonly after?: string }) {
  const asked = houseOf(at);
  if (!asked.ok) return asked;
  const { by, as } = asked.value;
  return showHouse(at.office, { by, as, limit: PEOPLE, ...(after !== undefined && { after }) });
}
