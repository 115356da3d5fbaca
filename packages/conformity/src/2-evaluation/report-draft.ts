import type { DraftCase, Instrument, ReportDraft, TestedObject } from '@assay/vocabulary/report-draft';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import { ok, refuse, unreachable, type Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import type { PlannedCase, PlannedTest, TestPlan } from './test-plan.ts';

/** One thing that is entered into a report. */
export type ReportEntry =
  | { readonly enter: 'object'; readonly about: TestedObject }
  | { readonly enter: 'instrument'; readonly instrument: Instrument }
  /** By its place in the list, from 0. */
  | { readonly enter: 'no-instrument'; readonly place: number }
  | {
      readonly enter: 'verdict';
      readonly provision: ProvisionRef;
      /** What was found for the whole provision, in a sentence. */
      readonly summary: string;
      readonly found: DraftCase;
    };

export type NotEnterable =
  /** The plan has no such test, or no such unit of it. */
  | { readonly code: 'not-in-test-plan'; readonly provision: string; readonly test: string }
  | { readonly code: 'verdict-contradicts-units'; readonly test: string; readonly units: readonly string[] }
  | { readonly code: 'unit-twice'; readonly test: string; readonly part: string }
  | { readonly code: 'tested-until-before-from'; readonly from: string; readonly until: string }
  | { readonly code: 'too-many-instruments'; readonly most: number };

const MOST_INSTRUMENTS = 100;

/** The draft after something was entered; what was entered at the same place before gives way. */
export function entered(
  draft: ReportDraft,
  plan: TestPlan,
  entry: ReportEntry,
): Result<ReportDraft, NotEnterable> {
  switch (entry.enter) {
    case 'object': {
      const { testedFrom: from, testedUntil: until } = entry.about;
      if (until < from) return refuse({ code: 'tested-until-before-from', from, until });
      return ok({ ...draft, about: entry.about });
    }
    case 'instrument':
      if (draft.instruments.length >= MOST_INSTRUMENTS)
        return refuse({ code: 'too-many-instruments', most: MOST_INSTRUMENTS });
      return ok({ ...draft, instruments: [...draft.instruments, entry.instrument] });
    case 'no-instrument':
      return ok({ ...draft, instruments: draft.instruments.filter((_, place) => place !== entry.place) });
    case 'verdict':
      return withVerdict(draft, plan, entry);
  }
}

/** Where something is entered: one place for what was tested, one for each test case. */
export type EntryPlace =
  | { readonly at: 'object' | 'instruments' }
  | { readonly at: 'verdict'; readonly provision: ProvisionRef; readonly test: string };

/** The place of an entry. */
export function placeOf(entry: ReportEntry): EntryPlace {
  if (entry.enter === 'verdict') return { at: 'verdict', provision: entry.provision, test: entry.found.case };
  return { at: entry.enter === 'object' ? 'object' : 'instruments' };
}

/** What stands in a draft at a place. */
export function standsAt(draft: ReportDraft, place: EntryPlace): unknown {
  switch (place.at) {
    case 'object':
      return draft.about;
    case 'instruments':
      return draft.instruments;
    case 'verdict':
      return foundFor(draft, place.provision, place.test);
    default:
      return unreachable(place);
  }
}

/** What was entered for one test case so far. */
export function foundFor(
  draft: ReportDraft,
  provision: ProvisionRef,
  test: string,
): { readonly found: DraftCase | undefined; readonly summary: string | undefined } {
  const result = draft.results.find((one) => one.provision === provision);
  return { found: result?.cases.find((one) => one.case === test), summary: result?.summary };
}

function withVerdict(
  draft: ReportDraft,
  plan: TestPlan,
  { provision, summary, found }: Extract<ReportEntry, { enter: 'verdict' }>,
): Result<ReportDraft, NotEnterable> {
  const planned = plan.tests.find((one) => one.provision === provision);
  const units = new Set(planned?.units.map(({ part }) => part));
  if (!planned?.cases.some(({ id }) => id === found.case) || found.units.some(({ part }) => !units.has(part)))
    return refuse({ code: 'not-in-test-plan', provision, test: found.case });
  const twice = found.units.find(({ part }, i) => found.units.findIndex((one) => one.part === part) < i);
  if (twice) return refuse({ code: 'unit-twice', test: found.case, part: twice.part });
  const against = contradictions(planned, found);
  if (against.length > 0)
    return refuse({ code: 'verdict-contradicts-units', test: found.case, units: against });
  const before = draft.results.find((one) => one.provision === provision);
  const cases = [...(before?.cases ?? []).filter((one) => one.case !== found.case), found];
  const result = { provision, summary, cases };
  return ok({ ...draft, results: [...draft.results.filter((one) => one !== before), result] });
}

/** Units that failed although the whole passed; where only some of the components need to do it, that is no contradiction. */
function contradictions({ scope }: PlannedTest, { verdict, units }: DraftCase): readonly string[] {
  if (verdict !== 'pass' || scope === 'some-components') return [];
  return units.filter((one) => one.verdict === 'fail').map(({ part }) => part);
}

/** How far a test case is: `begun`, a verdict of the whole or of a unit is still missing. */
export type TestState = 'open' | 'begun' | 'done';

export function stateOf(draft: ReportDraft, planned: PlannedTest, { id }: PlannedCase): TestState {
  const { found } = foundFor(draft, planned.provision, id);
  if (!found) return 'open';
  const said = new Set(found.units.map(({ part }) => part));
  // What cannot apply to the whole applies to no unit of it.
  const isWhole = found.verdict === 'not-applicable' || planned.units.every(({ part }) => said.has(part));
  return found.verdict !== undefined && isWhole ? 'done' : 'begun';
}

/** Something that a report still lacks. */
export type Lacking =
  | { readonly code: 'object-not-named' }
  | { readonly code: 'verdict-missing'; readonly provision: ProvisionRef; readonly test: string }
  | { readonly code: 'nothing-to-report' };

/** Everything that is still missing before the report can be signed, in the order of the plan. */
export function lackingIn(draft: ReportDraft, plan: TestPlan): readonly Lacking[] {
  return [
    ...(draft.about ? [] : [{ code: 'object-not-named' as const }]),
    ...(plan.tests.length > 0 ? [] : [{ code: 'nothing-to-report' as const }]),
    ...plan.tests.flatMap((planned) =>
      planned.cases
        .filter((one) => stateOf(draft, planned, one) !== 'done')
        .map(({ id }) => ({
          code: 'verdict-missing' as const,
          provision: planned.provision,
          test: id,
        })),
    ),
  ];
}

export type ReportIncomplete = { readonly code: 'report-incomplete'; readonly missing: number };

/** What a report says beside what was entered. */
export type ReportHead = Pick<TestReport, 'report' | 'provenance' | 'laboratory'> & {
  readonly product: string;
};

/** The report that a whole draft becomes: the same entries give the same report, in whichever order they came. */
export function reportOf(
  draft: ReportDraft,
  plan: TestPlan,
  { product, ...head }: ReportHead,
): Result<TestReport, ReportIncomplete> {
  const missing = lackingIn(draft, plan).length;
  const { about } = draft;
  if (!about || missing > 0) return refuse({ code: 'report-incomplete', missing });
  const { hardwareVersion, firmwareVersion, firmwareDigest, ...rest } = about;
  return ok({
    ...head,
    ...rest,
    object: {
      ...{ product, hardwareVersion, firmwareVersion },
      ...(firmwareDigest !== undefined && { firmwareDigest }),
    },
    instruments: draft.instruments,
    results: plan.tests.map((planned) => resultOf(draft, planned)),
  });
}

function resultOf(
  draft: ReportDraft,
  { provision, cases, units }: PlannedTest,
): TestReport['results'][number] {
  const { summary } = foundFor(draft, provision, '');
  return {
    provision,
    summary: summary ?? '',
    cases: cases.map(({ id }) => {
      const { found } = foundFor(draft, provision, id);
      if (found?.verdict === undefined) throw new Error(`unreachable: ${id} has a verdict`);
      const byUnit = units.flatMap(({ part }) => found.units.filter((one) => one.part === part));
      return {
        ...{ case: id, verdict: found.verdict },
        ...(byUnit.length > 0 && { units: byUnit }),
        ...(found.observed !== undefined && { observed: found.observed }),
      };
    }),
  };
}
