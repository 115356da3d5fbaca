import type { LabelId } from '@assay/vocabulary/ids';
import type { ComponentChildren, JSX } from 'preact';

import { QrFigure } from './qr-figure.tsx';

type Card = {
  readonly labelId: LabelId;
  readonly sandbox: boolean;
  /** The code as a drawing, and what it opens. */
  readonly qr?: { readonly svg: string; readonly address: string } | undefined;
  /** Terms and what they are. */
  readonly children: ComponentChildren;
  readonly onward?: ComponentChildren;
};

/** What would stand on the packaging, beside everything else that the page says. */
export function LabelCard({ labelId, sandbox, qr, children, onward }: Card): JSX.Element {
  return (
    <aside class="card" aria-label="The label at a glance">
      {sandbox && <p class="plate">SANDBOX</p>}
      {qr && <QrFigure svg={qr.svg} path={`/L/${labelId}/qr.svg`} address={qr.address} />}
      <dl>
        <dt>Label code</dt>
        <dd class="code">{labelId}</dd>
        {children}
      </dl>
      {onward}
    </aside>
  );
}
