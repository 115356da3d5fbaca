import type { JSX } from 'preact';

import type { LabelPage, LabelQuery, LabelSummary, PublicDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';
import { SearchForm } from '../layout/search-form.tsx';
import { standingOf, wordOf } from '../layout/standing.ts';
import { StateBadge } from '../layout/state-badge.tsx';
import { Day } from '../layout/when.tsx';
import { searchAddress } from './query.ts';

type Searched = {
  readonly query: LabelQuery;
  readonly found: LabelPage;
  readonly desk: PublicDesk;
};

/** The register: a search, and one page of what it found. */
export function RegisterHomeView({ query, found, desk }: Searched): JSX.Element {
  const searching = query.text !== '' || query.state !== undefined;
  return (
    <Frame title={searching ? 'Search of the register' : 'Check a label'} desk={desk} here="/">
      <div class="hero">
        <h1>Check a cybersecurity label</h1>
        <p class="lead">
          A label counts only while this register says that it is valid. Scan the QR code on the packaging, or
          look the product up here. <a href="/verify">Check a code on your own device</a>, also without a
          connection.
        </p>
        <SearchForm text={query.text} state={query.state} />
      </div>
      {found.labels.length > 0 ? (
        <Found query={query} found={found} desk={desk} />
      ) : (
        <Nothing query={query} searching={searching} sandbox={desk.programme.sandbox} />
      )}
    </Frame>
  );
}

function Found({ query, found, desk }: Searched): JSX.Element {
  return (
    <section aria-labelledby="found">
      <h2 id="found">{captionOf(query)}</h2>
      <table class="register stack">
        <caption class="unseen">{captionOf(query)}</caption>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">State</th>
            <th scope="col">Level</th>
            <th scope="col">Valid until</th>
          </tr>
        </thead>
        <tbody>
          {found.labels.map((label) => (
            <Line label={label} desk={desk} />
          ))}
        </tbody>
      </table>
      <nav class="pages" aria-label="Pages of the register">
        {query.after !== undefined && <a href={searchAddress(query)}>First page</a>}
        {found.next !== undefined && (
          <a href={searchAddress(query, found.next)} rel="next">
            Next page
          </a>
        )}
      </nav>
    </section>
  );
}

function Line({ label, desk }: { readonly label: LabelSummary; readonly desk: PublicDesk }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <a href={`/L/${label.labelId}`}>{label.product}</a>
        <span class="sub">
          {label.brand}, {label.manufacturer} {label.sandbox && <span class="chip">SANDBOX</span>}
        </span>
      </th>
      <td>
        <StateBadge standing={standingOf(label, desk.now())} />
      </td>
      <td>
        {label.level.name}
        <span class="sub">{label.scheme}</span>
      </td>
      <td data-name="Valid until" class="figure">
        <Day at={label.validUntil} />
      </td>
    </tr>
  );
}

function Nothing({
  query,
  searching,
  sandbox,
}: {
  readonly query: LabelQuery;
  readonly searching: boolean;
  readonly sandbox: boolean;
}): JSX.Element {
  if (!searching)
    return (
      <section class="measure" aria-labelledby="found">
        <h2 id="found">No label has been issued yet</h2>
        <p>
          Until one is, no product carries a label of this programme, whatever its packaging says.{' '}
          {sandbox && <a href="/walk">See how a label is decided</a>}
        </p>
      </section>
    );
  return (
    <section class="measure" aria-labelledby="found">
      <h2 id="found">Nothing found{query.text !== '' && ` for “${query.text}”`}</h2>
      <ul>
        <li>Try one word of the product’s or the maker’s name.</li>
        <li>Try the eleven characters printed under the QR code.</li>
        <li>
          If the packaging shows a label that cannot be found here, do not rely on it, and tell the
          administrator named below.
        </li>
      </ul>
      <p>
        <a href="/">Show every label</a>
      </p>
    </section>
  );
}

function captionOf({ text, state }: LabelQuery): string {
  const kind = state ? `${wordOf(state)} labels` : 'Labels';
  return text === '' ? (state ? kind : 'All labels') : `${kind} that match “${text}”`;
}
