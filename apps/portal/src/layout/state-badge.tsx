import type { JSX } from 'preact';

import { wordOf, type Standing } from './standing.ts';

/** State as word, shape and colour in one line. The word is the name that a screen reader says. */
export function StateBadge({ standing }: { readonly standing: Standing }): JSX.Element {
  return (
    <span class={`badge is-${standing}`}>
      <StateShape standing={standing} />
      {wordOf(standing)}
    </span>
  );
}

/** The silhouette alone; outlines that differ without colour. Always beside its word. */
export function StateShape({ standing }: { readonly standing: Standing }): JSX.Element {
  const { outline, inside } = SHAPES[standing];
  return (
    <svg class="shape" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      {outline}
      {inside !== undefined && <path class="cut" d={inside} />}
    </svg>
  );
}

/** A seal: a star of sixteen blunt points. */
const SEAL = Array.from({ length: 32 }, (_, i) => {
  const [r, angle] = [i % 2 === 0 ? 11.7 : 9.7, (i * Math.PI) / 16];
  return `${(12 + r * Math.sin(angle)).toFixed(1)} ${(12 - r * Math.cos(angle)).toFixed(1)}`;
}).join(' ');

const SHAPES: Readonly<Record<Standing, { outline: JSX.Element; inside?: string }>> = {
  valid: { outline: <polygon points={SEAL} />, inside: 'M7.2 12.4l3.3 3.3 6.4-7' },
  suspended: { outline: <path d="M12 .5 23.5 12 12 23.5.5 12z" />, inside: 'M9.6 8v8m4.8-8v8' },
  revoked: {
    outline: <path d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z" />,
    inside: 'M8 8l8 8m0-8-8 8',
  },
  expired: { outline: <path d="M4 1h16v4l-6 7 6 7v4H4v-4l6-7-6-7z" /> },
  'support-ended': {
    outline: <path d="M12 .8 21.5 4v8c0 5.2-3.8 9.2-9.5 11.4C6.3 21.2 2.5 17.2 2.5 12V4z" />,
    inside: 'M7.5 11.500h9',
  },
  unknown: {
    outline: <circle class="hollow" cx="12" cy="12" r="10.3" />,
    inside: 'M9.2 9.300a2.9 2.9 0 1 1 4.3 2.500c-1 .6-1.5 1.1-1.5 2.200m0 2.900v.3',
  },
  stale: { outline: <circle cx="12" cy="12" r="11.5" />, inside: 'M12 5.5V12l4.6 3.2' },
  invalid: { outline: <path d="M12 .8 23.6 22.5H.4z" />, inside: 'M9.3 11.5l5.4 7m0-7-5.4 7' },
  'not-yet-valid': { outline: <path d="M2 4h20v18H2zM6 1h3v5H6zm9 0h3v5h-3z" />, inside: 'M6.5 12h11' },
};
