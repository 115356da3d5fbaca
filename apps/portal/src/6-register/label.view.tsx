import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';
import { QrFigure } from '../layout/qr-figure.tsx';
import { ProvenanceNote } from '../layout/sandbox-band.tsx';
import { sentencesOf, standingOf, wordOf, type Standing } from '../layout/standing.ts';
import { StateShape } from '../layout/state-badge.tsx';
import { Day } from '../layout/when.tsx';
import { DisclosureTable } from './disclosures.view.tsx';
import { History } from './history.view.tsx';
import { Verify } from './verify.view.tsx';

type Shown = { readonly record: LabelRecord; readonly qr: string | undefined; readonly desk: PublicDesk };

/** The page behind the QR code: state first, then whether this is the reader's product, then everything else. */
export function LabelView({ record, qr, desk }: Shown): JSX.Element {
  const standing = standingOf(record, desk.now());
  const address = `${desk.programme.origin}/L/${record.labelId}`;
  return (
    <Frame title={`${wordOf(standing)}: label ${record.labelId}`} desk={desk} here="/">
      <div class={record.sandbox ? 'hatched' : undefined}>
        <State record={record} standing={standing} />
        {record.sandbox && <ProvenanceNote kind={record.provenance.kind} note={record.provenance.note} />}
      </div>
      <div class="columns">
        <Product product={record.product} />
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
          <History record={record} say={desk.say} />
          <Verify record={record} address={address} />
        </div>
      </div>
    </Frame>
  );
}

function State({
  record,
  standing,
}: {
  readonly record: LabelRecord;
  readonly standing: Standing;
}): JSX.Element {
  const { headline, meaning } = sentencesOf(standing, record.sandbox ? 'This sandbox label' : 'This label');
  return (
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
          {(standing !== 'valid' || !record.sandbox) && meaning} <Since record={record} standing={standing} />
        </p>
      </div>
    </div>
  );
}

function Since({
  record,
  standing,
}: {
  readonly record: LabelRecord;
  readonly standing: Standing;
}): JSX.Element {
  if (standing === 'support-ended' && record.supportEnd !== null)
    return (
      <>
        They were promised until <Day at={record.supportEnd} />.
      </>
    );
  if (standing === 'expired')
    return (
      <>
        It ran until <Day at={record.validUntil} />.
      </>
    );
  return (
    <>
      {wordOf(standing)} since <Day at={record.stateSince} />
      {standing === 'valid' && (
        <>
          , and until <Day at={record.validUntil} /> unless it is stopped before
        </>
      )}
      .
    </>
  );
}

function Product({ product }: { readonly product: LabelRecord['product'] }): JSX.Element {
  const many = product.models.length > 1;
  return (
    <section class="product" aria-labelledby="product">
      <h2 id="product">Is this your product?</h2>
      <p class="name">{product.name}</p>
      <p class="by">
        {product.brand}, made by {product.manufacturer}
      </p>
      <p class="models">
        {many ? 'Models' : 'Model'} <strong>{product.models.join(', ')}</strong>
      </p>
      <p>
        Compare with the type plate or the packaging. If name or model differ, this label is not about your
        product.
      </p>
    </section>
  );
}

function Card({
  record,
  qr,
  address,
}: {
  readonly record: LabelRecord;
  readonly qr: string | undefined;
  readonly address: string;
}): JSX.Element {
  return (
    <aside class="card" aria-label="The label at a glance">
      {record.sandbox && <p class="plate">SANDBOX</p>}
      {qr !== undefined && <QrFigure svg={qr} path={`/L/${record.labelId}/qr.svg`} address={address} />}
      <dl>
        <dt>Label code</dt>
        <dd class="code">{record.labelId}</dd>
        <dt>Scheme</dt>
        <dd>{record.scheme.name}</dd>
        <dt>Level</dt>
        <dd>
          {record.level.name} <span class="symbol">{record.level.symbol}</span>
        </dd>
      </dl>
      {record.state === 'valid' && (
        <p class="onward">
          <a href={`/L/${record.labelId}/print`}>Print this label</a>
        </p>
      )}
    </aside>
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
