import { officeFor } from '@assay/office/0-programme/office-for';
import { openBench, type Bench } from '@assay/office/2-evaluation/report-bench';
import type { Office } from '@assay/office/office';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { ComponentChildren, JSX } from 'preact';

import type { CaseContext, Refusal } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';

/** Who a bench is for: whoever tests, in a case that is assigned to them. */
export const AT_BENCH = { case: 'recordTestReport' } as const;

/** A bench with the office of the case's own administrator. */
export type OpenedBench = { readonly office: Office; readonly bench: Bench; readonly who: Who };
type Who = {
  readonly case: CaseContext['case']['id'];
  readonly by: CaseContext['signed']['person'];
  readonly as: NonNullable<CaseContext['signed']['seat']>;
};

/** Opens the bench of the address. Of a case that another laboratory tests nothing is said. */
export async function benchAt(at: CaseContext): Promise<Result<OpenedBench, Refusal>> {
  const { seat, person } = at.signed;
  if (seat === undefined) return refuse({ code: 'no-such-case' });
  const office = await officeFor(at.office, at.case.administrator);
  if (!office.ok) return office;
  const who = { case: at.case.id, by: person, as: seat };
  const bench = await openBench(office.value, who);
  if (!bench.ok) return refuse({ code: 'no-such-case' });
  at.note({ edition: bench.value.state.scheme });
  return ok({ office: office.value, bench: bench.value, who });
}

/** Address of a bench, or of a part of it. */
export function benchPath(id: string, ...parts: readonly string[]): string {
  return ['/desk/laboratory/cases', id, ...parts.map(encodeURIComponent)].join('/');
}

/** Address of one test case. */
export function testPath(id: string, provision: ProvisionRef, test: string): string {
  return benchPath(id, 'tests', provision, test);
}

/** What the scheme of a case and its level are called. */
export function labelAsked({ scheme, texts, state }: Bench): string {
  const level = scheme.levels.find(({ rank }) => rank === state.level);
  const name = texts[scheme.title] ?? scheme.id;
  return level && scheme.levels.length > 1
    ? `${name}, level ${String(level.rank)} (${texts[level.name] ?? level.name})`
    : name;
}

/** A page about a part of a bench: which case it is, and the way back. */
export function BenchFrame({
  at,
  bench,
  title,
  form,
  script,
  children,
}: {
  readonly at: CaseContext;
  readonly bench: Bench;
  readonly title: string;
  readonly form?: FormState;
  /** Address of a script that this page alone runs. */
  readonly script?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { state } = bench;
  return (
    <DeskFrame title={`${title}: ${state.product}`} at={at} {...(script !== undefined && { script })}>
      <p class="back">
        <a href={benchPath(state.id)}>{state.product}</a>
      </p>
      {form && <ErrorSummary form={form} />}
      <h1>{title}</h1>
      {children}
    </DeskFrame>
  );
}
