import type { Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import type { LabelPage, LabelQuery, LabelSummary, PublicDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';
import { Copied } from '../layout/copied.tsx';
import { FoundLabels, NothingFound, type FoundLabel } from '../layout/found-labels.tsx';
import { SearchForm } from '../layout/search-form.tsx';
import { standingOf, wordOf } from '../layout/standing.ts';

type Searched = {
  readonly query: LabelQuery;
  readonly found: LabelPage;
  readonly desk: PublicDesk;
};

/** The register: a search, and one page of what it found. */
export function RegisterHomeView({ query, found, desk }: Searched): JSX.Element {
  const { sandbox, rebuilt } = desk.programme;
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
        {rebuilt !== undefined && (
          <p>
            <strong>
              <Copied programme={desk.programme} />
            </strong>
          </p>
        )}
        <SearchForm text={query.text} state={query.state} />
      </div>
      {found.labels.length > 0 && (
        <FoundLabels
          caption={captionOf(query)}
          third="Level"
          labels={found.labels.map((label) => foundLabel(label, desk.now()))}
          query={query}
          next={found.next}
        />
      )}
      {found.labels.length === 0 && searching && (
        <NothingFound
          text={query.text}
          also={rebuilt === undefined ? 'tell the administrator named below' : undefined}
        />
      )}
      {found.labels.length === 0 && !searching && <NothingIssued walk={sandbox && rebuilt === undefined} />}
    </Frame>
  );
}

function foundLabel(label: LabelSummary, now: Instant): FoundLabel {
  const { labelId, product, validUntil } = label;
  return {
    ...{ labelId, product, validUntil },
    whose: (
      <>
        {label.brand}, {label.manufacturer} {label.sandbox && <span class="chip">SANDBOX</span>}
      </>
    ),
    standing: standingOf(label, now),
    third: (
      <>
        {label.level.name}
        <span class="sub">{label.scheme}</span>
      </>
    ),
  };
}

function NothingIssued({ walk }: { readonly walk: boolean }): JSX.Element {
  return (
    <section class="measure" aria-labelledby="found">
      <h2 id="found">No label has been issued yet</h2>
      <p>
        Until one is, no product carries a label of this programme, whatever its packaging says.{' '}
        {walk && <a href="/walk">See how a label is decided</a>}
      </p>
    </section>
  );
}

function captionOf({ text, state }: LabelQuery): string {
  const kind = state ? `${wordOf(state)} labels` : 'Labels';
  return text === '' ? (state ? kind : 'All labels') : `${kind} that match “${text}”`;
}
