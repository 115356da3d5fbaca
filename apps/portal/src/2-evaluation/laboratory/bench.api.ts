import { standingInPlan, type SaidOfPlan } from '@assay/conformity/2-evaluation/plan-standing';
import { foundFor, stateOf } from '@assay/conformity/2-evaluation/report-draft';
import type { PlannedCase, PlannedTest } from '@assay/conformity/2-evaluation/test-plan';
import { saidOfPlan } from '@assay/office/2-evaluation/said-of-plan';
import { previewReport } from '@assay/office/2-evaluation/report-to-sign';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { BenchSchema } from '@assay/vocabulary/bench-api';
import { ok } from '@assay/vocabulary/result';

import { deskApi, type DeskRoute } from '../../http/desk-route.ts';
import { standOf } from './bench-act.ts';
import { AT_BENCH, benchAt } from './bench-at.tsx';

/** The bench of a case for programs: the plan with what was entered so far; and the report as it would be signed. */
export const benchApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases/:case/bench', permission: AT_BENCH, event: 'case.read' },
    summary:
      'The test plan of a case, and what your laboratory has entered; its entity tag is needed to enter more.',
    gives: BenchSchema,
    answer: async (_asked, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { office, bench } = opened.value;
      const { plan, draft, kept, version } = bench;
      const said = await saidOfPlan(office, bench);
      const { handed } = previewReport(office, bench);
      return ok({
        data: {
          ...standOf(bench),
          ...(kept?.report !== undefined && { report: kept.report }),
          ...(draft.about && { object: draft.about }),
          ...(handed && { whole: { file: handed.file, document: textOf(handed.bytes) } }),
          instruments: [...draft.instruments],
          tests: plan.tests.map((test) => testTold({ bench, said }, test)),
        },
        version,
      });
    },
  }),
];

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

type Told = { readonly bench: Bench; readonly said: SaidOfPlan };

function testTold({ bench, said }: Told, test: PlannedTest) {
  const { provision, title, requirements, units, mayNotApply, cases } = test;
  const [first] = cases;
  const { summary } = foundFor(bench.draft, provision, first?.id ?? '');
  return {
    ...{ provision, title, mayNotApply, requirements: requirements.map(({ ref }) => ref) },
    parts: units.map(({ part }) => part),
    ...(summary !== undefined && { summary }),
    cases: cases.map((one) => caseTold({ bench, said }, test, one)),
  };
}

function caseTold({ bench, said }: Told, test: PlannedTest, one: PlannedCase) {
  const { found } = foundFor(bench.draft, test.provision, one.id);
  const { verdict, observed, units = [] } = found ?? {};
  const { reported, waiting } = standingInPlan(said, test, one);
  return {
    ...{ test: one.id, state: stateOf(bench.draft, test, one), units: [...units], reported: [...reported] },
    ...(verdict !== undefined && { verdict }),
    ...(observed !== undefined && { observed }),
    ...(waiting !== undefined && { waiting }),
  };
}
