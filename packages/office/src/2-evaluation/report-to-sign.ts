import { canonicalJson } from '@assay/attestation/canonical-json';
import { standingOn } from '@assay/conformity/0-programme/body-standing';
import {
  lackingIn,
  reportOf,
  type Lacking,
  type ReportIncomplete,
} from '@assay/conformity/2-evaluation/report-draft';
import { recordTestReport } from '@assay/conformity/2-evaluation/report';
import { readFinishedReport, type FinishedReport } from '@assay/records/finished-report';
import type { Digest } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import { digestOf } from '../digest.ts';
import { readReport, type Handed } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import type { Bench } from './report-bench.ts';

/** A report as it would be signed: its bytes, their digest, and what stands in the way. */
export type ReportPreview = {
  readonly lacking: readonly Lacking[];
  /** Why it would not be taken although it is whole. */
  readonly refused: { readonly code: string } | undefined;
  readonly report: TestReport | undefined;
  readonly handed: (Handed & { readonly digest: Digest }) | undefined;
};

/** Builds the report of a bench: the same entries give the same bytes, and so the same digest to sign. */
export function previewReport(office: Pick<Office, 'programme' | 'clock'>, bench: Bench): ReportPreview {
  const lacking = lackingIn(bench.draft, bench.plan);
  const built = builtFrom(office, bench);
  if (!built.ok) return { lacking, refused: undefined, report: undefined, handed: undefined };
  const report = built.value;
  const bytes = new TextEncoder().encode(canonicalJson(report));
  const handed = { file: `${report.report}.json`, bytes, digest: digestOf(bytes) };
  return { lacking, report, handed, refused: refusedNow(office, bench, { report, digest: handed.digest }) };
}

/** A finished report that waits at the bench, as it would be signed. Absent where the laboratory sent none. */
export async function previewFinished(
  office: Office,
  bench: Bench,
): Promise<(ReportPreview & Pick<FinishedReport, 'sentAt' | 'sentBy'>) | undefined> {
  const kept = await readFinishedReport(office.records.read, {
    ...{ administrator: administratorOf(office), case: bench.state.id },
    laboratory: bench.laboratory.organisation,
  });
  if (!kept) return undefined;
  const { fileName: file, bytes, digest, sentAt, sentBy } = kept;
  const read = readReport(office.library, { file, bytes });
  const of = { lacking: [], handed: { file, bytes, digest }, sentAt, sentBy };
  // It was read when it came; the standards here may be others since.
  if (!read.ok) return { ...of, report: undefined, refused: read.refusal };
  const report = read.value.document;
  return { ...of, report, refused: refusedNow(office, bench, { report, digest }) };
}

/** What the rule would say now to whoever is at the bench, if they handed a report in. */
export function refusedNow(
  { clock }: Pick<Office, 'clock'>,
  { state, analyst, dossier, recognition }: Bench,
  told: { readonly report: TestReport; readonly digest: Digest },
): { readonly code: string } | undefined {
  const act = { by: analyst, at: clock(), because: '' };
  const decided = recordTestReport(state, { ...act, ...told, dossier, recognition });
  return decided.ok ? undefined : decided.refusal;
}

function builtFrom(
  { programme }: Pick<Office, 'programme'>,
  { draft, plan, state, dossier, number, laboratory, recognition }: Bench,
): Result<TestReport, ReportIncomplete> {
  const { name, body, party } = laboratory;
  // Competence and accreditation as they stood when the tests ended: the programme's word, not the laboratory's.
  const standing = draft.about && standingOn(recognition.history, draft.about.testedUntil);
  const scope = standing?.state === 'recognised' ? standing.scope : undefined;
  const { by, scope: accredited, until } = scope?.accreditation ?? {};
  return reportOf(draft, plan, {
    report: `${state.id.replace('_', '-')}-report-${String(number)}`,
    provenance: {
      kind: programme.sandbox ? 'fictional' : 'submitted',
      note: programme.sandbox ? SANDBOX : ENTERED,
      sources: [],
    },
    laboratory: {
      ...{ body, name, party, competence: scope?.competence ?? 'none' },
      ...(by !== undefined &&
        accredited !== undefined &&
        until !== undefined && { accreditation: { by, scope: accredited, until } }),
    },
    product: dossier.product.name,
  });
}

const ENTERED = 'Entered test by test at the desk of the laboratory.';
const SANDBOX = 'Entered in a sandbox programme: no such test took place.';
