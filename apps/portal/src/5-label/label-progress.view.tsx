import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { JSX } from 'preact';

import { Notice } from '../layout/notice.tsx';
import { TaskList } from '../layout/task-list.tsx';

/** How far a label is on its way to the public; once there, the way to its page and to its print files. */
export function LabelProgress({
  label: { id, state },
}: {
  readonly label: NonNullable<CaseSheet['label']>;
}): JSX.Element {
  if (state === 'granted')
    return (
      <Notice kind="done" title="The label is in the register">
        <ul>
          <li>
            <a href={`/L/${id}`}>
              Label <span class="code">{id}</span>
            </a>
          </li>
          <li>
            <a href={`/L/${id}/print`}>Files to print it from</a>
          </li>
        </ul>
      </Notice>
    );
  return (
    <Notice kind="note" title="The label is on its way to the public">
      <p>
        Label <span class="code">{id}</span>. Load this page again to see how far it is. Nothing of it may be
        relied on or printed before it is in the register.
      </p>
      <TaskList
        tasks={[
          { name: 'Asked for, and frozen as it will be stated', state: 'done' },
          { name: 'Signed, and entered into the public log', state: state === 'pending' ? 'begun' : 'done' },
          {
            name: 'Seen by the witnesses, and shown in the register',
            state: state === 'pending' ? 'blocked' : 'begun',
          },
        ]}
      />
    </Notice>
  );
}
