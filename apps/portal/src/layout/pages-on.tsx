import type { JSX } from 'preact';

/** The way through a long list: back to its start, and on. Nothing where all of it is on the page. */
export function PagesOn({
  path,
  query = {},
  next,
  isFirst,
}: {
  readonly path: string;
  /** What the list is narrowed by. */
  readonly query?: Readonly<Record<string, string>>;
  /** Where the next page begins. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
}): JSX.Element | null {
  if (next === undefined && isFirst) return null;
  return (
    <nav aria-label="Pages">
      <ul class="pages">
        {!isFirst && (
          <li>
            <a href={addressOf(path, query)}>Back to the start</a>
          </li>
        )}
        {next !== undefined && (
          <li>
            <a href={addressOf(path, { ...query, after: next })} rel="next">
              Next page
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}
