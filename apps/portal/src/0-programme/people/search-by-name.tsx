import type { JSX } from 'preact';

/** A search for part of a name; the address holds what was asked. */
export function SearchByName({
  path,
  text,
  of,
}: {
  readonly path: string;
  readonly text: string;
  /** What is searched, in one word. */
  readonly of: string;
}): JSX.Element {
  return (
    <form class="search" method="get" action={path} role="search">
      <div class="field grow">
        <label for="text">Part of a name</label>
        <input id="text" name="text" type="search" value={text} maxLength={120} autocomplete="off" />
      </div>
      <button type="submit">Search {of}</button>
    </form>
  );
}
