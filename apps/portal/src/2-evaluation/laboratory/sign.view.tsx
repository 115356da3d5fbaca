import type { Lacking } from '@assay/conformity/2-evaluation/report-draft';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import type { ReportPreview } from '@assay/office/2-evaluation/report-to-sign';
import type { Signable } from '@assay/office/2-evaluation/sign-report';
import type { TestReport } from '@assay/vocabulary/test-report';
import { unreachable } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { COMPETENCE_WORDS } from '../../0-programme/people/recognition-words.tsx';
import type { CaseContext } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { passkeyScript } from '../../layout/assets.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Buttons, DeskForm, Field, TextArea, Tick } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { Day } from '../../layout/when.tsx';
import { PasskeyForm } from '../../sign-in/passkey-form.tsx';
import { BenchFrame, benchPath, testPath } from './bench-at.tsx';

type Shown = {
  readonly at: CaseContext;
  readonly bench: Bench;
  readonly of: Signable;
  /** Address of the page. */
  readonly path: string;
  readonly preview: ReportPreview;
  readonly form: FormState;
  /** What a passkey is asked; absent: it is signed by confirmation. */
  readonly options?: object;
};

/** The report as it will be signed, or what it still lacks. */
export function SignView(shown: Shown): JSX.Element {
  const { at, bench, of, preview, form, options } = shown;
  const { lacking, refused, report, handed } = preview;
  const isSigned = of === 'entered' && bench.kept?.report !== undefined;
  return (
    <BenchFrame
      at={at}
      bench={bench}
      title="Sign and hand in"
      form={form}
      {...(options && { script: passkeyScript() })}
    >
      {lacking.length > 0 && <Missing id={bench.state.id} lacking={lacking} />}
      {refused && !isSigned && (
        <Notice kind="warning" title="This report would not be taken">
          <p>{at.words.refusal(refused)}</p>
        </Notice>
      )}
      {report && <Said report={report} digest={handed?.digest ?? ''} />}
      {report && <Verdicts report={report} />}
      {isSigned && (
        <Notice kind="done" title="It is signed and handed in">
          <p>
            <a href={benchPath(at.case.id)}>Back to the case</a>
          </p>
        </Notice>
      )}
      {report && !refused && !isSigned && (options ? WithPasskey(shown, options) : Confirmed(shown))}
    </BenchFrame>
  );
}

function WithPasskey(shown: Shown, options: object): JSX.Element {
  const { form, path } = shown;
  return (
    <>
      <h2>Sign with a passkey</h2>
      <p class="measure" data-without-passkey>
        This browser does not offer passkeys to this page.
      </p>
      <PasskeyForm
        form={form}
        action={`${path}/passkey`}
        asks="get"
        options={options}
        does="Sign and hand in"
      >
        <Fields {...shown} />
        <p class="hint">
          Your passkey signs the digest above. Anybody who has the case file can check that later.
        </p>
      </PasskeyForm>
      <p>
        <a href={`${path}?by=confirmation`}>Sign without a passkey</a>
      </p>
    </>
  );
}

function Confirmed(shown: Shown): JSX.Element {
  const { at, form, path } = shown;
  const prove = `/account/prove?return=${encodeURIComponent(`${path}?by=confirmation`)}`;
  return (
    <>
      <h2>Sign by confirmation</h2>
      <p class="measure">
        Whoever signs has proved within the last minutes who they are. If yours is longer ago,{' '}
        <a href={prove}>prove it again</a>, then come back: nothing is lost. A <a href="/account">passkey</a>{' '}
        signs the report itself.
      </p>
      <DeskForm form={form} action={path}>
        <Fields {...shown} />
        <Buttons does="Sign and hand in" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
      </DeskForm>
    </>
  );
}

function Fields({ form, preview: { handed } }: Shown): JSX.Element {
  return (
    <>
      <input type="hidden" name="digest" value={handed?.digest ?? ''} />
      <Field form={form} name="capacity" hint="As whom you sign for your laboratory." />
      <TextArea form={form} name="because" rows={2} />
      <Tick
        form={form}
        name="agreed"
        hint="Your name, your capacity, the time and the digest above are kept with it."
      />
    </>
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
            ? `${COMPETENCE_WORDS[laboratory.competence]}, by ${laboratory.accreditation.by}`
            : COMPETENCE_WORDS[laboratory.competence],
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

/** What the report says of each test case, before anybody signs it. */
function Verdicts({ report }: { readonly report: TestReport }): JSX.Element {
  const rows = report.results.flatMap(({ provision, summary, cases }) =>
    cases.map((one) => ({ ...one, provision, summary })),
  );
  return (
    <details>
      <summary>Every verdict of the report</summary>
      <DataTable
        caption="As they stand in the report"
        rows={rows}
        columns={[
          {
            name: 'Test case',
            cell: ({ case: id, provision }) => (
              <>
                <span class="code">{id}</span>
                <span class="sub">{provision}</span>
              </>
            ),
          },
          { name: 'Verdict', cell: ({ verdict }) => verdict.replaceAll('-', ' ') },
          {
            name: 'On each part',
            cell: ({ units = [] }) =>
              units.map(({ part, verdict, observed }) => (
                <p>
                  {part}: {verdict.replaceAll('-', ' ')}
                  {observed !== undefined && <span class="sub">{observed}</span>}
                </p>
              )),
          },
          {
            name: 'What was found',
            cell: ({ summary, observed }) => (
              <>
                {summary}
                {observed !== undefined && <span class="sub">{observed}</span>}
              </>
            ),
          },
        ]}
      />
    </details>
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
