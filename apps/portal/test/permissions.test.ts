/** Walks every route of both doors as nobody, as the wrong people and as the right one, over a real office. */
import { rolesFor } from '@assay/conformity/act-roles';
import { addWebhook } from '@assay/office/notices/webhooks';
import { apiKeysOfSeat, SCOPES } from '@assay/office/sign-in/api-keys';
import { setOpenIdProvider } from '@assay/office/sign-in/openid-provider';
import { makeServiceAccount } from '@assay/office/sign-in/service-accounts';
import { signedBySession } from '@assay/office/sign-in/signed';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { readStream } from '@assay/records/case-file';
import { enqueueMails, settleMail } from '@assay/records/mail';
import { seatsOf } from '@assay/records/membership';
import { AUTHORITY, LAMP_LABORATORY } from '@assay/office/test/sandbox-people';
import { databases } from '@assay/records/test/databases';
import { mintId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId } from '@assay/vocabulary/ids';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { tell } from '../src/desk-problems.ts';
import { deskRoutes } from '../src/desk-routes.ts';
import type { DeskRoute, Permission } from '../src/http/desk-route.ts';
import type { Portal } from '../src/http/open-door.ts';
import { scopeOf } from '../src/http/permission.ts';
import { openPortal } from '../src/open-portal.ts';
import { ROUTES } from '../src/routes.ts';
import { developersOwn } from './developers-own.ts';
import { fillBench, TESTED } from './lab-cases.ts';
import { fillDesk, officeDesk, SHOWN } from './desk-cases.ts';
import {
  administratorsSeat,
  employ,
  inviteWith,
  registerBody,
  waysInOf,
  type Somebody,
} from './office-staff.ts';
import { sampleDesk } from './sample-desk.ts';

/** What stands in the place of each parameter: something that is there, and belongs to the right person. */
const PARAMETERS: Record<string, string> = {
  person: 'person_developer-manager-keyed',
  invitation: 'invitation_0000000000000000',
  token: 'a-token-of-this-test',
  body: 'body_sandbox-laboratory',
  organisation: 'org_sandbox-developer',
  provider: 'sandbox-provider',
  passkey: 'cGFzc2tleQ',
  case: SHOWN.labelled,
  ...{ test: 'DP.2-1', place: '0', thread: 'thread-1', change: 'change-1', order: 'order-1' },
  ...{ edition: 'us-cyber-trust-mark@2024', setting: 'decision-target' },
};
/** A case in which the page of an act is open to whoever may do it. */
const CASES: Readonly<Record<string, string>> = {
  ...{ accept: SHOWN.submitted, return: SHOWN.incomplete, laboratory: SHOWN.submitted },
  ...{ ask: SHOWN.submitted, evaluate: SHOWN.accepted, review: SHOWN.evaluated, reopen: SHOWN.evaluated },
  ...{ answer: SHOWN.asked, sign: SHOWN.submitted, 'choose-laboratory': SHOWN.submitted },
  ...{ withdraw: SHOWN.submitted, correct: SHOWN.incomplete },
  ...{ grant: SHOWN.reviewed, deny: SHOWN.reviewed, dismiss: SHOWN.submitted, issue: SHOWN.granted },
  ...{ reports: TESTED, bench: TESTED, change: SHOWN.labelled, changes: SHOWN.labelled },
  ...{ order: SHOWN.labelled, orders: SHOWN.labelled, label: SHOWN.labelled },
};

/** The case of a route, where it matters which. */
function caseFor({ path }: DeskRoute): string | undefined {
  if (path.startsWith('/desk/laboratory/')) return TESTED;
  // What is withdrawn below an order or a label is not the application.
  const named = path.split('/').find((part) => part in CASES);
  return named && CASES[named];
}

/** Routes at which even the right person gets no page in this test, and why. This list may only shrink. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'GET /sign-in/openid/:provider':
    'leads to a provider, which stands elsewhere: sign-in.browser.test.ts goes there',
  'GET /sign-in/openid/:provider/callback': 'takes only the answer of a provider: the same test comes back',
};
const EXCEPTIONS_AT_MOST = 2;

/** The kind of organisation whose people hold a role. */
const KIND_OF: Readonly<Record<Role, OrganisationKind>> = {
  applicant: 'developer',
  laboratory: 'laboratory',
  intake: 'label-administrator',
  evaluator: 'label-administrator',
  reviewer: 'label-administrator',
  decider: 'label-administrator',
  issuer: 'label-administrator',
  surveillance: 'label-administrator',
  lead: 'lead-administrator',
  authority: 'authority',
  'scheme-owner': 'scheme-owner',
  accreditor: 'accreditation-body',
  manager: 'developer',
};

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
const scopes = [...new Set(deskRoutes.flatMap((route) => (route.kind === 'api' ? [scopeOf(route)] : [])))];
const FOR_NOTHING = ['nothing:read'];
const staff = new Map<string, Promise<Somebody>>();

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  await fillDesk(place);
  await fillBench(place.office);
  const [submitted] = await readStream(place.office.records.read, {
    administrator: place.office.programme.administrator.code,
    stream: SHOWN.labelled,
  });
  if (submitted?.type === 'ApplicationSubmitted')
    PARAMETERS['digest'] = submitted.dossier.slice('sha256:'.length);
  const desk = await officeDesk(place.office);
  await inviteWith(place.office, PARAMETERS['token'] ?? '');
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
  const { person: by } = await person('developer', ['applicant'], scopes);
  const organisation = parseOrganisation('org_matrix-developer-applicant-keyed');
  Object.assign(PARAMETERS, await developersOwn(place.office, { organisation, by }));
  const { person: owner } = await rightPerson('signed-in', { scopes });
  await waysInOf(place.office, owner, {
    link: PARAMETERS['token'] ?? '',
    passkey: PARAMETERS['passkey'] ?? '',
  });
  PARAMETERS['endpoint'] = await endpointOfManager();
  PARAMETERS['mail'] = await keptMail();
  Object.assign(PARAMETERS, await waysInOfManager());
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

/** An endpoint of the organisation that the right manager acts for. */
async function endpointOfManager(): Promise<string> {
  const { person: by } = await rightPerson({ role: ['manager'] }, { scopes });
  const [seat] = await seatsOf(place.office.records.read, [by]);
  if (!seat) throw new Error('a manager has a seat');
  const asked = { url: 'https://hooks.sandbox.example/', kinds: ['case.returned'] };
  const added = await addWebhook(place.office, { organisation: seat.organisation, by, ...asked });
  if (!added.ok) throw new Error(added.refusal.code);
  return added.value.endpoint;
}

/** A provider, a service account and a key of the organisation that the right manager acts for. */
async function waysInOfManager() {
  const { session } = await rightPerson({ role: ['manager'] }, { scopes });
  const signed = await signedBySession(place.office, session);
  if (!signed) throw new Error('a manager is signed in');
  const openid = 'matrix-provider';
  const provider = { id: openid, name: 'Sandbox', issuer: 'https://accounts.sandbox.example', clientId: 'a' };
  const set = await setOpenIdProvider(place.office, signed, provider);
  const made = await makeServiceAccount(place.office, signed, { name: 'Sandbox', roles: ['applicant'] });
  const keys = await apiKeysOfSeat(place.office, signed);
  if (!set.ok || !made.ok || !keys.ok || !keys.value[0]) throw new Error('a manager has ways in');
  return { openid, service: made.value, key: keys.value[0].id };
}

/** A mail that was kept here instead of sent. */
async function keptMail(): Promise<string> {
  const { records, programme, clock, random } = place.office;
  const [administrator, at, id] = [programme.administrator.code, clock(), mintId('mail', random(10))];
  const mail = { id, cause: 'matrix', kind: 'invitation', address: 'ada@developer.example' };
  const mails = [{ ...mail, subject: 'Sandbox', body: 'Sandbox', enqueuedAt: at }];
  await records.write((tx) => enqueueMails(tx, { administrator, mails }));
  await records.write((tx) => settleMail(tx, { administrator, id, state: 'captured', at }));
  return id;
}

test('the list of exceptions has not grown, and names only routes that are there', () => {
  expect(Object.keys(EXCEPTIONS).length).toBeLessThanOrEqual(EXCEPTIONS_AT_MOST);
  expect(
    Object.keys(EXCEPTIONS).filter((name) => !deskRoutes.some((route) => nameOf(route) === name)),
  ).toEqual([]);
});

test('every parameter of a path has something that stands for it', () => {
  const names = deskRoutes.flatMap(({ path }) =>
    [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name = '']) => name),
  );
  expect(names.filter((name) => !(name in PARAMETERS))).toEqual([]);
});

test('no two routes answer the same, and what changes something is kept in the audit', () => {
  expect(new Set(deskRoutes.map(nameOf)).size).toBe(deskRoutes.length);
  expect(deskRoutes.filter(({ method, event }) => method !== 'GET' && event === 'none').map(nameOf)).toEqual(
    [],
  );
  expect(
    deskRoutes.filter(({ kind, path }) => (kind === 'api') !== path.startsWith('/api/v1/')).map(nameOf),
  ).toEqual([]);
});

test('a key may be for what the addresses ask for, and for nothing else', () => {
  const needed = deskRoutes.flatMap((route) =>
    route.kind === 'api' && route.permission !== 'public' ? [scopeOf(route)] : [],
  );
  expect([...SCOPES].toSorted()).toEqual([...new Set(needed)].toSorted());
});

describe.each(deskRoutes.map((route) => [nameOf(route), route] as const))('%s', (name, route) => {
  const { permission } = route;

  test('lets nobody in who is not signed in, unless it is for everybody', async () => {
    const { status, code } = await visit(route);
    // A form that is for everybody still wants to be one of ours.
    if (permission === 'public') expect(code).not.toMatch(/^(sign-in|not-permitted|no-such-case)/);
    else if (route.kind === 'page') expect([status, code]).toEqual([303, 'sign-in']);
    else expect([status, code]).toEqual([401, 'sign-in-needed']);
  });

  test('lets nobody in with a token that was made up, or a key that is for nothing', async () => {
    if (permission === 'public') return;
    const made = { session: 'A'.repeat(43), key: `assay_${'A'.repeat(32)}` };
    expect((await visit(route, made)).code).toMatch(/^sign-in/);
    if (route.kind === 'api') {
      const bare = await rightPerson(permission, { scopes: FOR_NOTHING });
      expect(await visit(route, bare)).toMatchObject({ status: 403, code: 'key-not-for-this' });
    }
  });

  test.runIf(route.kind !== 'api')(
    'tells a program, whatever its key is for, that it is for people',
    async () => {
      const { key } = await rightPerson(permission, { scopes });
      for (const authorization of [`Bearer ${key}`, `Bearer assay_${'A'.repeat(32)}`]) {
        const method = route.method === 'GET' ? 'GET' : 'POST';
        const headers = { authorization, ...typeFor(route) };
        const payload = method === 'POST' ? { payload: 'x' } : {};
        const answer = await portal.inject({ method, url: addressOf(route), headers, ...payload });
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(answer.json()).toMatchObject({ status: 403, code: 'not-for-programs' });
      }
    },
  );

  test.runIf(isBound(permission))('turns away whoever is of another organisation', async () => {
    const { status, code } = await visit(route, await stranger(permission));
    expect([status, code]).toEqual(isOfCase(permission) ? [404, 'no-such-case'] : [403, 'not-permitted']);
  });

  test.runIf(needsRole(permission))(
    'turns away whoever is of the right organisation without the role',
    async () => {
      const { status, code } = await visit(route, await rightPerson(permission, { without: true, scopes }));
      expect([status, code]).toEqual([403, 'not-permitted']);
    },
  );

  test('lets the right person in', async () => {
    const { status, code } = await visit(route, await rightPerson(permission, { scopes }));
    // What a form or a body lacks is asked after who may: to be told of that is to be let in.
    if (route.method !== 'GET')
      expect(code).not.toMatch(/^(sign-in|not-permitted|no-such-case|key-not-for-this)/);
    else if (!(name in EXCEPTIONS)) expect([name, status]).toEqual([name, 200]);
  });
});

test.each(ROUTES.map((route) => [route.path, route] as const))(
  'the public address %s is the same to everybody, and needs no cookie',
  async (path, { permission }) => {
    expect(permission).toBe('public');
    const url = path.replaceAll(/:[a-zA-Z0-9]+|\*/g, 'x');
    const { session } = await rightPerson({ kind: ['label-administrator'] }, {});
    const [bare, signed] = [
      await portal.inject({ url }),
      await portal.inject({ url, headers: { cookie: `__Host-assay=${session}` } }),
    ];
    expect([signed.statusCode, signed.body]).toEqual([bare.statusCode, bare.body]);
    expect(signed.headers).not.toHaveProperty('set-cookie');
  },
);

function parseOrganisation(text: string): OrganisationId {
  return text as OrganisationId;
}

function nameOf({ method, path }: DeskRoute): string {
  return `${method} ${path}`;
}

function isOfCase(permission: Permission): boolean {
  return typeof permission === 'object' && 'case' in permission;
}

/** Whether it matters which organisation somebody acts from. */
function isBound(permission: Permission): boolean {
  return typeof permission === 'object';
}

function needsRole(permission: Permission): boolean {
  if (typeof permission !== 'object') return false;
  return 'case' in permission ? permission.case !== 'see' : permission.role !== undefined;
}

type Right = { readonly without?: true; readonly scopes?: readonly string[] };

/** Somebody whom a permission is for; `without` the role. */
function rightPerson(
  permission: Permission,
  { without, scopes: held = FOR_NOTHING }: Right,
): Promise<Somebody> {
  const { role, kind } = asked(permission);
  if (isOfCase(permission) && role === 'applicant' && !without) return applicant(held);
  // The authority that looks after the scheme of the cases.
  if (isOfCase(permission) && role === 'authority' && !without)
    return person('authority', [role], held, AUTHORITY);
  // Whoever acts for the administrator of the case sees it; the issuer is needed for its label and for nothing else.
  const other = role === 'issuer' ? 'intake' : 'issuer';
  if (typeof permission === 'object' && 'case' in permission && (without || role !== 'laboratory'))
    return person('label-administrator', [without || !role ? other : role], held, 'office');
  const roles = role === undefined || without ? [] : [role];
  // Of the laboratories the one that the case is assigned to.
  if (typeof permission === 'object' && 'case' in permission)
    return person('laboratory', roles, held, LAMP_LABORATORY);
  return person(kind ?? (role === undefined ? 'developer' : KIND_OF[role]), roles, held);
}

/** Somebody of the organisation that applied in the cases of this test. */
function applicant(held: readonly string[]): Promise<Somebody> {
  const id = `own-applicant-${held === FOR_NOTHING ? 'bare' : 'keyed'}`;
  const roles = ['applicant'] as const;
  const organisation = parseOrganisation('org_sandbox-developer');
  const known = staff.get(id) ?? employ(place.office, organisation, { id, roles, scopes: held });
  staff.set(id, known);
  return known;
}

/** Somebody of another kind of organisation, who holds every role there. */
function stranger(permission: Permission): Promise<Somebody> {
  const { role, kind = role && KIND_OF[role] } = asked(permission);
  const allowed = typeof permission === 'object' && 'kind' in permission ? permission.kind : undefined;
  const others = ['accreditation-body', 'scheme-owner', 'developer'] as const;
  const other = others.find((one) => !(allowed ?? [kind]).includes(one)) ?? 'developer';
  return person(other, ['accreditor', 'scheme-owner'], scopes);
}

function asked(permission: Permission): { readonly role?: Role; readonly kind?: OrganisationKind } {
  if (typeof permission !== 'object') return {};
  if ('case' in permission) {
    if (permission.case === 'see') return {};
    const [role] = rolesFor(permission.case);
    return role ? { role } : {};
  }
  const [[role] = [], [kind] = []] = [permission.role, permission.kind];
  return { ...(role && { role }), ...(kind && { kind }) };
}

/** Somebody in an organisation of a kind; the same one each time. */
function person(
  kind: OrganisationKind,
  roles: readonly Role[],
  held: readonly string[],
  inside?: OrganisationId | 'office',
): Promise<Somebody> {
  const where = inside ?? kind;
  const id = [where.replace('org_', ''), ...roles, held === FOR_NOTHING ? 'bare' : 'keyed'].join('-');
  const known = staff.get(id) ?? (inside ? join(inside, id, roles, held) : hire(id, kind, roles, held));
  staff.set(id, known);
  return known;
}

async function join(
  inside: OrganisationId | 'office',
  id: string,
  roles: readonly Role[],
  held: readonly string[],
): Promise<Somebody> {
  const organisation = inside === 'office' ? await administratorsSeat(place.office) : inside;
  return employ(place.office, organisation, { id, roles, scopes: held });
}

async function hire(
  id: string,
  kind: OrganisationKind,
  roles: readonly Role[],
  held: readonly string[],
): Promise<Somebody> {
  const organisation =
    kind === 'label-administrator'
      ? await administratorsSeat(place.office)
      : await registerBody(place.office, { id: `org_matrix-${id}`, kinds: [kind] });
  return employ(place.office, organisation, { id, roles, scopes: held });
}

/** What the door answers: its status, and what it says no with. */
async function visit(
  route: DeskRoute,
  who?: Pick<Somebody, 'session' | 'key'>,
): Promise<{ readonly status: number; readonly code: string }> {
  const url = addressOf(route);
  const isApi = route.kind === 'api';
  const pass = isApi
    ? { authorization: `Bearer ${who?.key ?? ''}` }
    : { cookie: `__Host-assay=${who?.session ?? ''}` };
  const headers = { accept: 'text/html', ...(who && pass), ...typeFor(route) };
  const answer = await portal.inject({
    method: route.method,
    url,
    headers,
    ...(route.method !== 'GET' && { payload: 'x' }),
  });
  const { statusCode: status, body } = answer;
  if (isApi && String(answer.headers['content-type']).startsWith('application/problem'))
    return { status, code: answer.json<{ code: string }>().code };
  if (String(answer.headers.location).startsWith('/sign-in')) return { status, code: 'sign-in' };
  const code = ['sign-in-needed', 'not-permitted', 'no-such-case'].find((one) =>
    body.includes(`<h1>${tell({ code: one }, { refusal: () => '' }).title}</h1>`),
  );
  return { status, code: code ?? 'other' };
}

/** The address of a route, about what stands for each of its parameters. */
function addressOf(route: DeskRoute): string {
  return route.path.replaceAll(
    /:([a-zA-Z]+)/g,
    (_, name: string) => (name === 'case' ? caseFor(route) : undefined) ?? PARAMETERS[name] ?? 'none',
  );
}

function typeFor(route: DeskRoute): Record<string, string> {
  if (route.method === 'GET') return {};
  if (route.kind === 'api')
    return { 'content-type': route.takes === 'bytes' ? 'application/pdf' : 'application/json' };
  const takesFile = 'takes' in route && route.takes === 'file';
  return {
    'content-type': takesFile ? 'multipart/form-data; boundary=x' : 'application/x-www-form-urlencoded',
  };
}
