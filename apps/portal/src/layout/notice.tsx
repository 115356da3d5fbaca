import type { ComponentChildren, JSX } from 'preact';

/** Something to know before reading on: `done` after an act that worked, `warning` before one that costs something. */
export function Notice({
  kind,
  title,
  children,
}: {
  readonly kind: 'done' | 'note' | 'warning';
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <section class={`notice notice-${kind}`} role={kind === 'done' ? 'status' : undefined} aria-label={title}>
      <p class="title">
        <svg class="shape" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true" focusable="false">
          {SHAPES[kind]}
        </svg>
        {title}
      </p>
      {children}
    </section>
  );
}

const SHAPES = {
  done: (
    <>
      <circle cx="8" cy="8" r="7.5" />
      <path class="cut" d="M4.5 8.300l2.3 2.3 4.5-4.9" />
    </>
  ),
  note: (
    <>
      <circle class="line" cx="8" cy="8" r="6.5" />
      <path class="line" d="M8 7.500v4m0-7v.1" />
    </>
  ),
  warning: (
    <>
      <path d="M8 .8 15.700 15H.3z" />
      <path class="cut" d="M8 6v4m0 2.600v.1" />
    </>
  ),
} as const;
