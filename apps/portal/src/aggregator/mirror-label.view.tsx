import type { ProvenLabel } from '@assay/office/aggregator/mirror-labels';
import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { CheckYourself } from '../layout/check-yourself.tsx';
import { LabelCard } from '../layout/label-card.tsx';
import { ProductQuestion } from '../layout/product-question.tsx';
import { standingOf, wordOf } from '../layout/standing.ts';
import { StateBanner } from '../layout/state-banner.tsx';
import { Moment } from '../layout/when.tsx';
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
  const { labelId, product, holder } = record;
  const standing = standingOf({ state: record.status, supportEnd: stated.supportEnd }, now);
  return (
    <MirrorFrame title={`${wordOf(standing)}: label ${labelId}`} site={site} here="/">
      <StateBanner
        standing={standing}
        sandbox={stated.sandbox}
        times={{ since: record.statusSince, validUntil: record.validUntil, supportEnd: stated.supportEnd }}
      />
      <div class="columns">
        {/* What is not proven is not shown. */}
        {standing !== 'invalid' && (
          <ProductQuestion
            name={stated.productName}
            by={`${product.brand}, label held by ${holder.name}`}
            models={[product.model]}
          />
        )}
        <Card label={label} />
        <div class="rest">
          <HowKnown label={label} log={log} />
          <CheckYourself
            labelId={labelId}
            command={`${address} --trust-list trust-list.json --roots roots.json`}
          >
            Nothing here has to be taken on trust. With the trust list of the scheme and its roots in files,
            this command verifies the label from its bytes, as it would from the administrator itself:
          </CheckYourself>
        </div>
      </div>
    </MirrorFrame>
  );
}

function Card({ label: { record, stated } }: Pick<Shown, 'label'>): JSX.Element {
  const { labelId, administrator, tier, product } = record;
  return (
    <LabelCard labelId={labelId} sandbox={stated.sandbox}>
      <dt>Granted by</dt>
      <dd>{administrator.name}</dd>
      <dt>Level</dt>
      <dd>{tier}</dd>
      {product.gtins.length > 0 && (
        <>
          <dt>GTIN</dt>
          <dd class="code">{product.gtins.join(', ')}</dd>
        </>
      )}
    </LabelCard>
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
