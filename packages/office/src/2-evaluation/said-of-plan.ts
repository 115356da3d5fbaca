import type { SaidOfPlan } from '@assay/conformity/2-evaluation/plan-standing';

import { eventsForLaboratory } from '../case-file/shown-of-case.ts';
import { keptReports } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import type { Bench } from './report-bench.ts';
import { previewFinished } from './report-to-sign.ts';

/** What the laboratory at a bench has said of its plan; of its reports those that are in the case as it stands. */
export async function saidOfPlan(office: Office, bench: Bench): Promise<SaidOfPlan> {
  const { state, events, laboratory, draft, kept } = bench;
  const own = eventsForLaboratory(events, laboratory.organisation).flatMap((event) =>
    event.type === 'TestReportReceived' ? [event.report] : [],
  );
  const counting = own.filter((digest) => state.reports.includes(digest));
  const of = { administrator: administratorOf(office), digests: counting };
  const reports = await keptReports(office.records.read, of);
  return {
    ...{ draft, isHandedIn: kept?.report !== undefined },
    waiting: (await previewFinished(office, bench))?.report,
    reports: counting.flatMap((digest) => {
      const report = reports.get(digest);
      return report ? [{ digest, report, number: own.indexOf(digest) + 1 }] : [];
    }),
  };
}
