import type { ListedLabel, MirrorPage, MirrorQuery } from '@assay/office/aggregator/mirror-labels';
import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { FoundLabels, NothingFound, type FoundLabel } from '../layout/found-labels.tsx';
import { SearchForm } from '../layout/search-form.tsx';
import { standingOf } from '../layout/standing.ts';
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
      {found.labels.length > 0 && (
        <FoundLabels
          caption={query.text === '' ? 'Labels, the newest first' : `Labels that match “${query.text}”`}
          third="Granted by"
          labels={found.labels.map((label) => foundLabel(label, now))}
          query={query}
          next={found.next}
        />
      )}
      {found.labels.length === 0 && (searching ? <NothingFound text={query.text} /> : <NothingHeld />)}
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

function foundLabel({ record, stated }: ListedLabel, now: Instant): FoundLabel {
  const { labelId, product, holder, administrator, status, validUntil } = record;
  return {
    ...{ labelId, validUntil },
    product: `${product.brand} ${product.model}`,
    whose: holder.name,
    standing: standingOf({ state: status, supportEnd: stated.supportEnd }, now),
    third: administrator.name,
  };
}

function NothingHeld(): JSX.Element {
  return (
    <section class="measure" aria-labelledby="found">
      <h2 id="found">No label is held yet</h2>
      <p>None of the logs below holds a label that this site could copy and check so far.</p>
    </section>
  );
}
