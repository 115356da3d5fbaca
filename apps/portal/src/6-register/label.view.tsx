import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';
import { LabelCard } from '../layout/label-card.tsx';
import { ProductQuestion } from '../layout/product-question.tsx';
import { ProvenanceNote } from '../layout/sandbox-band.tsx';
import { standingOf, wordOf } from '../layout/standing.ts';
import { StateBanner } from '../layout/state-banner.tsx';
import { DisclosureTable } from './disclosures.view.tsx';
import { History } from './history.view.tsx';
import { Verify } from './verify.view.tsx';

type Shown = { readonly record: LabelRecord; readonly qr: string | undefined; readonly desk: PublicDesk };

/** The page behind the QR code: state first, then whether this is the reader's product, then everything else. */
export function LabelView({ record, qr, desk }: Shown): JSX.Element {
  const { sandbox, product } = record;
  const standing = standingOf(record, desk.now());
  const address = `${desk.programme.origin}/L/${record.labelId}`;
  return (
    <Frame title={`${wordOf(standing)}: label ${record.labelId}`} desk={desk} here="/">
      <StateBanner
        standing={standing}
        sandbox={sandbox}
        times={{ since: record.stateSince, validUntil: record.validUntil, supportEnd: record.supportEnd }}
      >
        {sandbox && <ProvenanceNote kind={record.provenance.kind} note={record.provenance.note} />}
      </StateBanner>
      <div class="columns">
        <ProductQuestion
          name={product.name}
          by={`${product.brand}, made by ${product.manufacturer}`}
          models={product.models}
        />
        <Card record={record} qr={qr} address={address} />
        <div class="rest">
          <DisclosureTable record={record} standing={standing} />
          <Level record={record} />
          <section aria-labelledby="silent">
            <h2 id="silent">What this label does not say</h2>
            <ul>
              {record.doesNotSay.map((one) => (
                <li>{one}</li>
              ))}
            </ul>
          </section>
          <History
            steps={record.history.map(({ at, what, reasonCode: code }) => ({
              ...{ at, what },
              ...(code !== undefined && { beside: desk.say({ code, facts: {}, because: [] }) }),
            }))}
            expired={record.state === 'expired' ? record.validUntil : undefined}
          />
          <Verify record={record} address={address} />
        </div>
      </div>
    </Frame>
  );
}

function Card({
  record,
  qr,
  address,
}: Pick<Shown, 'record' | 'qr'> & { readonly address: string }): JSX.Element {
  const { labelId, sandbox, scheme, level } = record;
  const print = (
    <p class="onward">
      <a href={`/L/${labelId}/print`}>Print this label</a>
    </p>
  );
  return (
    <LabelCard
      {...{ labelId, sandbox }}
      qr={qr === undefined ? undefined : { svg: qr, address }}
      onward={record.state === 'valid' && print}
    >
      <dt>Scheme</dt>
      <dd>{scheme.name}</dd>
      <dt>Level</dt>
      <dd>
        {level.name} <span class="symbol">{level.symbol}</span>
      </dd>
    </LabelCard>
  );
}

function Level({ record }: { readonly record: LabelRecord }): JSX.Element {
  const { level, scheme } = record;
  return (
    <section aria-labelledby="level">
      <h2 id="level">What the level means</h2>
      <ol class="ladder" aria-hidden="true">
        {Array.from({ length: level.of }, (_, i) => (
          <li class={i < level.rank ? 'reached' : undefined}>{i + 1}</li>
        ))}
      </ol>
      <p>
        <strong>{level.name}</strong>{' '}
        {level.of > 1
          ? `is step ${level.rank} of ${level.of}. The product was judged against everything that the scheme asks up to it${level.rank < level.of ? ', and nothing beyond' : ''}.`
          : 'is the only level of this scheme. A product has the label, or it has not; the label does not rank products.'}
      </p>
      <p class="soft">
        {scheme.name}, {scheme.jurisdiction}. Scheme owner: {scheme.owner}. Edition{' '}
        <span class="code">{scheme.edition}</span>.
        {record.sandbox && ' Only its rules are used here: the owner has no part in this sandbox.'}
      </p>
    </section>
  );
}
