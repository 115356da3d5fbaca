import type { CaseId } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import type { ActOpen } from './acts-open.ts';
import { pathOfCase } from './case-room.ts';

/** What whoever looks may do now, and what only others may, with the reason. */
export function ActList({
  id,
  acts,
}: {
  readonly id: CaseId;
  readonly acts: readonly ActOpen[];
}): JSX.Element | null {
  if (acts.length === 0) return null;
  const [mine, others] = [acts.filter((one) => !one.whyNot), acts.filter((one) => one.whyNot)];
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">What you can do</h2>
      {mine.length === 0 && <p>Nothing now: what this case allows is for others.</p>}
      {mine.length > 0 && (
        <ul class="acts-open">
          {mine.map(({ path, name, says }) => (
            <li>
              <a href={pathOfCase(id, path)}>{name}</a>
              <span class="sub">{says}</span>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <details class="fold">
          <summary>
            {others.length === 1
              ? '1 act that is not open to you'
              : `${others.length} acts that are not open to you`}
            , and why
          </summary>
          <dl class="known">
            {others.map(({ name, whyNot }) => (
              <div>
                <dt>{name}</dt>
                <dd>{whyNot}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
