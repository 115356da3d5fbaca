/** Cases of the sandbox in every state that a desk shows, worked by the people of a real office. */
import { answerAsApplicant, askInCase } from '@assay/office/1-application/case-threads';
import { dismissCase } from '@assay/office/4-decision/dismiss-case';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import type { Office } from '@assay/office/office';
import { CAST } from '@assay/office/rehearsal/script';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { altered, inTurn, lampCase } from '@assay/office/test/lamp-case';
import {
  caseNumbered,
  day,
  handed,
  HOME,
  instant,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { DEVELOPER } from '@assay/office/test/sandbox-people';
import { loadWords } from '@assay/office/words';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';

import type { OfficeDesk } from '../src/http/office-desk.ts';
import { administratorsSeat } from './office-staff.ts';

/** What each case is there to show; in the order of their receipt. */
export const SHOWN = {
  granted: caseNumbered(1),
  labelled: caseNumbered(2),
  incomplete: caseNumbered(3),
  submitted: caseNumbered(4),
  accepted: caseNumbered(5),
  asked: caseNumbered(6),
  evaluated: caseNumbered(7),
  short: caseNumbered(8),
  reviewed: caseNumbered(9),
  dismissed: caseNumbered(10),
} as const;

/** Files every case of `SHOWN`, a minute apart, and works each as far as its name says. */
export async function fillDesk({ office, setClock }: SandboxOffice): Promise<void> {
  let minute = 0;
  const file = async (id: CaseId) => {
    setClock(instant(`2026-11-21T10:${String((minute += 1)).padStart(2, '0')}:00Z`));
    return lampCase(office, id);
  };
  const toReview = ['submit', 'accept', 'record', 'evaluate', 'review'] as const;
  await inTurn(await file(SHOWN.granted), ...toReview, 'grant');
  const labelled = await file(SHOWN.labelled);
  await inTurn(labelled, ...toReview, 'grant');
  valueOf(await labelled.issue());
  await finishIssuance(office);
  const incomplete = await file(SHOWN.incomplete);
  const dossier = await handed('sandbox-lamp/dossier.yaml');
  valueOf(await incomplete.submit({ dossier: altered(dossier, /^ {2}sbom: .*\n/m, '') }));
  await inTurn(await file(SHOWN.submitted), 'submit');
  const jumping = 'Sandbox: the earlier one waits for its applicant.';
  for (const id of [SHOWN.accepted, SHOWN.asked, SHOWN.evaluated, SHOWN.short, SHOWN.reviewed]) {
    const lamp = await file(id);
    valueOf(await lamp.submit());
    valueOf(await lamp.accept({ jumping }));
    if (id !== SHOWN.short) valueOf(await lamp.record());
    if (id === SHOWN.asked) await ask(office, id);
    if (id === SHOWN.accepted || id === SHOWN.asked) continue;
    valueOf(await lamp.evaluate({ jumping }));
    if (id !== SHOWN.evaluated) valueOf(await lamp.review({ jumping }));
  }
  await inTurn(await file(SHOWN.dismissed), 'submit');
  valueOf(
    await dismissCase(office, {
      ...{ case: SHOWN.dismissed, by: CAST.decider, because: 'Sandbox: dismissed.', key: 'dismiss' },
      grounds: { kind: 'not-in-accordance', rule: 'Sandbox: a rule.' },
    }),
  );
}

async function ask(office: Office, id: CaseId): Promise<void> {
  const asked = { case: id, by: CAST.evaluator, because: 'Sandbox: to go on.', of: 'applicant' as const };
  valueOf(await askInCase(office, { ...asked, key: 'ask 1', question: 'Sandbox: which build was tested?' }));
  valueOf(
    await answerAsApplicant(office, {
      ...{ case: id, by: CAST.applicant, because: 'Sandbox: asked.', key: 'answer 1', thread: 'thread-1' },
      ...{ answer: 'Sandbox: the build of May.', evidence: [] },
    }),
  );
  const respondBy = day('2026-11-30');
  const question = 'Sandbox: who holds the key that signs updates?';
  valueOf(await askInCase(office, { ...asked, key: 'ask 2', question, respondBy }));
}

/** The office door over an office. */
export async function officeDesk(office: Office): Promise<OfficeDesk> {
  return { office, home: HOME, words: await loadWords(HOME) };
}

/** A session of somebody of the sandbox, acting for its administrator; the applicant acts for its developer. */
export async function sessionOf(office: Office, person: PersonId): Promise<string> {
  const seat = person === CAST.applicant ? DEVELOPER : await administratorsSeat(office);
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const begun = await office.records.write((tx) =>
    beginSession(office, tx, { person, via: 'passkey', seat, browser }),
  );
  return begun.token;
}
