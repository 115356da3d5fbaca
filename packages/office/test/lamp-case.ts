/** The acts on a case of the invented lamp, each as its own person would do it, and each to be varied by a test. */
import { join } from 'node:path';

import { editionRef, type CaseId, type PersonId } from '@assay/vocabulary/ids';

import { assignCaseLaboratory, chooseCaseLaboratory } from '../src/1-application/assign-laboratory.ts';
import {
  answerAsApplicant,
  answerAsLaboratory,
  askApplicant,
  askInCase,
} from '../src/1-application/case-threads.ts';
import {
  discontinueApplication,
  resubmitApplication,
  signDeclarationsAgain,
  submitApplication,
} from '../src/1-application/submit-application.ts';
import { acceptApplication, returnApplication } from '../src/1-application/take-in-application.ts';
import { evaluateCase } from '../src/2-evaluation/evaluate-case.ts';
import { recordReport } from '../src/2-evaluation/record-report.ts';
import { reopenCase, reviewCase } from '../src/3-review/review-case.ts';
import { grantCase, refuseCase } from '../src/4-decision/decide-case.ts';
import { dismissCase } from '../src/4-decision/dismiss-case.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import type { CaseCommand } from '../src/case-act.ts';
import type { Handed } from '../src/handed.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { sendFiles } from '../src/rehearsal/send-files.ts';
import { EXAMPLES, handed, valueOf } from './sandbox-office.ts';
import { LAMP_BODY, LAMP_LABORATORY, LENA } from './sandbox-people.ts';

export const MARK = editionRef('us-cyber-trust-mark', '2024');
type Varied = Partial<CaseCommand>;

/** The acts on one case, in the words of this test. */
export async function lampCase(office: Office, id: CaseId) {
  const dossier = await handed('sandbox-lamp/dossier.yaml');
  const report = await handed('sandbox-lamp/test-report.yaml');
  await sendFiles(office, { folder: join(EXAMPLES, 'sandbox-lamp'), dossier, by: CAST.applicant });
  const say = (act: string, by: PersonId, varied: Varied): CaseCommand => ({
    ...{ case: id, by, because: `Sandbox: ${act}.`, key: `${id} ${act}` },
    jumping: 'Sandbox: tests take cases as they come.',
    ...varied,
  });
  const application = { scheme: MARK, level: 1, dossier, declarations: [], reports: [] };
  return {
    submit: (varied: Varied & Partial<Application> = {}) =>
      submitApplication(office, { ...application, ...say('submit', CAST.applicant, varied), ...varied }),
    resubmit: (varied: Partial<Parameters<typeof resubmitApplication>[1]> = {}) =>
      resubmitApplication(office, { dossier, ...say('resubmit', CAST.applicant, varied), ...varied }),
    declare: (varied: Varied & Pick<Parameters<typeof signDeclarationsAgain>[1], 'declarations'>) =>
      signDeclarationsAgain(office, { ...say('declare', CAST.applicant, varied), ...varied }),
    choose: (varied: Varied & Partial<Named> = {}) =>
      chooseCaseLaboratory(office, { ...LAMP_TESTER, ...say('choose', CAST.applicant, varied), ...varied }),
    assign: (varied: Varied & Partial<Named> = {}) =>
      assignCaseLaboratory(office, { ...LAMP_TESTER, ...say('assign', CAST.intake, varied), ...varied }),
    ask: (varied: Varied & Partial<Parameters<typeof askInCase>[1]> = {}) =>
      askInCase(office, { ...QUESTION, ...say('ask', CAST.evaluator, varied), ...varied }),
    askAsLaboratory: (varied: Varied = {}) =>
      askApplicant(office, { question: QUESTION.question, ...say('ask as laboratory', LENA, varied) }),
    answer: (varied: Varied & Partial<Parameters<typeof answerAsApplicant>[1]> = {}) =>
      answerAsApplicant(office, { ...ANSWER, ...say('answer', CAST.applicant, varied), ...varied }),
    answerAsLaboratory: (varied: Varied & Partial<Parameters<typeof answerAsApplicant>[1]> = {}) =>
      answerAsLaboratory(office, { ...ANSWER, ...say('answer as laboratory', LENA, varied), ...varied }),
    dismiss: (varied: Varied & Partial<Parameters<typeof dismissCase>[1]> = {}) =>
      dismissCase(office, { grounds: RULE_BROKEN, ...say('dismiss', CAST.decider, varied), ...varied }),
    discontinue: (varied: Varied = {}) =>
      discontinueApplication(office, say('discontinue', CAST.applicant, varied)),
    accept: (varied: Varied = {}) => acceptApplication(office, say('accept', CAST.intake, varied)),
    giveBack: (varied: Varied = {}) => returnApplication(office, say('return', CAST.intake, varied)),
    record: (varied: Varied & { readonly report?: Handed } = {}) =>
      recordReport(office, { report, ...say('record', LENA, varied) }),
    evaluate: (varied: Varied = {}) => evaluateCase(office, say('evaluate', CAST.evaluator, varied)),
    review: (varied: Varied & { readonly sufficient?: boolean; readonly remarks?: readonly string[] } = {}) =>
      reviewCase(office, { sufficient: true, remarks: [], ...say('review', CAST.reviewer, varied) }),
    reopen: (varied: Varied = {}) => reopenCase(office, say('reopen', CAST.reviewer, varied)),
    grant: (varied: Partial<Parameters<typeof grantCase>[1]> = {}) =>
      grantCase(office, { ...say('grant', CAST.decider, varied), ...varied }),
    refuse: (varied: Varied & { readonly reasons?: readonly string[] } = {}) =>
      refuseCase(office, {
        reasons: ['Sandbox: refused.'],
        ...say('refuse', CAST.decider, varied),
        ...varied,
      }),
    issue: (by: PersonId = CAST.issuer) => issueLabelOf(office, { case: id, by, because: 'Sandbox: issue.' }),
  };
}

type Named = Pick<Parameters<typeof assignCaseLaboratory>[1], 'laboratory' | 'body'>;
const LAMP_TESTER: Named = { laboratory: LAMP_LABORATORY, body: LAMP_BODY };
const QUESTION = { of: 'applicant', question: 'Sandbox: which one?' } as const;
const ANSWER = { thread: 'thread-1', answer: 'Sandbox: this one.', evidence: [] };
const RULE_BROKEN = { kind: 'not-in-accordance', rule: 'Sandbox rule 1' } as const;

type LampCase = Awaited<ReturnType<typeof lampCase>>;
type Application = Parameters<typeof submitApplication>[1];

/** Does the acts one after another, with nothing varied. */
export async function inTurn(
  lamp: LampCase,
  ...acts: readonly Exclude<keyof LampCase, 'issue' | 'declare'>[]
) {
  for (const act of acts) valueOf(await lamp[act]());
}

/** Takes a case of the lamp to its grant; the label is not asked for yet. */
export async function grantLamp(office: Office, id: CaseId): Promise<void> {
  await inTurn(await lampCase(office, id), 'submit', 'accept', 'record', 'evaluate', 'review', 'grant');
}

/** A file that was handed in, with one thing in it changed; fails where it is not there to change. */
export function altered({ file, bytes }: Handed, from: string | RegExp, to: string): Handed {
  const text = new TextDecoder().decode(bytes);
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} does not say ${String(from)}`);
  return { file, bytes: new TextEncoder().encode(changed) };
}
