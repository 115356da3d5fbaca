import type { Instant } from '@assay/vocabulary/instant';
import type { LabelStep } from '@assay/vocabulary/label-record';
import type { RebuiltStep } from '@assay/vocabulary/rebuilt-record';
import type { JSX } from 'preact';

import { Day } from '../layout/when.tsx';

type What = LabelStep['what'] | RebuiltStep['what'];

type Life = {
  readonly steps: readonly {
    readonly at: Instant;
    readonly what: What;
    /** Why, or where it is logged. */
    readonly beside?: string;
  }[];
  /** When its time was over. */
  readonly expired: Instant | undefined;
};

/** The label's public life, oldest first; expiry is nobody's act and so is only computed. */
export function History({ steps, expired }: Life): JSX.Element {
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="history">
        {steps.map(({ at, what, beside }) => (
          <li>
            <Day at={at} />
            <span>
              <strong>{STEPS[what]}</strong>
              {beside !== undefined && <span class="soft"> {beside}</span>}
            </span>
          </li>
        ))}
        {expired !== undefined && (
          <li>
            <Day at={expired} />
            <strong>Expired</strong>
          </li>
        )}
      </ol>
    </section>
  );
}

const STEPS: Readonly<Record<What, string>> = {
  issued: 'Issued',
  amended: 'Changed',
  'surveillance-opened': 'Surveillance opened',
  suspended: 'Suspended',
  restored: 'Restored',
  withdrawn: 'Revoked',
};
