import type { Reason } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

type Say = (reason: Reason) => string;

/** A verdict that opens into its why, in place and without script; a single reason stands as a sentence. */
export function ReasonTree({
  reason,
  say,
  open = false,
  children,
}: {
  readonly reason: Reason;
  readonly say: Say;
  readonly open?: boolean;
  /** What stands below the tree: parts, evidence. */
  readonly children?: JSX.Element | null;
}): JSX.Element {
  if (reason.because.length === 0 && !children) return <p class="why">{say(reason)}</p>;
  return (
    <details class="why" open={open}>
      <summary>{say(reason)}</summary>
      <Because reasons={reason.because} say={say} />
      {children}
    </details>
  );
}

function Because({
  reasons,
  say,
}: {
  readonly reasons: readonly Reason[];
  readonly say: Say;
}): JSX.Element | null {
  if (reasons.length === 0) return null;
  return (
    <ul class="tree">
      {reasons.map((reason) => (
        <li>
          {say(reason)}
          <Because reasons={reason.because} say={say} />
        </li>
      ))}
    </ul>
  );
}
