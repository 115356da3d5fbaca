import { addDays, addSeconds, dateOf, type Instant } from '@assay/vocabulary/instant';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';

import { discontinueApplication, submitApplication } from '../1-application/submit-application.ts';
import { askInCase } from '../1-application/case-threads.ts';
import { assignCaseLaboratory } from '../1-application/assign-laboratory.ts';
import { acceptApplication, returnApplication } from '../1-application/take-in-application.ts';
import { evaluateCase } from '../2-evaluation/evaluate-case.ts';
import { recordReport } from '../2-evaluation/record-report.ts';
import { reviewCase } from '../3-review/review-case.ts';
import { grantCase, refuseCase } from '../4-decision/decide-case.ts';
import { dismissCase } from '../4-decision/dismiss-case.ts';
import { finishIssuance } from '../5-label/finish-issuance.ts';
import { issueLabelOf } from '../5-label/issue-label.ts';
import { openLabelSurveillance, suspendLabel, withdrawLabel } from '../7-surveillance/act-on-label.ts';
import { makeOrder, reportOnOrder } from '../7-surveillance/orders.ts';
import type { CaseCommand } from '../case-act.ts';
import type { Handed } from '../handed.ts';
import type { Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { CAST } from './script.ts';
import { LAMP_AUTHORITY, LAMP_LABORATORY, LAMP_TESTER, WAITING_SCHEME, type Until } from './waiting-cases.ts';

type Taken = {
  readonly office: Office;
  readonly id: CaseId;
  /** When it was handed in, and the moment after which nothing was done yet. */
  readonly filed: Instant;
  readonly last: Instant;
  readonly until: Until;
  readonly dossier: Handed;
  readonly report: Handed;
};

const HALF_A_DAY = 43_200;

/** Takes one invented case as far as it is to come, half a day for each act. Every act has a key of its own, so that it may be repeated. */
export async function takeCase(taken: Taken): Promise<void> {
  const { office, filed, last, until } = taken;
  for (const [at, act] of PATH[until].entries()) {
    const then = addSeconds(filed, HALF_A_DAY * at);
    done(await ACTS[act]({ ...office, clock: () => (then < last ? then : last) }, taken));
  }
  if (LABELLED.has(until)) await label(taken);
}

type ActName = keyof typeof ACTS;
const TO_ASSIGNED: readonly ActName[] = ['submit', 'accept', 'assign'];
const TO_REVIEWED: readonly ActName[] = [...TO_ASSIGNED, 'report', 'evaluate', 'review'];
const TO_GRANTED: readonly ActName[] = [...TO_REVIEWED, 'grant'];
const ORDERED = ['report-ordered', 'reported', 'suspension-ordered'] as const;
const LABELLED: ReadonlySet<Until> = new Set(['labelled', 'suspended', 'withdrawn', ...ORDERED]);

const PATH: Readonly<Record<Until, readonly ActName[]>> = {
  submitted: ['submit'],
  discontinued: ['submit', 'discontinue'],
  returned: ['submit', 'giveBack'],
  accepted: TO_ASSIGNED,
  dismissed: [...TO_ASSIGNED, 'dismiss'],
  asked: [...TO_ASSIGNED, 'ask'],
  tested: [...TO_ASSIGNED, 'report'],
  evaluated: [...TO_ASSIGNED, 'report', 'evaluate'],
  reviewed: TO_REVIEWED,
  refused: [...TO_REVIEWED, 'refuse'],
  granted: TO_GRANTED,
  labelled: TO_GRANTED,
  suspended: TO_GRANTED,
  withdrawn: TO_GRANTED,
  'report-ordered': TO_GRANTED,
  reported: TO_GRANTED,
  'suspension-ordered': TO_GRANTED,
};

type Act = (office: Office, taken: Taken) => Promise<{ readonly ok: boolean }>;

const ACTS = {
  submit: (office, { id, dossier }) =>
    submitApplication(office, {
      ...say(id, 'submit', CAST.applicant, 'Sandbox: we apply for the label of this invented lamp.'),
      ...WAITING_SCHEME,
      dossier,
      declarations: [],
      reports: [],
      priorDenials: [],
    }),
  discontinue: (office, { id }) =>
    discontinueApplication(
      office,
      say(id, 'discontinue', CAST.applicant, 'Sandbox: the lamp will not be sold.'),
    ),
  giveBack: (office, { id }) =>
    returnApplication(office, say(id, 'return', CAST.intake, 'Sandbox: see what is missing.')),
  accept: (office, { id }) =>
    acceptApplication(office, say(id, 'accept', CAST.intake, 'Sandbox: complete, and in scope.')),
  assign: (office, { id }) =>
    assignCaseLaboratory(office, {
      ...say(id, 'assign', CAST.intake, 'Sandbox: recognised, and in scope.'),
      ...LAMP_LABORATORY,
    }),
  dismiss: (office, { id }) =>
    dismissCase(office, {
      ...say(id, 'dismiss', CAST.decider, 'Sandbox: the application is not in accordance with the rules.'),
      grounds: { kind: 'not-in-accordance', rule: '47 CFR 8.208 (sandbox)' },
    }),
  ask: (office, { id, last }) =>
    askInCase(office, {
      ...say(id, 'ask', CAST.evaluator, 'Sandbox: one thing is not clear.'),
      of: 'applicant',
      question: 'Which of the two radios does the lamp use while it is set up? (sandbox)',
      respondBy: addDays(dateOf(last), 10),
    }),
  report: (office, { id, report }) =>
    recordReport(office, { ...say(id, 'report', LAMP_TESTER, 'Sandbox: tested as planned.'), report }),
  evaluate: (office, { id }) =>
    evaluateCase(office, say(id, 'evaluate', CAST.evaluator, 'Sandbox: judged on dossier and report.')),
  review: (office, { id }) =>
    reviewCase(office, {
      ...say(id, 'review', CAST.reviewer, 'Sandbox: the results suffice.'),
      sufficient: true,
      remarks: ['Every requirement has a finding (sandbox).'],
    }),
  refuse: (office, { id }) =>
    refuseCase(office, {
      ...say(id, 'refuse', CAST.decider, 'Sandbox: a requirement does not hold.'),
      reasons: ['Lamps cannot be told apart by their identifiers (invented).'],
    }),
  grant: (office, { id }) =>
    grantCase(office, say(id, 'grant', CAST.decider, 'Sandbox: every requirement is met as assessed.')),
} satisfies Readonly<Record<string, Act>>;

function say(id: CaseId, act: string, by: PersonId, because: string): CaseCommand {
  return { case: id, by, because, key: `waiting/${id}/${act}` };
}

/** Labels are issued now and not in days gone by: the log tells when. */
async function label({ office, id, until }: Taken): Promise<void> {
  const issued = await issueLabelOf(office, { case: id, by: CAST.issuer, because: 'Sandbox: granted.' });
  if (!issued.ok) throw new Error(`the sandbox stopped: ${JSON.stringify(issued.refusal)}`);
  const { label: name } = issued.value;
  await finishIssuance(office);
  const tell = (act: string, because: string) => ({
    label: name,
    by: CAST.surveillance,
    because,
    key: `waiting/${name}/${act}`,
  });
  const nextReview = addDays(dateOf(office.clock()), 365);
  const opened = tell('open', 'Sandbox: surveillance begins with the label.');
  const { modes } = schemeOf(office, WAITING_SCHEME.scheme).surveillance;
  done(await openLabelSurveillance(office, { ...opened, modes, nextReview }));
  const doubt = tell('suspend', 'Sandbox: a finding is being looked into.');
  if (until === 'suspended') done(await suspendLabel(office, { ...doubt, reasonCode: 'sandbox-finding' }));
  const end = tell('withdraw', 'Sandbox: given up by its holder.');
  if (until === 'withdrawn') done(await withdrawLabel(office, { ...end, reasonCode: 'sandbox-given-up' }));
  await finishIssuance(office);
  await order({ office, id, until });
}

/** What the authority of the sandbox orders about a label, and what its holder reported. */
async function order({ office, id, until }: Pick<Taken, 'office' | 'id' | 'until'>): Promise<void> {
  if (!ORDERED.some((one) => one === until)) return;
  const said = say(id, 'order', LAMP_AUTHORITY, 'Sandbox: a complaint was found justified.');
  const sanction = { kind: 'suspension' as const, respondBy: addDays(dateOf(office.clock()), 10) };
  done(
    await makeOrder(office, {
      ...said,
      asked: {
        ...(until === 'suspension-ordered' ? sanction : { kind: 'report' as const }),
        rule: '47 CFR 8.214 (sandbox)',
        says: `Sandbox: users told of lamps that answer to strangers. ${ASKED[until === 'suspension-ordered' ? 'suspension' : 'report']}`,
      },
    }),
  );
  if (until === 'reported')
    done(
      await reportOnOrder(office, {
        ...say(id, 'report on order', CAST.applicant, 'Sandbox: as ordered.'),
        ...{ order: 'order-1', evidence: [] },
        says: 'Sandbox: pairing stayed open. New lamps close it after two minutes; sold ones are told how (invented).',
      }),
    );
}

const ASKED = {
  report: 'Find out why, and say what is done about lamps to come and about those that are sold (invented).',
  suspension: 'Suspend the label until it is known why (invented).',
} as const;

function done(result: { readonly ok: boolean }): void {
  if (!result.ok) throw new Error(`the sandbox stopped: ${JSON.stringify(result)}`);
}
