import type { Reason } from '@assay/vocabulary/evaluation';
import type { ComponentChildren, JSX } from 'preact';

import { Notice } from '../layout/notice.tsx';
import { ReasonTree } from '../layout/reason-tree.tsx';

/** What an application lacks, item by item; the way to what follows from that where it is not this page. */
export function MissingItems({
  items,
  say,
  children,
}: {
  readonly items: readonly Reason[];
  readonly say: (reason: Reason) => string;
  /** The other page. */
  readonly children?: ComponentChildren;
}): JSX.Element {
  if (items.length === 0)
    return (
      <Notice kind="done" title="Nothing is missing">
        <p>All that the scheme asks of an application is there. {children}</p>
      </Notice>
    );
  return (
    <>
      <Notice
        kind="warning"
        title={items.length === 1 ? '1 item is missing' : `${items.length} items are missing`}
      >
        <p>The applicant gets this list word for word, and can correct each. {children}</p>
      </Notice>
      <ol class="items">
        {items.map((item) => (
          <li>
            <ReasonTree reason={item} say={say} open />
          </li>
        ))}
      </ol>
    </>
  );
}
