import type { ComponentChildren, JSX } from 'preact';

/** In place of a list that has nothing in it: that it is so, and what to do about it. */
export function Empty({
  says,
  children,
}: {
  readonly says: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <p class="title">{says}</p>
      {children}
    </div>
  );
}
