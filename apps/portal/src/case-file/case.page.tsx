import { missing } from '@assay/office/1-application/take-in-application';
import { caseDocuments, caseEvidence, openCaseDocument } from '@assay/office/case-file/case-documents';
import { printCase } from '@assay/office/case-file/export-case';
import { handOutCase } from '@assay/office/case-file/hand-out-case';
import { digestFromHex } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, oneOf, Type } from '@assay/vocabulary/schema';

import { deskApi, deskPage, type CaseContext, type DeskAnswer, type DeskRoute } from '../http/desk-route.ts';
import { actsOpen, changesOpen, issuingOpen, type ActOpen } from './acts-open.ts';
import { labelActsOpen } from '../7-surveillance/label-act.view.tsx';
import { actsOfAuthority, ordersToAnswer } from '../7-surveillance/orders-open.ts';
import { openRoom, openToRead, pathOfCase, type CaseRoom } from './case-room.ts';
import { CaseView } from './case.view.tsx';
import { isForApplicant, ownCaseAnswer } from './own-case.page.tsx';

/** What the page says after each act that led to it. */
const DONE = {
  accept: 'The application is accepted',
  return: 'The application is returned',
  laboratory: 'The laboratory is assigned',
  ask: 'The question is sent',
  evaluate: 'The evaluation is closed',
  review: 'The review is closed',
  reopen: 'The case is in evaluation again',
  grant: 'The label is granted',
  deny: 'The label is denied',
  dismiss: 'The application is dismissed',
  issue: 'The label is asked for',
  answer: 'The answer is sent',
  'choose-laboratory': 'The laboratory is chosen',
  sign: 'The declaration is signed anew',
  withdraw: 'The application is withdrawn',
  change: 'The notice is sent',
  'change-answered': 'The notice is answered',
  'suspend-label': 'The label is suspended',
  'restore-label': 'The label is restored',
  'withdraw-label': 'The label is withdrawn',
  'watch-label': 'The label is under surveillance',
  order: 'The order is made',
  'order-report': 'The report is sent',
  'order-answer': 'The order is answered',
  'order-close': 'The order is closed',
  'order-withdraw': 'The order is withdrawn',
} as const;
const ACTS = ['accept', 'return', 'laboratory', 'ask', 'evaluate', 'review'] as const;
const ON_LABEL = ['suspend-label', 'restore-label', 'withdraw-label', 'watch-label'] as const;
const ENDS = ['reopen', 'grant', 'deny', 'dismiss', 'issue', 'change-answered'] as const;

const ON_ORDER = ['order', 'order-answer', 'order-close', 'order-withdraw'] as const;
const OWN = ['answer', 'choose-laboratory', 'sign', 'withdraw', 'change', 'order-report'] as const;

const permission = { case: 'see' } as const;

/** A case, its documents one by one, and the whole of it to take along. */
export const caseRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path: pathOfCase(':case'), permission, event: 'case.read' },
    query: closed({ done: Type.Optional(oneOf([...ACTS, ...ENDS, ...ON_LABEL, ...ON_ORDER, ...OWN])) }),
    answer: async ({ query }, at) => {
      if (isForApplicant(at)) return ownCaseAnswer(at, query.done && DONE[query.done]);
      const opened = await openRoom(at);
      if (!opened.ok) return opened;
      const room = opened.value;
      const { sheet, office } = room;
      return ok({
        page: CaseView({
          room,
          acts: room.works ? await actsOfHouse(room) : actsOfAuthority(sheet),
          documents: caseDocuments(sheet.events),
          evidence: await caseEvidence(office, sheet),
          done: query.done && DONE[query.done],
        }),
      });
    },
  }),
  deskPage({
    ...{ path: pathOfCase(':case', 'documents/:digest'), permission, event: 'case.document.read' },
    answer: async ({ params }, at) => {
      const room = await openToRead(at);
      if (!room.ok) return room;
      const hex = params['digest'] ?? '';
      if (!/^[0-9a-f]{64}$/.test(hex)) return refuse({ code: 'no-such-document' });
      const digest = digestFromHex(hex);
      at.note({ inputs: [digest] });
      const { office, sheet, confidential } = room.value;
      // The door keeps the line, with the digest, before a byte of the answer leaves.
      return openCaseDocument(office, { sheet, digest, confidential, tell: () => Promise.resolve() });
    },
  }),
  deskPage({
    ...{ path: pathOfCase(':case', 'paper'), permission, event: 'case.printed', perMinute: 20 },
    answer: async (_, at) => {
      const room = await openRoom(at);
      if (!room.ok) return room;
      const { office, sheet, works } = room.value;
      const file = await printCase(office, at.words, { ...sheet, confidential: works });
      return ok({ file, mediaType: 'application/pdf', name: `${at.case.id}.pdf` });
    },
  }),
  deskPage({
    ...{ path: pathOfCase(':case', 'archive'), permission, event: 'case.exported', perMinute: 20 },
    answer: async (_, at) => archiveOf(at),
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases/:case/archive', permission, event: 'case.exported' },
    ...{ summary: 'The whole case as one sealed archive.', perMinute: 20 },
    answer: async (_, at) => archiveOf(at),
  }),
];

/** Writes the case out, and hands it over as it is read back. */
async function archiveOf(at: CaseContext): Promise<DeskAnswer> {
  const room = await openRoom(at);
  if (!room.ok) return room;
  const out = await handOutCase(room.value.office, at.words, {
    ...{ case: at.case.id, confidential: room.value.works },
  });
  if (!out.ok) return out;
  const { file, manifest } = out.value;
  // Whoever takes a case along takes its confidential files along.
  const taken = manifest.files?.filter((one) => one.confidential && one.state === 'here') ?? [];
  at.note({ inputs: [manifest.events.digest, ...taken.map(({ digest }) => digest)] });
  return ok({ file, mediaType: 'application/zip', name: `${at.case.id}.zip` });
}

/** What the people of the administrator may do, what waits for them first. */
async function actsOfHouse(room: CaseRoom): Promise<readonly ActOpen[]> {
  const { sheet, office } = room;
  const issuing = issuingOpen(sheet, office.clock());
  return [
    ...(issuing ? [issuing] : []),
    ...ordersToAnswer(sheet),
    ...changesOpen(sheet),
    ...labelActsOpen(sheet),
    ...actsOpen(sheet, await isComplete(room)),
  ];
}

/** Whether a submitted application lacks nothing; asked only where accepting or returning is the next step. */
async function isComplete({ office, sheet: { state } }: CaseRoom): Promise<boolean | undefined> {
  if (state.stage !== 'submitted') return undefined;
  return (await missing(office, state, office.records.read)).length === 0;
}
