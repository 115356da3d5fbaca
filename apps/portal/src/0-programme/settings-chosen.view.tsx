import type { SettingsOfAdministrator } from '@assay/office/0-programme/settings-open';
import type { JSX } from 'preact';

import { nameOf } from '../case-file/case-clocks.ts';
import { schemeTitle } from '../case-file/queue.view.tsx';
import type { DeskContext } from '../http/desk-route.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { Choices, standing } from './settings.view.tsx';

/** What label administrators chose where the schemes that somebody looks after fix nothing: to read. */
export function ChosenView({
  at,
  chosen,
}: {
  readonly at: DeskContext;
  readonly chosen: readonly SettingsOfAdministrator[];
}): JSX.Element {
  return (
    <DeskFrame title="Settings chosen" at={at}>
      <h1>Settings that administrators chose</h1>
      <p class="lead">
        Lengths that no rule of your schemes fixes, such as the time that a decision may take, as label
        administrators chose them. A clock that runs keeps the number with which it began.
      </p>
      {chosen.length === 0 && (
        <Empty says="No label administrator has chosen anything under your schemes yet." />
      )}
      {chosen.map(({ administrator, name, settings }) => (
        <section aria-labelledby={`of-${administrator}`}>
          <h2 id={`of-${administrator}`}>
            {name} <span class="code">{administrator}</span>
          </h2>
          <DataTable
            caption={`What ${name} chose`}
            rows={settings}
            columns={[
              {
                name: 'What',
                cell: ({ edition, setting }) => (
                  <>
                    {nameOf(setting.id)}
                    <span class="sub">{schemeTitle(at, edition)}</span>
                  </>
                ),
              },
              ...standing(at),
              { name: 'Source', cell: ({ now, choices }) => (now ?? choices[0])?.source },
            ]}
          />
          {settings.map((open) => (
            <details>
              <summary>
                Every choice: {nameOf(open.setting.id)}, {schemeTitle(at, open.edition)}
              </summary>
              <Choices caption="The newest choice first" open={open} />
            </details>
          ))}
        </section>
      ))}
    </DeskFrame>
  );
}
