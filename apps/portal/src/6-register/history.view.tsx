import type { Reason } from '@assay/vocabulary/evaluation';
import type { LabelRecord, LabelStep } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

import { Day } from '../layout/when.tsx';

/** The label's public life, oldest first; expiry is nobody's act and so is only computed. */
export function History({
  record,
  say,
}: {
  readonly record: LabelRecord;
  readonly say: (reason: Reason) => string;
}): JSX.Element {
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="history">
        {record.history.map(({ at, what, reasonCode }) => (
          <li>
            <Day at={at} />
            <span>
              <strong>{STEPS[what]}</strong>
              {reasonCode !== undefined && (
                <span class="soft"> {say({ code: reasonCode, facts: {}, because: [] })}</span>
              )}
            </span>
          </li>
        ))}
        {record.state === 'expired' && (
          <li>
            <Day at={record.validUntil} />
            <strong>Expired</strong>
          </li>
        )}
      </ol>
    </section>
  );
}

const STEPS: Readonly<Record<LabelStep['what'], string>> = {
  issued: 'Issued',
  'surveillance-opened': 'Surveillance opened',
  suspended: 'Suspended',
  restored: 'Restored',
  withdrawn: 'Revoked',
};
