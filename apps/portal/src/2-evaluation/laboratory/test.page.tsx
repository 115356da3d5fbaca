import { foundFor, stateOf } from '@assay/conformity/2-evaluation/report-draft';
import type { PlannedCase, PlannedTest } from '@assay/conformity/2-evaluation/test-plan';
import { markAt } from '@assay/office/2-evaluation/enter-in-report';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { saidOfPlan } from '@assay/office/2-evaluation/said-of-plan';
import { FoundSchema } from '@assay/vocabulary/bench-api';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, text, Type, type Static } from '@assay/vocabulary/schema';
import {
  LONGEST_OBSERVED,
  LONGEST_SUMMARY,
  LONGEST_UNIT,
  VerdictSchema,
  type Verdict,
} from '@assay/vocabulary/test-report';
import type { JSX } from 'preact';

import { actBothWays, type Acting } from '../../http/desk-act.ts';
import { deskPage, type CaseContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { BENCH_API, enteredTold, enterHere } from './bench-act.ts';
import { AT_BENCH, benchAt, benchPath, testPath } from './bench-at.tsx';
import { TestView } from './test.view.tsx';

const path = '/desk/laboratory/cases/:case/tests/:provision/:test';
const WORDS: FieldWords = {
  verdict: { label: 'Verdict of this test case', missing: 'Choose a verdict' },
  unit: { label: 'Verdict on each part' },
  seen: { label: 'What was observed on each part' },
  observed: { label: 'What was observed' },
  summary: { label: 'Summary for the whole provision', missing: 'Summarise what was found' },
};
const FormSchema = closed({
  verdict: VerdictSchema,
  /** Each a part and its verdict, as `lamp pass`. */
  unit: listOf(text(120), 500),
  /** What was observed on each part, in the order of the plan; empty where nothing is said of one. */
  seen: listOf(Type.String({ maxLength: LONGEST_UNIT, verbatim: true }), 500),
  observed: Type.Optional(text(LONGEST_OBSERVED)),
  summary: text(LONGEST_SUMMARY),
  saw: text(40),
});

/** Bytes: as much as can be said of each of many parts. */
const LIMIT = 2 ** 21;

/** One test case: what the maker states, what the standard asks, and the verdict. */
export const testRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: AT_BENCH, event: 'case.read' },
    answer: async ({ params }, at) => {
      const page = await shown(at, params);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  ...actBothWays({
    ...{ permission: AT_BENCH, event: 'report.saved', body: FoundSchema },
    does: enter,
    form: {
      ...{ path, fields: WORDS, limit: LIMIT },
      again: ({ params }, at, form) => shown(at, params, form),
      fieldOf: { 'verdict-contradicts-units': 'unit', 'unit-verdict-missing': 'unit', 'unit-twice': 'unit' },
      own: {
        body: FormSchema,
        read: fieldsOf,
      },
      then: async (bench, { params }) => {
        const planned = plannedAt(bench, params);
        return planned.ok ? ok({ to: nextOf(bench, planned.value) }) : planned;
      },
    },
    api: {
      ...{ ...BENCH_API, path: '/api/v1/cases/:case/bench/tests/:provision/:test', method: 'PUT' },
      ...{ told: enteredTold, limit: LIMIT },
      summary: 'Enters the verdict on one test case of the plan, and on each part that it is run on.',
      refusals: [
        ...BENCH_API.refusals,
        ...['no-such-page', 'not-in-test-plan', 'verdict-contradicts-units', 'unit-twice'],
      ],
    },
  }),
];

async function enter(asked: Acting<Static<typeof FoundSchema>>, at: CaseContext) {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const planned = plannedAt(opened.value.bench, asked.params);
  if (!planned.ok) return planned;
  const { summary, ...said } = asked.body;
  const { test, one } = planned.value;
  const found = { case: one.id, ...said };
  return enterHere(asked, at, { enter: 'verdict', provision: test.provision, summary, found });
}

async function fieldsOf(
  { saw, ...fields }: Static<typeof FormSchema>,
  at: CaseContext,
  params: Acting['params'],
) {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const planned = plannedAt(opened.value.bench, params);
  if (!planned.ok) return planned;
  const body = foundIn(planned.value, fields);
  return body.ok ? ok({ body: body.value, saw }) : body;
}

type Planned = { readonly test: PlannedTest; readonly one: PlannedCase };

function plannedAt(
  { plan }: Bench,
  { provision, test: id }: Readonly<Record<string, string>>,
): Result<Planned, Refusal> {
  const test = plan.tests.find((planned) => planned.provision === provision);
  const one = test?.cases.find((planned) => planned.id === id);
  return test && one ? ok({ test, one }) : refuse({ code: 'no-such-page' });
}

/** What the fields of the form say of a test case: the verdicts beside the names of the parts, in the order of the plan. */
function foundIn(
  { test }: Planned,
  { verdict, observed, summary, ...fields }: Omit<Static<typeof FormSchema>, 'saw'>,
): Result<Static<typeof FoundSchema>, Refusal> {
  const seen = new Map(
    test.units.flatMap(({ part }, i) => {
      const told = fields.seen[i]?.trim() ?? '';
      return told === '' ? [] : [[part, told] as const];
    }),
  );
  const units = fields.unit.flatMap((text) => {
    const [part = '', said] = text.split(' ');
    const found = VERDICTS.find((known) => known === said);
    const observed = seen.get(part);
    return found ? [{ part, verdict: found, ...(observed !== undefined && { observed }) }] : [];
  });
  if (units.length < fields.unit.length || fields.seen.length > test.units.length)
    return refuse({ code: 'form-malformed' });
  const silent = [...seen.keys()].find((part) => !units.some((one) => one.part === part));
  if (silent !== undefined) return refuse({ code: 'unit-verdict-missing', part: silent });
  return ok({ verdict, units, summary, ...(observed !== undefined && { observed }) });
}

/** Every verdict, in the order in which it is chosen. */
const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'inconclusive', 'not-applicable'];

/** The next test case that is not done, from this one on and then from the start; else the case. */
function nextOf({ plan, draft, state }: Bench, { test, one }: Planned): string {
  const all = plan.tests.flatMap((each) => each.cases.map((each1) => ({ test: each, one: each1 })));
  const here = all.findIndex((each) => each.test.provision === test.provision && each.one.id === one.id);
  const next = [...all.slice(here + 1), ...all.slice(0, here)].find(
    (each) => stateOf(draft, each.test, each.one) !== 'done',
  );
  return next ? testPath(state.id, next.test.provision, next.one.id) : benchPath(state.id);
}

async function shown(
  at: CaseContext,
  params: Readonly<Record<string, string>>,
  sent?: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, bench } = opened.value;
  const planned = plannedAt(bench, params);
  if (!planned.ok) return planned;
  const { test, one } = planned.value;
  const { found, summary } = foundFor(bench.draft, test.provision, one.id);
  const values = {
    ...(found?.verdict !== undefined && { verdict: found.verdict }),
    unit: found?.units.map(({ part, verdict }) => `${part} ${verdict}`) ?? [],
    seen: test.units.map(({ part }) => found?.units.find((one) => one.part === part)?.observed ?? ''),
    ...(found?.observed !== undefined && { observed: found.observed }),
    ...(summary !== undefined && { summary }),
  };
  const mark = markAt(bench.draft, { at: 'verdict', provision: test.provision, test: one.id });
  const said = await saidOfPlan(office, bench);
  return ok(TestView({ at, bench, test, one, said, mark, form: sent ?? at.form(WORDS, values) }));
}
