import { markReported } from '@assay/records/report-draft';
import { ok, refuse } from '@assay/vocabulary/result';

import type { CaseCommand } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import type { Handed } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import type { ReportChanged } from './enter-in-report.ts';
import { openBench } from './report-bench.ts';
import { recordReport } from './record-report.ts';
import { previewReport } from './report-to-sign.ts';

type HandIn = CaseCommand & { readonly report: Handed; readonly jws?: string };

/**
 * Takes a report that a program of a laboratory hands in. Where it is, byte for byte, what was entered at the bench, the
 * bench holds it as handed in from then on, in the same transaction.
 */
export async function handInReport(office: Office, command: HandIn) {
  const { case: id, by, as, report } = command;
  const bench = await openBench(office, { case: id, by, ...(as !== undefined && { as }) });
  const entered = bench.ok ? bench.value : undefined;
  const kept = entered?.kept;
  const digest = digestOf(report.bytes);
  const isEntered =
    entered && kept?.report === undefined && previewReport(office, entered).handed?.digest === digest;
  if (!entered || !kept || !isEntered) return recordReport<ReportChanged>(office, command);
  const { organisation: laboratory } = entered.laboratory;
  const of = { administrator: administratorOf(office), case: id, laboratory, report: digest };
  const { number, version } = kept;
  return recordReport<ReportChanged>(office, {
    ...command,
    beside: async (tx) =>
      (await markReported(tx, { ...of, number, version }))
        ? ok(undefined)
        : refuse({ code: 'report-draft-changed' }),
  });
}
