import type { Counts, Evaluation, Outcome } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { OutcomeBadge } from '../layout/outcome-badge.tsx';

/** How many requirements ended how: a strip for the eye, and the table that says the same. */
export function CountsFigure({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element {
  const counted = COLUMNS.map(({ outcome, member }) => ({ outcome, count: evaluation.counts[member] }));
  const shown = counted.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="counts">
      <svg viewBox="0 0 300 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {shown.map(({ outcome, count }, i) => {
          const before = shown.slice(0, i).reduce((sum, one) => sum + one.count, 0);
          const [from, to] = [(300 * before) / total, (300 * (before + count)) / total];
          return <rect class={`is-${outcome}`} x={from} width={Math.max(1, to - from - 1.5)} height="12" />;
        })}
      </svg>
      <table>
        <caption>
          {String(total)} requirements up to level {String(evaluation.level.asked)}, as declared
        </caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Requirements</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ outcome, count }) => (
            <tr>
              <th scope="row">
                <OutcomeBadge outcome={outcome} />
              </th>
              <td class="figure">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLUMNS: readonly { readonly outcome: Outcome; readonly member: keyof Counts }[] = [
  { outcome: 'met', member: 'met' },
  { outcome: 'not-applicable', member: 'notApplicable' },
  { outcome: 'not-met', member: 'notMet' },
  { outcome: 'no-evidence', member: 'noEvidence' },
  { outcome: 'inconclusive', member: 'inconclusive' },
  { outcome: 'unanswered', member: 'unanswered' },
];
