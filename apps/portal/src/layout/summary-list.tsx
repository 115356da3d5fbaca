import type { ComponentChildren, JSX } from 'preact';

/** One thing that is known, and the way to change it. */
export type SummaryRow = {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly change?: string;
};

/** What is known of something, name by name; a missing value says so. */
export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }): JSX.Element {
  return (
    <dl class="known">
      {rows.map(({ name, value, change }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value === undefined || value === '' ? <span class="soft">Not given</span> : value}</dd>
          {change !== undefined && (
            <dd class="change">
              <a href={change}>
                Change<span class="unseen"> {name}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
