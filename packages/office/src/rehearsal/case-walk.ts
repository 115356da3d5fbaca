import { dirname, join } from 'node:path';

import { caseOf } from '@assay/conformity/case';
import { readBytes } from '@assay/formats/read-text';
import { readStream } from '@assay/records/case-file';
import { editionRef, type CaseId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { submitApplication } from '../1-application/submit-application.ts';
import { acceptApplication } from '../1-application/take-in-application.ts';
import { evaluateCase, keptEvaluation } from '../2-evaluation/evaluate-case.ts';
import { recordReport } from '../2-evaluation/record-report.ts';
import { reviewCase } from '../3-review/review-case.ts';
import { grantCase, refuseCase } from '../4-decision/decide-case.ts';
import type { CaseCommand } from '../case-act.ts';
import { readDossier, type Handed } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import { CAST, type Script } from './script.ts';
import { sendFiles } from './send-files.ts';

export type Walking = {
  readonly office: Office;
  /** Folder of the examples. */
  readonly examples: string;
  readonly scheme: SchemeEdition;
  readonly level: number;
  readonly begunAt: Instant;
};

/**
 * Takes one case from submission to decision, by the same acts that people use. Every act has a key of its own, so a
 * walk that was cut short goes on where it stopped. Handed back: whether the label was granted.
 */
export async function walkCase(walking: Walking, script: Script, id: CaseId): Promise<boolean> {
  const { office, examples, scheme, level, begunAt } = walking;
  const command = (act: string, by: keyof typeof CAST, because: string): CaseCommand => ({
    case: id,
    by: CAST[by],
    because,
    key: `rehearsal/${id}/${act}`,
  });
  const dossier = await handed(examples, script.dossier);
  const folder = join(examples, dirname(script.dossier));
  await sendFiles(office, { folder, dossier, by: CAST.applicant });
  done(
    await submitApplication(office, {
      ...command('submit', 'applicant', 'Rehearsal: the sandbox applies with the documents as they stand.'),
      scheme: editionRef(scheme.id, scheme.edition),
      level,
      dossier,
      // Nobody of that name takes part: the sandbox hands the documents in under the name that they bear.
      had: [manufacturerIn(office, dossier)],
      declarations: declarationsOf(scheme, begunAt),
      reports: [await handed(examples, script.ownReport)],
    }),
  );
  done(
    await acceptApplication(
      office,
      command('accept', 'intake', 'Complete, and the scheme takes the product.'),
    ),
  );
  done(
    await recordReport(office, {
      ...command('report', 'laboratory', 'Review of the documents for level 1.'),
      report: await handed(examples, script.report),
    }),
  );
  done(
    await evaluateCase(
      office,
      command('evaluate', 'evaluator', 'Judged on the dossier and the laboratory report.'),
    ),
  );
  const remarks = ['Every requirement of the level has a finding, and every finding its evidence.'];
  done(
    await reviewCase(office, {
      ...command('review', 'reviewer', 'The results suffice for a decision.'),
      sufficient: true,
      remarks,
    }),
  );
  return decide(walking, id, command);
}

async function decide(
  { office, level }: Walking,
  id: CaseId,
  command: (act: string, by: 'decider', because: string) => CaseCommand,
): Promise<boolean> {
  const state = caseOf(
    await readStream(office.records.read, { administrator: administratorOf(office), stream: id }),
  );
  if (state.stage === 'none' || !state.evaluation)
    throw new Error('unreachable: the case was just evaluated');
  const { evaluation } = await keptEvaluation(office, state.evaluation.digest);
  const reached = evaluation.level.assessed >= level;
  const open = evaluation.gaps.map((gap) => `${gap.requirement} (${gap.title})`).join('; ');
  if (reached)
    done(
      await grantCase(
        office,
        command('grant', 'decider', `Every requirement of level ${String(level)} is met as assessed.`),
      ),
    );
  else
    done(
      await refuseCase(
        office,
        command('refuse', 'decider', `Level ${String(level)} is not reached: ${open}.`),
      ),
    );
  return reached;
}

/** What the sandbox's applicant signs; the text and version are the scheme's. */
function declarationsOf(scheme: SchemeEdition, signedAt: Instant) {
  return scheme.declarations.map(({ id, version }) => ({
    declaration: id,
    version,
    signer: 'Ada Applicant (sandbox)',
    capacity: 'Applicant of the sandbox, not the maker',
    signedAt,
  }));
}

async function handed(examples: string, file: string): Promise<Handed> {
  const bytes = await readBytes(join(examples, file));
  if (!bytes.ok) throw new Error(`examples/${file}: ${bytes.refusal.code}`);
  return { file, bytes: bytes.value };
}

function manufacturerIn({ library }: Office, dossier: Handed): string {
  return done(readDossier(library, dossier)).document.product.manufacturer;
}

function done<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(`the rehearsal stopped: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
