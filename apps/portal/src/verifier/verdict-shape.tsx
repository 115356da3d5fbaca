import type { JSX } from 'preact';

import { StateShape } from '../layout/state-badge.tsx';
import type { Look } from './sentences.ts';

/** The silhouette of an answer: that of the label's state, and one more for what this device could not check. */
export function VerdictShape({ look }: { readonly look: Look }): JSX.Element {
  if (look !== 'not-checked') return <StateShape standing={look} />;
  return (
    <svg class="shape" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <rect class="hollow" x="1.7" y="1.7" width="20.6" height="20.6" />
      <path class="line" d="M7.5 12h9" />
    </svg>
  );
}
