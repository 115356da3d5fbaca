import type { ListedLabel, MirrorPage, MirrorQuery } from '@assay/office/aggregator/mirror-labels';
import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { searchAddress } from '../6-register/query.ts';
import { SearchForm } from '../layout/search-form.tsx';
import { standingOf } from '../layout/standing.ts';
import { StateBadge } from '../layout/state-badge.tsx';
import { Day } from '../layout/when.tsx';
import type { Site } from './aggregator-desk.ts';
import { LogTable } from './logs.view.tsx';
import { MirrorFrame } from './mirror-frame.tsx';

type Searched = {
  readonly site: Site;
  readonly query: MirrorQuery;
  readonly found: MirrorPage;
  readonly logs: readonly LogOnMirror[];
  readonly now: Instant;
};

/** A search over the labels of every administrator, and the logs that stand behind them. */
export function MirrorHomeView({ site, query, found, logs, now }: Searched): JSX.Element {
  const searching = query.text !== '' || query.state !== undefined;
  return (
    <MirrorFrame title={searching ? 'Search' : 'Check a label'} site={site} here="/">
      <div class="hero">
        <h1>Check a cybersecurity label</h1>
        <p class="lead">
          The labels of {administratorsIn(logs)}, in one place. Each is shown only while the administrator’s
          own public log proves it.
        </p>
        <SearchForm text={query.text} state={query.state} />
      </div>
      {found.labels.length > 0 ? (
        <Found query={query} found={found} now={now} />
      ) : (
        <Nothing query={query} searching={searching} />
      )}
      {!searching && (
        <section aria-labelledby="logs">
          <h2 id="logs">The logs behind them</h2>
          <LogTable logs={logs} />
        </section>
      )}
    </MirrorFrame>
  );
}

function administratorsIn(logs: readonly LogOnMirror[]): string {
  return logs.length === 1 ? 'one label administrator' : `${String(logs.length)} label administrators`;
}

function Found({ query, found, now }: Pick<Searched, 'query' | 'found' | 'now'>): JSX.Element {
  const caption = query.text === '' ? 'Labels, the newest first' : `Labels that match “${query.text}”`;
  return (
    <section aria-labelledby="found">
      <h2 id="found">{caption}</h2>
      <table class="register stack">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">State</th>
            <th scope="col">Granted by</th>
            <th scope="col">Valid until</th>
          </tr>
        </thead>
        <tbody>
          {found.labels.map((label) => (
            <Line label={label} now={now} />
          ))}
        </tbody>
      </table>
      <nav class="pages" aria-label="Pages of the search">
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

function Line({ label, now }: { readonly label: ListedLabel; readonly now: Instant }): JSX.Element {
  const { labelId, product, holder, administrator, status, validUntil } = label.record;
  const { supportEnd } = label.stated;
  return (
    <tr>
      <th scope="row">
        <a href={`/L/${labelId}`}>
          {product.brand} {product.model}
        </a>
        <span class="sub">{holder.name}</span>
      </th>
      <td>
        <StateBadge standing={standingOf({ state: status, supportEnd }, now)} />
      </td>
      <td>{administrator.name}</td>
      <td data-name="Valid until" class="figure">
        <Day at={validUntil} />
      </td>
    </tr>
  );
}

function Nothing({
  query,
  searching,
}: Pick<Searched, 'query'> & { readonly searching: boolean }): JSX.Element {
  return (
    <section class="measure" aria-labelledby="found">
      <h2 id="found">
        {searching
          ? `Nothing found${query.text === '' ? '' : ` for “${query.text}”`}`
          : 'No label is held yet'}
      </h2>
      {searching ? (
        <ul>
          <li>Try one word of the product’s or the maker’s name.</li>
          <li>Try the eleven characters printed under the QR code.</li>
          <li>If the packaging shows a label that cannot be found here, do not rely on it.</li>
        </ul>
      ) : (
        <p>None of the logs below holds a label that this site could copy and check so far.</p>
      )}
    </section>
  );
}
