import type { Lacking } from '@assay/conformity/2-evaluation/report-draft';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import type { ReportPreview } from '@assay/office/2-evaluation/sign-report';
import type { TestReport } from '@assay/vocabulary/test-report';
import { unreachable } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import type { CaseContext } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { Buttons, DeskForm, Field, TextArea, Tick } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { Day } from '../../layout/when.tsx';
import { BenchFrame, benchPath, testPath } from './bench-at.tsx';

type Shown = {
  readonly at: CaseContext;
  readonly bench: Bench;
  readonly preview: ReportPreview;
  readonly form: FormState;
};

/** The report as it will be signed, or what it still lacks. */
export function SignView({ at, bench, preview, form }: Shown): JSX.Element {
  const { lacking, refused, report, handed } = preview;
  const isSigned = bench.kept?.report !== undefined;
  const prove = `/account/prove?return=${encodeURIComponent(benchPath(at.case.id, 'sign'))}`;
  return (
    <BenchFrame at={at} bench={bench} title="Sign and hand in" form={form}>
      {lacking.length > 0 && <Missing id={bench.state.id} lacking={lacking} />}
      {refused && (
        <Notice kind="warning" title="This report would not be taken">
          <p>{at.words.refusal(refused)}</p>
        </Notice>
      )}
      {report && <Said report={report} digest={handed?.digest ?? ''} />}
      {isSigned && (
        <Notice kind="done" title="It is signed and handed in">
          <p>
            <a href={benchPath(at.case.id)}>Back to the case</a>
          </p>
        </Notice>
      )}
      {report && !refused && !isSigned && (
        <>
          <p class="measure">
            Whoever signs has proved within the last minutes who they are. If yours is longer ago,{' '}
            <a href={prove}>prove it again</a>, then come back: nothing is lost.
          </p>
          <DeskForm form={form}>
            <input type="hidden" name="digest" value={handed?.digest ?? ''} />
            <Field form={form} name="capacity" hint="As whom you sign for your laboratory." />
            <TextArea form={form} name="because" rows={2} />
            <Tick
              form={form}
              name="agreed"
              hint="Your name, your capacity, the time and the digest above are kept with it."
            />
            <Buttons
              does="Sign and hand in"
              back={{ path: benchPath(at.case.id), name: 'Back to the case' }}
            />
          </DeskForm>
        </>
      )}
    </BenchFrame>
  );
}

function Said({ report, digest }: { readonly report: TestReport; readonly digest: string }): JSX.Element {
  const { laboratory, object } = report;
  const verdicts = report.results.flatMap(({ cases }) => cases.map(({ verdict }) => verdict));
  const counted = [...new Set(verdicts)].map(
    (verdict) =>
      `${String(verdicts.filter((one) => one === verdict).length)} ${verdict.replaceAll('-', ' ')}`,
  );
  return (
    <SummaryList
      rows={[
        { name: 'Report', value: <span class="code">{report.report}</span> },
        { name: 'SHA-256', value: <span class="code">{digest}</span> },
        { name: 'Laboratory', value: `${laboratory.name}, ${laboratory.party} party` },
        {
          name: 'Competence',
          value: laboratory.accreditation
            ? `${laboratory.competence}, by ${laboratory.accreditation.by}`
            : laboratory.competence,
        },
        {
          name: 'Tested',
          value: `${object.product}, hardware ${object.hardwareVersion}, firmware ${object.firmwareVersion}`,
        },
        {
          name: 'Days',
          value: (
            <>
              <Day at={report.testedFrom} /> to <Day at={report.testedUntil} />
            </>
          ),
        },
        { name: 'What was done', value: report.activity.replaceAll('-', ' ') },
        { name: 'Analyst', value: report.analyst },
        { name: 'Instruments', value: report.instruments.map(({ name }) => name).join(', ') },
        { name: 'Verdicts', value: counted.join(', ') },
      ]}
    />
  );
}

function Missing({
  id,
  lacking,
}: {
  readonly id: string;
  readonly lacking: readonly Lacking[];
}): JSX.Element {
  return (
    <Notice kind="warning" title={`${String(lacking.length)} entries are missing`}>
      <ul>
        {lacking.slice(0, MOST_SHOWN).map((one) => (
          <li>
            <Link id={id} one={one} />
          </li>
        ))}
      </ul>
      {lacking.length > MOST_SHOWN && <p>And {String(lacking.length - MOST_SHOWN)} more.</p>}
    </Notice>
  );
}

const MOST_SHOWN = 12;

function Link({ id, one }: { readonly id: string; readonly one: Lacking }): JSX.Element {
  switch (one.code) {
    case 'object-not-named':
      return <a href={benchPath(id, 'object')}>What was tested, when and by whom</a>;
    case 'verdict-missing':
      return <a href={testPath(id, one.provision, one.test)}>Test case {one.test}</a>;
    case 'nothing-to-report':
      return <>This level needs no laboratory</>;
    default:
      return unreachable(one);
  }
}
