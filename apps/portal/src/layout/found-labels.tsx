import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { ComponentChildren, JSX } from 'preact';

import { searchAddress } from '../6-register/query.ts';
import type { LabelQuery } from '../desk.ts';
import type { Standing } from './standing.ts';
import { StateBadge } from './state-badge.tsx';
import { Day } from './when.tsx';

export type FoundLabel = {
  readonly labelId: LabelId;
  readonly product: string;
  /** Below the product: whose it is. */
  readonly whose: ComponentChildren;
  readonly standing: Standing;
  /** In the third column. */
  readonly third: ComponentChildren;
  readonly validUntil: Instant;
};

type Found = {
  readonly caption: string;
  /** Name of the third column. */
  readonly third: string;
  readonly labels: readonly FoundLabel[];
  readonly query: LabelQuery;
  /** Cursor of the next page. */
  readonly next: string | undefined;
};

/** One page of what a search found, and the way to the others. */
export function FoundLabels({ caption, third, labels, query, next }: Found): JSX.Element {
  return (
    <section aria-labelledby="found">
      <h2 id="found">{caption}</h2>
      <table class="register stack">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">State</th>
            <th scope="col">{third}</th>
            <th scope="col">Valid until</th>
          </tr>
        </thead>
        <tbody>
          {labels.map((label) => (
            <Line label={label} />
          ))}
        </tbody>
      </table>
      <Pages query={query} next={next} />
    </section>
  );
}

function Line({ label }: { readonly label: FoundLabel }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <a href={`/L/${label.labelId}`}>{label.product}</a>
        <span class="sub">{label.whose}</span>
      </th>
      <td>
        <StateBadge standing={label.standing} />
      </td>
      <td>{label.third}</td>
      <td data-name="Valid until" class="figure">
        <Day at={label.validUntil} />
      </td>
    </tr>
  );
}

/** Nothing where there is but one page. */
function Pages({ query, next }: Pick<Found, 'query' | 'next'>): JSX.Element | null {
  if (query.after === undefined && next === undefined) return null;
  return (
    <nav class="pages" aria-label="Pages of the search">
      {query.after !== undefined && <a href={searchAddress(query)}>First page</a>}
      {next !== undefined && (
        <a href={searchAddress(query, next)} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}

/** What to try where a search found nothing, and what it may mean that nothing was found. */
export function NothingFound({
  text,
  also,
}: {
  readonly text: string;
  /** What else to do about a label that is on the packaging and nowhere else. */
  readonly also?: string | undefined;
}): JSX.Element {
  return (
    <section class="measure" aria-labelledby="found">
      <h2 id="found">Nothing found{text !== '' && ` for “${text}”`}</h2>
      <ul>
        <li>Try one word of the product’s or the maker’s name.</li>
        <li>Try the eleven characters printed under the QR code.</li>
        <li>
          If the packaging shows a label that cannot be found here, do not rely on it
          {also !== undefined && `, and ${also}`}.
        </li>
      </ul>
      <p>
        <a href="/">Show every label</a>
      </p>
    </section>
  );
}
