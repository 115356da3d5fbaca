import { standingInPlan, type SaidOfPlan } from '@assay/conformity/2-evaluation/plan-standing';
import type { PlannedCase, PlannedTest, Unit } from '@assay/conformity/2-evaluation/test-plan';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import type { JSX } from 'preact';

import type { CaseContext } from '../../http/desk-route.ts';
import { errorsOf, type FormState } from '../../http/form-state.ts';
import { Buttons, Choices, DeskForm, TextArea } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { BenchFrame, benchPath } from './bench-at.tsx';
import { SAID, Stands, VERDICTS } from './plan.view.tsx';
import { IxitTables, type IxitTable } from './ixit.view.tsx';
import { Saw } from './tested-object.page.tsx';

type Shown = {
  readonly at: CaseContext;
  readonly bench: Bench;
  readonly test: PlannedTest;
  readonly one: PlannedCase;
  readonly said: SaidOfPlan;
  readonly mark: string;
  readonly form: FormState;
};

/** One test case with what is asked and stated above, and the verdict below. */
export function TestView({ at, bench, test, one, said, mark, form }: Shown): JSX.Element {
  const isSigned = bench.kept?.report !== undefined;
  return (
    <BenchFrame at={at} bench={bench} title={`${one.id} ${test.title}`} form={form}>
      <p class="lead">{test.outcome}</p>
      {test.mayNotApply && (
        <Notice kind="note" title="Whether it applies is open">
          <p>It turns on something that the maker has not answered. You may ask.</p>
        </Notice>
      )}
      <SummaryList
        rows={[
          {
            name: 'Kind of test',
            value: one.type ?? 'The standard prints no test case: the provision is tested',
          },
          { name: 'The maker says', value: <Stated test={test} /> },
          ...(one.reads.length > 0 ? [{ name: 'It reads', value: <Reads one={one} /> }] : []),
          { name: 'Counts for', value: test.requirements.map(({ ref }) => ref).join(', ') },
          {
            name: 'Its verdict',
            value: <Stands id={at.case.id} standing={standingInPlan(said, test, one)} said={said} />,
          },
        ]}
      />
      <IxitTables tables={readBy(bench, test, one)} />
      {isSigned ? (
        <Notice kind="done" title="The report is signed">
          <p>What was entered stays as it is.</p>
        </Notice>
      ) : (
        <DeskForm form={form}>
          <Saw mark={mark} />
          <Choices
            form={form}
            name="verdict"
            of={VERDICT_WORDS.map(([value, label]) => ({ value, label }))}
          />
          {test.units.length > 0 && <Units form={form} units={test.units} />}
          <TextArea
            form={form}
            name="observed"
            hint="What you did and saw, so that somebody else could see it too."
          />
          <TextArea form={form} name="summary" rows={3} hint="One for all test cases of this provision." />
          <Buttons does="Save and go on" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
        </DeskForm>
      )}
    </BenchFrame>
  );
}

/** What of the IXIT a test case is about: the tables that it reads, and of others the rows on which it is run. */
function readBy({ dossier }: Bench, test: PlannedTest, one: PlannedCase): readonly IxitTable[] {
  const read = new Set(one.reads.map(({ table }) => table));
  const parts = new Set(test.units.filter(({ kind }) => kind === 'row').map(({ part }) => part));
  return dossier.ixit
    .map((table) =>
      read.has(table.table) ? table : { ...table, rows: table.rows.filter(({ id }) => parts.has(id)) },
    )
    .filter(({ rows }) => rows.length > 0);
}

const VERDICT_WORDS = Object.entries(VERDICTS);

function Stated({ test: { stated } }: { readonly test: PlannedTest }): JSX.Element {
  return stated ? (
    <>
      {SAID[stated.supported]}. <span class="sub">{stated.reason}</span>
    </>
  ) : (
    <>Nothing about it</>
  );
}

function Reads({ one }: { readonly one: PlannedCase }): JSX.Element {
  return (
    <>
      {one.reads
        .map(({ table, rows }) =>
          table === 'ics'
            ? 'the conformance statement'
            : `${table} (${rows === 0 ? 'not in the dossier' : `${String(rows)} rows`})`,
        )
        .join(', ')}
    </>
  );
}

/** A verdict for each component or row: one list of each, sent under one name. */
function Units({ form, units }: { readonly form: FormState; readonly units: readonly Unit[] }): JSX.Element {
  const chosen = form.values.get('unit') ?? [];
  const seen = form.values.get('seen') ?? [];
  const wrong = errorsOf(form, 'unit');
  return (
    <div class={wrong.length > 0 ? 'group wrong' : 'group'}>
      <fieldset>
        <legend>{form.words['unit']?.label}</legend>
        {wrong.map((says) => (
          <p class="error">{says}</p>
        ))}
        {units.map(({ part, name, stated }, i) => {
          const id = i === 0 ? 'unit' : `unit-${String(i)}`;
          return (
            <>
              <p>
                <label for={id}>
                  {name === part ? part : `${name} (${part})`}
                  {stated !== undefined && <span class="sub">The maker says: {SAID[stated]}</span>}
                </label>
                <select id={id} name="unit">
                  <option value="">Choose</option>
                  {VERDICT_WORDS.map(([verdict, label]) => (
                    <option value={`${part} ${verdict}`} selected={chosen.includes(`${part} ${verdict}`)}>
                      {label}
                    </option>
                  ))}
                </select>
              </p>
              <p>
                <label for={`seen-${String(i)}`}>
                  <span class="soft">
                    What was observed on it<span class="unseen">: {name}</span>
                  </span>
                </label>
                <textarea id={`seen-${String(i)}`} name="seen" rows={2}>
                  {seen[i] ?? ''}
                </textarea>
              </p>
            </>
          );
        })}
      </fieldset>
    </div>
  );
}
