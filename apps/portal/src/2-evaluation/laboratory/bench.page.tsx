import { benchPapers } from '@assay/office/2-evaluation/bench-papers';
import { beginFurtherReport } from '@assay/office/2-evaluation/enter-in-report';
import { ok } from '@assay/vocabulary/result';
import { closed } from '@assay/vocabulary/schema';

import { deskForm, deskPage, type CaseContext, type DeskRoute } from '../../http/desk-route.ts';
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
  deskForm({
    path: '/desk/laboratory/cases/:case/further',
    permission: AT_BENCH,
    event: 'report.begun',
    body: closed({}),
    fields: {},
    again: async (_, at) => {
      const shown = await page(at);
      return shown.ok ? ok(shown.value.page) : shown;
    },
    answer: async (_, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { office, who } = opened.value;
      const begun = await beginFurtherReport(office, who);
      return begun.ok ? ok({ to: benchPath(at.case.id) }) : begun;
    },
  }),
];

async function page(at: CaseContext) {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, bench } = opened.value;
  return ok({ page: BenchView({ at, office, bench, papers: await benchPapers(office, bench) }) });
}
