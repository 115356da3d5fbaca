import { benchPapers } from '@assay/office/2-evaluation/bench-papers';
import { saidOfPlan } from '@assay/office/2-evaluation/said-of-plan';
import { beginFurtherReport } from '@assay/office/2-evaluation/enter-in-report';
import { ok } from '@assay/vocabulary/result';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type CaseContext, type DeskRoute } from '../../http/desk-route.ts';
import { BENCH_API, enteredTold } from './bench-act.ts';
import { AT_BENCH, benchAt, benchPath } from './bench-at.tsx';
import { BenchView } from './bench.view.tsx';

/** A case as its laboratory sees it: how far the report is, the test plan, what is asked and answered. */
export const benchRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/laboratory/cases/:case',
    permission: AT_BENCH,
    event: 'case.read',
    answer: async (_, at) => page(at),
  }),
  ...actBothWays({
    ...{ permission: AT_BENCH, event: 'report.begun' },
    does: async ({ version: expected }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { office, who } = opened.value;
      return beginFurtherReport(office, { ...who, ...(expected !== undefined && { expected }) });
    },
    form: {
      ...{ path: '/desk/laboratory/cases/:case/further', fields: {} },
      again: async (_, at) => {
        const shown = await page(at);
        return shown.ok ? ok(shown.value.page) : shown;
      },
      then: async (_, _asked, at) => ok({ to: benchPath(at.case.id) }),
    },
    api: {
      ...{ ...BENCH_API, path: '/api/v1/cases/:case/bench/further', told: enteredTold },
      summary: 'Begins a further report with what the last one said, once that was handed in.',
      refusals: ['report-not-handed-in'],
    },
  }),
];

async function page(at: CaseContext) {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, bench } = opened.value;
  const papers = await benchPapers(office, bench);
  return ok({ page: BenchView({ at, office, bench, papers, said: await saidOfPlan(office, bench) }) });
}
