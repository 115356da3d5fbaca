import { unreachable } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { StateShape } from '../layout/state-badge.tsx';
import { isStanding, type Look } from './sentences.ts';

/** The silhouette of an answer: those of the label states, and four more that differ from them without colour. */
export function VerdictShape({ look }: { readonly look: Look }): JSX.Element {
  if (isStanding(look)) return <StateShape standing={look} />;
  switch (look) {
    case 'not-proven':
      return <Shape outline={<path d="M12 .8 23.6 22.5H.4z" />} inside="M9.3 11.5l5.4 7m0-7-5.4 7" />;
    case 'not-checked':
      return (
        <Shape
          outline={<rect class="hollow" x="1.7" y="1.7" width="20.6" height="20.6" />}
          inside="M7.5 12h9"
          open
        />
      );
    case 'out-of-date':
      return <Shape outline={<circle cx="12" cy="12" r="11.5" />} inside="M12 5.5V12l4.6 3.2" />;
    case 'not-yet':
      return <Shape outline={<path d="M2 4h20v18H2zM6 1h3v5H6zm9 0h3v5h-3z" />} inside="M6.5 12h11" />;
    default:
      return unreachable(look);
  }
}

function Shape({
  outline,
  inside,
  open = false,
}: {
  readonly outline: JSX.Element;
  readonly inside: string;
  readonly open?: boolean;
}): JSX.Element {
  return (
    <svg class="shape" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      {outline}
      <path class={open ? 'line' : 'cut'} d={inside} />
    </svg>
  );
}
