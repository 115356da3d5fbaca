import type { RebuiltRecord } from '@assay/vocabulary/rebuilt-record';
import type { JSX } from 'preact';

import { History } from '../6-register/history.view.tsx';
import type { RebuiltDesk } from '../desk.ts';
import { CheckYourself } from '../layout/check-yourself.tsx';
import { Copied } from '../layout/copied.tsx';
import { Frame } from '../layout/frame.tsx';
import { LabelCard } from '../layout/label-card.tsx';
import { ProductQuestion } from '../layout/product-question.tsx';
import { standingOf, wordOf } from '../layout/standing.ts';
import { StateBanner } from '../layout/state-banner.tsx';
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
  const { labelId, product, holder, state, stateSince, validUntil, supportEnd } = record;
  const provenUntil = state === 'stale' ? stateSince : undefined;
  return (
    <Frame title={`${wordOf(standing)}: label ${labelId}`} desk={desk} here="/">
      <StateBanner
        standing={standing}
        sandbox={record.sandbox}
        times={{ since: stateSince, validUntil, supportEnd, provenUntil }}
        note={<Copied programme={desk.programme} />}
      />
      <div class="columns">
        <ProductQuestion
          name={product.name}
          by={`${product.brand}, label held by ${holder.name}`}
          models={[product.model]}
        />
        <Card record={record} qr={qr} address={address} />
        <div class="rest">
          <History
            steps={record.history.map(({ at, what, index }) => ({ at, what, beside: `entry ${index}` }))}
            expired={state === 'expired' ? validUntil : undefined}
          />
          <section aria-labelledby="silent">
            <h2 id="silent">What this copy cannot say</h2>
            <p>
              It was made from what is signed and publicly logged, and from nothing else. What only the label
              administrator knew is missing: the laboratory, what the maker has disclosed, and what the label
              does not vouch for.
            </p>
          </section>
          <CheckYourself labelId={labelId} command={address}>
            The label is signed and written into a public log as entry {record.evidence.index}. Nobody has to
            trust this copy: the command checks all of it from the bytes, and says when they are too old.
          </CheckYourself>
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
  const { labelId, sandbox, scheme, profile, validUntil, supportEnd } = record;
  return (
    <LabelCard {...{ labelId, sandbox }} qr={qr === undefined ? undefined : { svg: qr, address }}>
      <dt>Scheme</dt>
      <dd>{scheme.name}</dd>
      <dt>Level</dt>
      <dd>{profile.name}</dd>
      <dt>Runs until</dt>
      <dd>
        <Day at={validUntil} />
      </dd>
      {supportEnd !== null && (
        <>
          <dt>Security updates until</dt>
          <dd>
            <Day at={supportEnd} />
          </dd>
        </>
      )}
    </LabelCard>
  );
}
