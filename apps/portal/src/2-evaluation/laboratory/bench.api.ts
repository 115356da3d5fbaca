import { standingInPlan, type SaidOfPlan } from '@assay/conformity/2-evaluation/plan-standing';
import { foundFor, stateOf } from '@assay/conformity/2-evaluation/report-draft';
import type { PlannedCase, PlannedTest } from '@assay/conformity/2-evaluation/test-plan';
import { saidOfPlan } from '@assay/office/2-evaluation/said-of-plan';
import { previewReport } from '@assay/office/2-evaluation/report-to-sign';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { HandedSchema } from '@assay/vocabulary/api';
import { ok } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, Type } from '@assay/vocabulary/schema';
import { TestReportKind } from '@assay/vocabulary/test-report';

import { deskApi, type DeskRoute } from '../../http/desk-route.ts';
import { BENCH_API, standOf } from './bench-act.ts';
import { AT_BENCH, benchAt } from './bench-at.tsx';

const { instruments, activity, testedFrom, testedUntil, analyst } = TestReportKind.schema.properties;
const { hardwareVersion, firmwareVersion, firmwareDigest } =
  TestReportKind.schema.properties.object.properties;
const UNITS = listOf(
  closed({ part: Type.String(), verdict: Type.String(), observed: Type.Optional(Type.String()) }),
);

/** The bench of a case for programs: the plan with what was entered so far; and the report as it would be signed. */
export const benchApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases/:case/bench', permission: AT_BENCH, event: 'case.read' },
    summary:
      'The test plan of a case, and what your laboratory has entered; its entity tag is needed to enter more.',
    gives: closed({
      ...BENCH_API.gives.properties,
      report: Type.Optional(Type.String({ description: 'Digest of what was handed in; it takes no more.' })),
      object: Type.Optional(
        closed({
          ...{ hardwareVersion, firmwareVersion, firmwareDigest },
          ...{ activity, testedFrom, testedUntil, analyst },
        }),
      ),
      instruments,
      /** The report once nothing is missing: word for word as a key of the laboratory signs it, and as it is handed in. */
      whole: Type.Optional(HandedSchema),
      tests: listOf(
        closed({
          ...{ provision: Type.String(), title: Type.String(), requirements: listOf(Type.String()) },
          /** Components or rows on which each case is run. */
          parts: listOf(Type.String()),
          /** Whether it applies turns on something that the maker has not answered. */
          mayNotApply: Type.Boolean(),
          summary: Type.Optional(Type.String()),
          cases: listOf(
            closed({
              ...{ test: Type.String(), state: oneOf(['open', 'begun', 'done']), units: UNITS },
              verdict: Type.Optional(Type.String()),
              observed: Type.Optional(Type.String()),
              /** What reports that were handed in say of it: each counts, and the worse word holds. */
              reported: listOf(closed({ report: Type.String(), verdict: Type.String() })),
              /** What the finished report says that waits to be signed. */
              waiting: Type.Optional(Type.String()),
            }),
          ),
        }),
      ),
    }),
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
