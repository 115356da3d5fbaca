/** Opens each desk as those who work there do, again and again, and tells what that took. */
import type { Office } from '@assay/office/office';
import { CAST } from '@assay/office/rehearsal/script';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { DEVELOPER, LAMP_LABORATORY, LENA } from '@assay/office/test/sandbox-people';
import { STEPS } from '@assay/vocabulary/case-step';
import type { CaseId, OrganisationId, PersonId } from '@assay/vocabulary/ids';

import { deskRoutes } from '../src/desk-routes.ts';
import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { administratorsSeat, employ } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

/** One opening of a page: questions that were put to the database, and how many of them only read. */
type Opening = { readonly milliseconds: number; readonly trips: number; readonly reading: number };
/** What one page took each time; absent where no such page is among the routes. */
export type Round = { readonly page: string; readonly took: readonly Opening[] | undefined };

type Rounds = {
  readonly times: number;
  /** Whatever was sent to the database so far. */
  readonly heard: readonly string[];
  /** Those that the page of a case shows in turn. */
  readonly cases: readonly CaseId[];
};

/** Opens every desk so many times, one after the other. */
export async function deskRounds(office: Office, rounds: Rounds): Promise<readonly Round[]> {
  const portal = await openPortal(
    sampleDesk(),
    { requestsPerMinute: 1_000_000 },
    { desk: await officeDesk(office) },
  );
  try {
    const done: Round[] = [];
    for (const page of await pages(office))
      done.push({ page: nameOf(page), took: isThere(page) ? await opened(portal, page, rounds) : undefined });
    return done;
  } finally {
    await portal.close();
  }
}

type Page = {
  /** Of the route, as it is declared. */
  readonly route: string;
  readonly query?: string;
  readonly as: string;
  readonly session?: string;
  readonly key?: string;
  /** The page after the first. */
  readonly second?: true;
};

async function pages(office: Office): Promise<readonly Page[]> {
  const ours = await administratorsSeat(office);
  const staff = { as: 'administrator', session: await signIn(office, CAST.intake, ours) };
  const otto = parsePerson('person_otto-authority');
  const authority = {
    ...{ as: 'authority', session: await signIn(office, otto, parseSeat('org_sandbox-authority')) },
  };
  const developer = { as: 'developer', session: await signIn(office, CAST.applicant, DEVELOPER) };
  const laboratory = { as: 'laboratory', session: await signIn(office, LENA, LAMP_LABORATORY) };
  const id = `bench-${Buffer.from(office.random(6)).toString('hex')}`;
  const scopes = ['cases:read', 'audit:read'];
  const { key } = await employ(office, ours, { id, roles: ['intake'], scopes });
  const program = { as: 'program', key };
  return [
    ...[staff, authority, developer, laboratory].map((one) => ({ route: '/desk', ...one })),
    ...[...STEPS, 'all'].map((step) => ({ route: '/desk/cases', query: `?waits=${step}`, ...staff })),
    { route: '/desk/cases', query: '?waits=intake', ...staff, second: true },
    { route: '/desk/cases', query: '?waits=all', ...staff, second: true },
    { route: '/desk/cases', query: '?waits=all', ...authority },
    { route: '/desk/cases', query: '?waits=authority', ...authority },
    { route: '/desk/cases', query: '?waits=all', ...authority, second: true },
    { route: '/desk/cases/:case', ...staff },
    { route: '/desk/cases/:case', ...authority },
    { route: '/desk/laboratory', ...laboratory },
    { route: '/desk/laboratory', ...laboratory, second: true },
    { route: '/desk/products', ...developer },
    { route: '/desk/products/:product', ...developer },
    { route: '/desk/applications', ...developer },
    { route: '/desk/audit', ...staff },
    { route: '/desk/audit', ...staff, second: true },
    { route: '/api/v1/cases', ...program },
    { route: '/api/v1/audit', ...program },
  ];
}

function nameOf({ route, query = '', as, second }: Page): string {
  return `${route}${query}${second ? ', page 2' : ''} (${as})`;
}

function isThere({ route }: Page): boolean {
  return deskRoutes.some(({ path, method }) => method === 'GET' && path === route);
}

/** Openings before the first that counts. */
const WARMING = 5;

async function opened(portal: Portal, page: Page, { times, heard, cases }: Rounds): Promise<Opening[]> {
  const first = `${page.route}${page.query ?? ''}`.replace(':product', 'product_0000000000000007');
  const path = page.second ? secondOf(await open(portal, page, first)) : first;
  const took: Opening[] = [];
  for (let n = 0; n < WARMING + times; n += 1) {
    const asked = path.replace(':case', cases[n % cases.length] ?? '');
    const before = heard.length;
    const begun = performance.now();
    await open(portal, page, asked);
    const milliseconds = performance.now() - begun;
    const questions = heard.slice(before);
    const reading = questions.filter((text) => /^(select|with)\b/i.test(text)).length;
    if (n >= WARMING) took.push({ milliseconds, trips: questions.length, reading });
  }
  return took;
}

async function open(portal: Portal, { session, key }: Page, path: string): Promise<string> {
  const { statusCode, body } =
    key === undefined
      ? await visitor(portal, session).get(path)
      : await portal.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${key}` } });
  if (statusCode !== 200) throw new Error(`${path} answers ${String(statusCode)}: ${body.slice(0, 1_000)}`);
  return body;
}

function secondOf(html: string): string {
  const [, path] = /href="([^"]*[?&;]after=[^"]*)"/.exec(html) ?? [];
  if (path === undefined) throw new Error('there is no second page');
  return path.replaceAll('&amp;', '&');
}

async function signIn(office: Office, person: PersonId, seat: OrganisationId): Promise<string> {
  const browser = { visitor: 'of a bench', agent: undefined, address: '127.0.0.1' };
  const begun = await office.records.write((tx) =>
    beginSession(office, tx, { person, via: 'passkey', seat, browser }),
  );
  return begun.token;
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}

function parseSeat(text: string): OrganisationId {
  return text as OrganisationId;
}
