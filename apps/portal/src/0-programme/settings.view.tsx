import type { SettingOpen } from '@assay/office/0-programme/settings-open';
import type { JSX } from 'preact';

import { nameOf } from '../case-file/case-clocks.ts';
import { schemeTitle } from '../case-file/queue.view.tsx';
import type { DeskContext } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { DataTable, type Column } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, Field, TextArea } from '../layout/form.tsx';
import { Day, Moment } from '../layout/when.tsx';

const path = '/desk/settings';

/** What the schemes leave to the administrator, and what holds today. */
export function SettingsView({
  at,
  settings,
}: {
  readonly at: DeskContext;
  readonly settings: readonly SettingOpen[];
}): JSX.Element {
  return (
    <DeskFrame title="Settings" at={at}>
      <h1>Settings</h1>
      <p class="lead">
        Lengths that no rule fixes, such as the time that a decision may take. A clock that runs keeps the
        number with which it began.
      </p>
      {settings.length === 0 ? (
        <Empty says="The schemes leave nothing open." />
      ) : (
        <DataTable
          caption="What the schemes leave to you"
          rows={settings}
          columns={[
            {
              name: 'What',
              cell: ({ edition, setting }) => (
                <>
                  <a href={addressOf({ edition, setting })}>{nameOf(setting.id)}</a>
                  <span class="sub">{schemeTitle(at, edition)}</span>
                </>
              ),
            },
            ...standing(at),
            { name: 'Source', cell: ({ now, setting }) => now?.source ?? setting.source },
          ]}
        />
      )}
    </DeskFrame>
  );
}

/** Another choice, above all that were made. */
export function ChooseView({
  at,
  form,
  open: { edition, setting, choices },
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly open: SettingOpen;
}): JSX.Element {
  const name = nameOf(setting.id);
  return (
    <DeskFrame title={name} at={at}>
      <p class="back">
        <a href={path}>Settings</a>
      </p>
      <ErrorSummary form={form} />
      <h1>
        <span class="sub">{schemeTitle(at, edition)}</span>
        {name}
      </h1>
      <DeskForm form={form}>
        <Field
          {...{ form, name: 'value', inputMode: 'numeric', width: 'short' }}
          hint={unitOf(setting.unit)}
        />
        <Field
          {...{ form, name: 'effectiveFrom', type: 'date', width: 'short' }}
          hint="Today or later. What has begun before keeps the number with which it began."
        />
        <TextArea
          {...{ form, name: 'source', rows: 2 }}
          hint="For whoever asks later, such as the number of a resolution."
        />
        <Buttons does="Choose it" back={{ path, name: 'Back' }} />
      </DeskForm>
      <h2>What was chosen so far</h2>
      {choices.length === 0 ? (
        <Empty says="Nobody has chosen yet." />
      ) : (
        <Choices caption="The newest choice first" open={{ setting, choices }} />
      )}
    </DeskFrame>
  );
}

/** What holds today, and what will. */
export function standing(at: DeskContext): readonly Column<SettingOpen>[] {
  return [
    {
      name: 'Today',
      cell: ({ now }) =>
        now ? (
          <>
            {now.value} {unitOf(now.unit)}
            <span class="sub">
              since <Day at={now.effectiveFrom} />
            </span>
          </>
        ) : (
          <span class="soft">Nobody has chosen</span>
        ),
    },
    {
      name: 'To come',
      cell: ({ choices, now }) => {
        const [next] = choices.filter((one) => !now || one.effectiveFrom > now.effectiveFrom);
        return next && next.effectiveFrom > at.now.slice(0, 10) ? (
          <>
            {next.value} from <Day at={next.effectiveFrom} />
          </>
        ) : (
          <span class="soft">No change</span>
        );
      },
    },
  ];
}

/** Every choice of one number: how much, from when, by whom, and where it was resolved. */
export function Choices({
  caption,
  open: { setting, choices },
}: {
  readonly caption: string;
  readonly open: Pick<SettingOpen, 'setting' | 'choices'>;
}): JSX.Element {
  return (
    <DataTable
      caption={caption}
      rows={choices}
      columns={[
        { name: 'Number', cell: ({ value }) => `${String(value)} ${unitOf(setting.unit)}` },
        { name: 'From', cell: ({ effectiveFrom }) => <Day at={effectiveFrom} /> },
        {
          name: 'Chosen',
          cell: (one) => (
            <>
              <Moment at={one.at} />
              <span class="sub">by {one.name}</span>
            </>
          ),
        },
        { name: 'Source', cell: ({ source }) => source },
      ]}
    />
  );
}

function addressOf({ edition, setting }: Pick<SettingOpen, 'edition' | 'setting'>): string {
  return `${path}/${encodeURIComponent(edition)}/${setting.id}`;
}

function unitOf(unit: string): string {
  return unit.replaceAll('-', ' ');
}
