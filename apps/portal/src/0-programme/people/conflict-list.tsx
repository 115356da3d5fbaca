import type { MemberShown } from '@assay/office/0-programme/people/desk';
import type { JSX } from 'preact';

import { Day } from '../../layout/when.tsx';

/** The conflicts of interest that somebody declared, each with its reason and day. */
export function ConflictList({ conflicts }: Pick<MemberShown, 'conflicts'>): JSX.Element {
  return (
    <ul>
      {conflicts.map(({ manufacturer, declaredAt, because }) => (
        <li>
          {manufacturer}: {because}{' '}
          <span class="soft">
            (<Day at={declaredAt} />)
          </span>
        </li>
      ))}
    </ul>
  );
}
