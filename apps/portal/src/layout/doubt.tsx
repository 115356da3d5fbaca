import type { JSX } from 'preact';

/** Marks what rests on a row of ours that nobody has confirmed, wherever that row decides something. */
export function Doubt(): JSX.Element {
  return (
    <p class="doubt">
      <strong>Uncertain</strong>: our source for this requirement must be checked before use
    </p>
  );
}
