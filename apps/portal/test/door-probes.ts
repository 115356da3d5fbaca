/** A small office beside the real one, over real records: each of its routes does one thing that any route may do. */
import type { CaseDesk } from '@assay/conformity/case-desk';
import type { Office } from '@assay/office/office';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { readAudit } from '@assay/records/audit';
import { putCaseDesk } from '@assay/records/case-desk';
import { databases } from '@assay/records/test/databases';
import type { CaseId, EditionRef, OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, text, Type } from '@assay/vocabulary/schema';
import { h } from 'preact';
import { afterAll, beforeAll } from 'vitest';

import { deskApi, deskForm, deskPage, type DeskRoute } from '../src/http/desk-route.ts';
import type { FieldWords, FormState } from '../src/http/form-state.ts';
import type { Portal } from '../src/http/open-door.ts';
import { scopeOf } from '../src/http/permission.ts';
import { openPortal } from '../src/open-portal.ts';
import { DeskFrame } from '../src/layout/desk-frame.tsx';
import { ErrorSummary } from '../src/layout/error-summary.tsx';
import { DeskForm, Field } from '../src/layout/form.tsx';
import { officeDesk } from './desk-cases.ts';
import { administratorsSeat, employ } from './office-staff.ts';
import { sampleDesk } from './sample-desk.ts';

export const CASE = 'case_0000000000000001' as CaseId;
const NAMES: FieldWords = {
  name: { label: 'Name', missing: 'Enter a name' },
  kind: { label: 'Kind' },
  tags: { label: 'Tags' },
};
const NameSchema = closed({
  name: text(40),
  kind: Type.Optional(oneOf(['lamp', 'lock'])),
  tags: Type.Optional(listOf(text(10), 3)),
  ready: Type.Optional(Type.Boolean()),
});

/** What acts have done, in order. */
export const done: string[] = [];

const page = (at: Parameters<typeof DeskFrame>[0]['at'], form: FormState) =>
  h(DeskFrame, {
    title: 'Names',
    at,
    children: [
      h(ErrorSummary, { form }),
      h('h1', {}, `Names of ${at.signed?.name ?? 'nobody'}`),
      h(DeskForm, { form, children: h(Field, { form, name: 'name' }) }),
    ],
  });

const PROBES: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/names',
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskForm({
    path: '/desk/names',
    permission: 'signed-in',
    event: 'name.kept',
    body: NameSchema,
    fields: NAMES,
    fieldOf: { 'name-taken': 'name' },
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ body, key }, at) => {
      at.note({ object: `name ${body.name}` });
      if (body.name === 'taken') return refuse({ code: 'name-taken' });
      if (body.name === 'forbidden') return refuse({ code: 'took-part', act: 'review', as: 'applicant' });
      if (body.name === 'broken') throw new Error('the disk is full of secrets');
      if (body.name === 'slow') await new Promise((resolve) => setTimeout(resolve, 150));
      done.push(`${key.split(' ')[0] ?? ''} ${JSON.stringify(body)}`);
      return ok({ to: `/desk/names?kept=${String(done.length)}` });
    },
  }),
  deskPage({
    path: '/desk/cases/:case',
    permission: { case: 'see' },
    event: 'case.read',
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskForm({
    path: '/desk/cases/:case',
    permission: { case: 'review' },
    event: 'case.reviewed',
    body: closed({ name: text(40) }),
    fields: NAMES,
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ version }, at) => {
      await lay(at.office, at.case.version + 1);
      done.push(`reviewed ${String(version)}`);
      return ok({ to: at.path });
    },
  }),
  deskPage({
    path: '/desk/decisions',
    permission: { role: ['decider'] },
    event: 'decisions.read',
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskPage({
    path: '/sign-in',
    permission: 'public',
    event: 'none',
    query: closed({ return: Type.Optional(Type.String({ maxLength: 2_000 })) }),
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskForm({
    path: '/sign-in',
    permission: 'public',
    event: 'session.begun',
    body: closed({ name: text(60) }),
    fields: NAMES,
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ body }) => ok({ to: '/desk', session: { token: body.name, seconds: 600 } }),
  }),
  deskApi({
    method: 'POST',
    path: '/api/v1/names',
    permission: 'signed-in',
    event: 'name.kept',
    summary: 'Keeps a name.',
    body: NameSchema,
    answer: async ({ body }) => {
      if (body.name === 'taken') return refuse({ code: 'name-taken' });
      done.push(JSON.stringify(body));
      return ok({
        data: { names: done.length },
        status: 201,
        location: `/api/v1/names/${String(done.length)}`,
      });
    },
  }),
  deskForm({
    path: '/desk/papers',
    permission: 'signed-in',
    event: 'paper.kept',
    body: closed({ name: text(40) }),
    takes: 'file',
    limit: 100_000,
    fields: NAMES,
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ body, file }) => {
      let size = 0;
      for await (const chunk of file?.bytes ?? []) size += (chunk as Buffer).length;
      done.push(`${body.name} ${file?.name ?? 'none'} ${file?.mediaType ?? ''} ${String(size)}`);
      return ok({ to: '/desk/names' });
    },
  }),
  deskApi({
    method: 'PUT',
    path: '/api/v1/papers',
    permission: 'signed-in',
    event: 'paper.kept',
    summary: 'Keeps bytes.',
    takes: 'bytes',
    limit: 100_000,
    answer: async ({ file }) => {
      let size = 0;
      for await (const chunk of file?.bytes ?? []) size += (chunk as Buffer).length;
      return ok({ data: { size } });
    },
  }),
  deskApi({
    method: 'GET',
    path: '/api/v1/cases/:case',
    permission: { case: 'see' },
    event: 'case.read',
    summary: 'A case.',
    answer: async (_, at) => ok({ data: { id: at.case.id }, version: at.case.version }),
  }),
  deskApi({
    method: 'POST',
    path: '/api/v1/cases/:case/review',
    permission: { case: 'review' },
    event: 'case.reviewed',
    summary: 'Reviews.',
    answer: async ({ version }, at) => {
      const next = (version ?? 0) + 1;
      await lay(at.office, next);
      return ok({ nothing: true, version: next });
    },
  }),
];

/** Tokens of sessions, and keys. */
export let RITA = '';
export let DORA = '';
export let EVE = '';
export let KEY = '';
export let EVES_KEY = '';
export let portal: Portal;
export let place: SandboxOffice & { readonly close: () => Promise<void> };
/** What should never happen, and did. */
export const surprises: unknown[] = [];
let seat: OrganisationId;

/** Opens the small office around the tests of a file: Rita reviews, Dora decides, Evelyn may do nothing. */
export function useProbes(): void {
  beforeAll(async () => {
    const [server] = databases();
    if (!server) throw new Error('no database');
    place = await openUntilClosed(await freshPlace(server, afterAll));
    const { office } = place;
    seat = await administratorsSeat(office);
    const scopes = PROBES.flatMap((route) => (route.kind === 'api' ? [scopeOf(route)] : []));
    const rita = await employ(office, seat, { id: 'rita', roles: ['reviewer'], scopes });
    const dora = await employ(office, seat, { id: 'dora', roles: ['decider'], scopes });
    const markup = '<script>alert("Sandbox")</script>';
    const eve = await employ(office, seat, { id: 'evelyn', name: markup, roles: [], scopes: ['cases:read'] });
    [RITA, DORA, EVE, KEY, EVES_KEY] = [rita.session, dora.session, eve.session, rita.key, eve.key];
    const surprise = (error: unknown) => surprises.push(error);
    portal = await openPortal(
      sampleDesk(),
      { requestsPerMinute: 100_000, surprise },
      { routes: PROBES, desk: await officeDesk(office) },
    );
    await lay(office, 7);
  });
  afterAll(async () => {
    await portal.close();
    await place.close();
  });
}

/** The audit of the small office, the newest line first. */
export async function lines() {
  const about = { casesAndSeat: seat };
  const read = await readAudit(place.office.records.read, { administrator: 'SB', about, limit: 50 });
  return read.lines;
}

/** Lays the case on its desk as it stands in a version. */
function lay({ records, clock }: Pick<Office, 'records' | 'clock'>, version: number): Promise<void> {
  const desk: CaseDesk = {
    ...{ case: CASE, scheme: parseEdition('us-cyber-trust-mark@2024'), level: 1, version },
    ...{ product: 'Sandbox Lamp', manufacturer: 'Sandbox Maker (fictional)', identity: [], took: [] },
    ...{ applicant: undefined, laboratory: undefined, stage: 'evaluated', waitsFor: 'reviewer' },
    ...{ due: undefined, filedAt: clock(), completeAt: undefined, decidedAt: undefined, updatedAt: clock() },
  };
  return records.write((tx) => putCaseDesk(tx, { administrator: 'SB', desk }));
}

function parseEdition(text: string): EditionRef {
  return text as EditionRef;
}
