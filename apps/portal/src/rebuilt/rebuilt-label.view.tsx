import type { RebuiltRecord, RebuiltStep } from '@assay/vocabulary/rebuilt-record';
import type { JSX } from 'preact';

import type { RebuiltDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';
import { QrFigure } from '../layout/qr-figure.tsx';
import { sentencesOf, standingOf, wordOf } from '../layout/standing.ts';
import { StateShape } from '../layout/state-badge.tsx';
import { Day } from '../layout/when.tsx';

type Shown = {
  readonly record: RebuiltRecord;
  readonly qr: string | undefined;
  readonly desk: RebuiltDesk;
};

/** What can be said of a label when its administrator is gone: all that was signed and logged, and as of when. */
export function RebuiltLabelView({ record, qr, desk }: Shown): JSX.Element {
  const standing = standingOf(record, desk.now());
  const address = `${desk.programme.origin}/L/${record.labelId}`;
  const { headline } = sentencesOf(standing, record.sandbox ? 'This sandbox label' : 'This label');
  const { product, holder, profile, scheme } = record;
  return (
    <Frame title={`${wordOf(standing)}: label ${record.labelId}`} desk={desk} here="/">
      <div class={`state is-${standing}`}>
        <StateShape standing={standing} />
        <div>
          <p class="word">
            {record.sandbox && 'SANDBOX · '}
            {wordOf(standing)}
          </p>
          <h1>{headline}</h1>
          <p>
            {record.sandbox && 'This is a rehearsal: it says nothing about any real product. '}
            <Copied desk={desk} />
          </p>
        </div>
      </div>
      <div class="columns">
        <section class="product" aria-labelledby="product">
          <h2 id="product">Is this your product?</h2>
          <p class="name">{product.name}</p>
          <p class="by">
            {product.brand}, made by {holder.name}
          </p>
          <p class="models">
            Model <strong>{product.model}</strong>
          </p>
        </section>
        <aside class="card" aria-label="The label at a glance">
          {record.sandbox && <p class="plate">SANDBOX</p>}
          {qr !== undefined && <QrFigure svg={qr} path={`/L/${record.labelId}/qr.svg`} address={address} />}
          <dl>
            <dt>Label code</dt>
            <dd class="code">{record.labelId}</dd>
            <dt>Scheme</dt>
            <dd>{scheme.name}</dd>
            <dt>Level</dt>
            <dd>{profile.name}</dd>
            <dt>Runs until</dt>
            <dd>
              <Day at={record.validUntil} />
            </dd>
            {record.supportEnd !== null && (
              <>
                <dt>Security updates until</dt>
                <dd>
                  <Day at={record.supportEnd} />
                </dd>
              </>
            )}
          </dl>
        </aside>
        <div class="rest">
          <History record={record} />
          <section aria-labelledby="silent">
            <h2 id="silent">What this copy cannot say</h2>
            <p>
              It was made from what is signed and publicly logged, and from nothing else. What only the label
              administrator knew is missing: the laboratory, what the maker has disclosed, and what the label
              does not vouch for.
            </p>
          </section>
          <Check record={record} address={address} />
        </div>
      </div>
    </Frame>
  );
}

function Copied({ desk }: { readonly desk: RebuiltDesk }): JSX.Element {
  const { rebuilt, administrator } = desk.programme;
  return (
    <>
      This is a copy, rebuilt from the public log of {administrator.name}
      {rebuilt !== undefined && (
        <>
          {' '}
          as of <Day at={rebuilt.at} />
        </>
      )}
      . What happened since is not known here.
    </>
  );
}

function History({ record }: { readonly record: RebuiltRecord }): JSX.Element {
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="history">
        {record.history.map(({ at, what, index }) => (
          <li>
            <Day at={at} />
            <span>
              <strong>{STEPS[what]}</strong>
              <span class="soft"> entry {index}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const STEPS: Readonly<Record<RebuiltStep['what'], string>> = {
  issued: 'Issued',
  amended: 'Changed',
  suspended: 'Suspended',
  restored: 'Restored',
  withdrawn: 'Revoked',
};

function Check({
  record,
  address,
}: {
  readonly record: RebuiltRecord;
  readonly address: string;
}): JSX.Element {
  const path = `/L/${record.labelId}`;
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">Check it yourself</h2>
      <p>
        The label is signed and written into a public log as entry {record.evidence.index}. Nobody has to
        trust this copy: the command checks all of it from the bytes, and says when they are too old.
      </p>
      <pre>
        <code>assay verify {address}</code>
      </pre>
      <ul class="links">
        <li>
          <a href={`${path}/credential`}>Signed credential</a>
        </li>
        <li>
          <a href={`${path}/proof`}>Proof of logging</a>
        </li>
        <li>
          <a href={`${path}/bundle`}>Bundle to verify offline</a>
        </li>
        <li>
          <a href={`/api/v1/labels/${record.labelId}`}>This page as data</a>
        </li>
      </ul>
    </section>
  );
}
