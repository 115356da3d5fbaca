import { sightsOfSeat } from '@assay/office/0-programme/sight-of';
import { officeFor } from '@assay/office/0-programme/office-for';
import { lookAtOverdue, lookAtQueue, type CaseLine } from '@assay/office/0-programme/look-at-queue';
import { lookAtCase } from '@assay/office/0-programme/sight-of';
import { newCaseId } from '@assay/office/1-application/own-drafts';
import { submitApplication } from '@assay/office/1-application/submit-application';
import { handInReport } from '@assay/office/2-evaluation/hand-in-report';
import type { CaseCommand } from '@assay/office/case-act';
import {
  ApplicationSchema,
  CaseLineSchema,
  CasePageSchema,
  DoneSchema,
  ReportSchema,
  WaitsForSchema,
  type CaseLine as LineTold,
  type Handed,
} from '@assay/vocabulary/api';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';

import {
  deskApi,
  type CaseContext,
  type DeskContext,
  type DeskRoute,
  type Sent,
} from '../http/desk-route.ts';

const LINES = 50;
/** Bytes of an application or a report with the documents in it. */
const LARGEST = 16 * 1024 * 1024;

/** Cases for programs: what is in sight, an application, a laboratory's report. The other acts stand with their pages. */
export const caseApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases', permission: 'signed-in', event: 'cases.read' },
    summary:
      'The cases in sight in the order of their receipt: of one step, or all; or `overdue=yes`: those whose day has passed, the longest overdue first.',
    query: closed({
      waits: Type.Optional(WaitsForSchema),
      overdue: Type.Optional(oneOf(['yes'])),
      after: Type.Optional(text(400)),
    }),
    gives: CasePageSchema,
    answer: async ({ query }, at) => {
      const [sight = { kind: 'none' as const }] = await sightsOfSeat(at.office, at.signed);
      const { waits: waitsFor, overdue, after } = query;
      // No list has the overdue of one step in their order: it would be read through for a page of them.
      if (waitsFor !== undefined && overdue !== undefined)
        return refuse({ code: 'malformed-parameter', about: 'overdue' });
      const part = { sight, limit: LINES, ...(after !== undefined && { after }) };
      const found = overdue
        ? await lookAtOverdue(at.office, part)
        : await lookAtQueue(at.office, { ...part, ...(waitsFor !== undefined && { waitsFor }) });
      if (!found.ok) return found;
      const { rows, next } = found.value;
      return ok({ data: { items: rows.map(told), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases/:case', permission: { case: 'see' }, event: 'case.read' },
    summary: 'Where a case stands; its entity tag is needed for every act on it.',
    gives: CaseLineSchema,
    answer: async (_, at) => {
      const line = await lookAtCase(at.office, at.signed, at.case.id);
      return line ? ok({ data: told(line), version: line.version }) : refuse({ code: 'no-such-case' });
    },
  }),
  deskApi({
    ...{ method: 'POST', path: '/api/v1/cases', event: 'application.submitted', limit: LARGEST },
    permission: { role: ['applicant'] },
    summary: 'Hands an application in; the dossier and the reports are kept word for word.',
    body: ApplicationSchema,
    gives: DoneSchema,
    refusals: [
      ...['unknown-scheme', 'scheme-not-open', 'unknown-level', 'document-inconsistent'],
      ...['manufacturer-not-own', 'report-not-own', 'evidence-not-held'],
    ],
    answer: async ({ body, key }, at) => {
      const { administrator, dossier, reports, ...application } = body;
      const office = await officeFor(at.office, administrator ?? at.office.programme.administrator.code);
      if (!office.ok) return office;
      const id = newCaseId(at.office);
      at.note({ object: id, edition: application.scheme });
      const done = await submitApplication(office.value, {
        ...application,
        ...commandOf(at, key),
        case: id,
        dossier: handed(dossier),
        reports: reports.map(handed),
      });
      if (!done.ok) return done;
      const { version } = done.value;
      return ok({ data: { case: id, version }, status: 201, version, location: `/api/v1/cases/${id}` });
    },
  }),
  deskApi({
    ...{ method: 'POST', path: '/api/v1/cases/:case/reports', event: 'report.received', limit: LARGEST },
    permission: { case: 'recordTestReport' },
    summary:
      "Takes a laboratory's report into the case, word for word, with the signature of a key of the laboratory over it.",
    body: ReportSchema,
    gives: DoneSchema,
    refusals: [
      ...['report-of-another-laboratory', 'laboratory-not-assigned', 'report-already-received'],
      ...['report-on-another-object', 'document-inconsistent', 'evidence-not-held'],
      ...['malformed-jws', 'header-not-allowed', 'algorithm-not-of-this-key', 'wrong-signature'],
      ...['jws-of-another-document', 'report-key-unknown', 'report-key-revoked'],
    ],
    answer: async (sent, at) => {
      const office = await officeFor(at.office, at.case.administrator);
      if (!office.ok) return office;
      const { report, because, signature } = sent.body;
      const done = await handInReport(office.value, {
        ...commandOnCase(sent, at),
        ...{ because, report: handed(report) },
        ...(signature !== undefined && { jws: signature }),
      });
      return done.ok
        ? ok({ data: { case: at.case.id, version: done.value.version }, version: done.value.version })
        : done;
    },
  }),
];

/** What every act on the case of the address carries. */
export function commandOnCase(
  { key, version }: Pick<Sent, 'key' | 'version'>,
  at: CaseContext,
): Omit<CaseCommand, 'because'> {
  return { ...commandOf(at, key), case: at.case.id, ...(version !== undefined && { expected: version }) };
}

function commandOf({ signed }: DeskContext, key: string) {
  return { by: signed.person, key, ...(signed.seat !== undefined && { as: signed.seat }) };
}

function handed({ file, document }: Handed) {
  return { file, bytes: new TextEncoder().encode(document) };
}

/** Organisations stay inside: what they are to a case, its parties know. */
function told(line: CaseLine): LineTold {
  const { administrator, scheme, level, product, manufacturer, stage, waitsFor, filedAt, version } = line;
  const { due, completeAt, decidedAt, label } = line;
  return {
    ...{
      case: line.case,
      administrator,
      scheme,
      level,
      product,
      manufacturer,
      stage,
      waitsFor,
      filedAt,
      version,
    },
    ...(due && { due }),
    ...(completeAt !== undefined && { completeAt }),
    ...(decidedAt !== undefined && { decidedAt }),
    ...(label !== undefined && { label }),
  };
}
