import type { ProvenLabel } from '@assay/office/aggregator/mirror-labels';
import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { sentencesOf, standingOf, wordOf, type Standing } from '../layout/standing.ts';
import { StateShape } from '../layout/state-badge.tsx';
import { Day, Moment } from '../layout/when.tsx';
import type { Site } from './aggregator-desk.ts';
import { HealthBadge, HealthSays } from './log-health.tsx';
import { MirrorFrame } from './mirror-frame.tsx';

type Shown = {
  readonly site: Site;
  readonly label: ProvenLabel;
  readonly log: LogOnMirror;
  readonly address: string;
  readonly now: Instant;
};

/** A label as the copy proves it: state first, then whether this is the reader's product, then how it is known. */
export function MirrorLabelView({ site, label, log, address, now }: Shown): JSX.Element {
  const { record, stated } = label;
  const standing = standingOf({ state: record.status, supportEnd: stated.supportEnd }, now);
  return (
    <MirrorFrame title={`${wordOf(standing)}: label ${record.labelId}`} site={site} here="/">
      <div class={stated.sandbox ? 'hatched' : undefined}>
        <State label={label} standing={standing} />
      </div>
      <div class="columns">
        {/* What is not proven is not shown. */}
        {standing !== 'invalid' && <Product label={label} />}
        <Card label={label} />
        <div class="rest">
          <HowKnown label={label} log={log} />
          <Verify label={label} address={address} />
        </div>
      </div>
    </MirrorFrame>
  );
}

function State({
  label: { record, stated },
  standing,
}: {
  readonly label: ProvenLabel;
  readonly standing: Standing;
}): JSX.Element {
  const { headline, meaning } = sentencesOf(standing, stated.sandbox ? 'This sandbox label' : 'This label');
  return (
    <div class={`state is-${standing}`}>
      <StateShape standing={standing} />
      <div>
        <p class="word">
          {stated.sandbox && 'SANDBOX · '}
          {wordOf(standing)}
        </p>
        <h1>{headline}</h1>
        <p>
          {stated.sandbox && 'This is a rehearsal: it says nothing about any real product. '}
          {(standing !== 'valid' || !stated.sandbox) && meaning} {when(record, stated, standing)}
        </p>
      </div>
    </div>
  );
}

function when(
  { statusSince, validUntil }: ProvenLabel['record'],
  { supportEnd }: ProvenLabel['stated'],
  standing: Standing,
): JSX.Element | null {
  switch (standing) {
    case 'valid':
      return (
        <>
          Valid since <Day at={statusSince} />, and until <Day at={validUntil} /> unless it is stopped before.
        </>
      );
    case 'suspended':
    case 'revoked':
      return (
        <>
          {wordOf(standing)} since <Day at={statusSince} />.
        </>
      );
    case 'expired':
      return (
        <>
          It ran until <Day at={validUntil} />.
        </>
      );
    case 'support-ended':
      return <>They were promised until {supportEnd !== null && <Day at={supportEnd} />}.</>;
    case 'stale':
    case 'invalid':
    case 'not-yet-valid':
    case 'unknown':
      return null;
  }
}

function Product({ label: { record, stated } }: { readonly label: ProvenLabel }): JSX.Element {
  return (
    <section class="product" aria-labelledby="product">
      <h2 id="product">Is this your product?</h2>
      <p class="name">{stated.productName}</p>
      <p class="by">
        {record.product.brand}, label held by {record.holder.name}
      </p>
      <p class="models">
        Model <strong>{record.product.model}</strong>
      </p>
      <p>
        Compare with the type plate or the packaging. If name or model differ, this label is not about your
        product.
      </p>
    </section>
  );
}

function Card({ label: { record, stated } }: { readonly label: ProvenLabel }): JSX.Element {
  return (
    <aside class="card" aria-label="The label at a glance">
      {stated.sandbox && <p class="plate">SANDBOX</p>}
      <dl>
        <dt>Label code</dt>
        <dd class="code">{record.labelId}</dd>
        <dt>Granted by</dt>
        <dd>{record.administrator.name}</dd>
        <dt>Level</dt>
        <dd>{record.tier}</dd>
        {record.product.gtins.length > 0 && (
          <>
            <dt>GTIN</dt>
            <dd class="code">{record.product.gtins.join(', ')}</dd>
          </>
        )}
      </dl>
    </aside>
  );
}

function HowKnown({
  label: { record, verification },
  log,
}: {
  readonly label: ProvenLabel;
  readonly log: LogOnMirror;
}): JSX.Element {
  const { evidence, administrator } = record;
  const failed = verification?.checks.filter(({ ok }) => !ok) ?? [];
  return (
    <section aria-labelledby="known">
      <h2 id="known">How this is known</h2>
      <p>
        {administrator.name} wrote the label into its public log as entry {String(evidence.index)}. This site
        holds a copy of that log and has checked every entry of it.{' '}
        {evidence.witnessed
          ? 'Independent witnesses have countersigned the log'
          : 'No independent witness has countersigned the log; the copy was taken'}{' '}
        on <Moment at={evidence.checkpointTime} />.
      </p>
      <p>
        <HealthBadge health={log.health} /> <HealthSays log={log} />
        {log.health !== 'current' && ' Shown is what the last good copy proves.'}{' '}
        <a href={`/logs/${administrator.code}`}>More about this log</a>
      </p>
      {administrator.status === 'withdrawn' && (
        <p>
          {administrator.name} has withdrawn from the scheme and grants nothing new. This label stays valid
          until it ends, and can be confirmed as long as the last status lists run.
        </p>
      )}
      {failed.length > 0 && (
        <details class="why">
          <summary>What a verifier objects to</summary>
          <ul>
            {failed.map(({ id, detail }) => (
              <li>
                <span class="code">{id}</span>: {detail}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Verify({
  label: { record },
  address,
}: {
  readonly label: ProvenLabel;
  readonly address: string;
}): JSX.Element {
  const path = `/L/${record.labelId}`;
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">Check it yourself</h2>
      <p>
        Nothing here has to be taken on trust. With the trust list of the scheme and its roots in files, this
        command verifies the label from its bytes, as it would from the administrator itself:
      </p>
      <pre tabIndex={0}>
        <code>assay verify {address} --trust-list trust-list.json --roots roots.json</code>
      </pre>
      <ul class="links">
        <li>
          <a href={record.credential}>Signed credential</a>
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
