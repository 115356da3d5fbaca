import { ok, refuse } from '@assay/vocabulary/result';

import { parseLabelCode } from '../6-register/label-code.ts';
import type { RebuiltDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { preferred } from '../http/negotiate.ts';
import { htmlPage } from '../layout/frame.tsx';
import { RebuiltLabelView } from './rebuilt-label.view.tsx';

/** The page of a label of a rebuilt register, or its record where JSON is asked for. */
export async function rebuiltLabelPage(asked: Asked, desk: RebuiltDesk): Promise<Answer> {
  if (preferred(asked.accept, ['text/html', 'application/json']) === 'application/json') {
    const answer = await rebuiltLabelRecord(asked, desk);
    return answer.ok ? ok({ ...answer.value, negotiated: true }) : answer;
  }
  const id = parseLabelCode(asked.params['labelId'] ?? '');
  if (!id.ok) return id;
  const record = await desk.rebuiltRecord(id.value);
  if (!record) return refuse({ code: 'no-such-label', about: id.value });
  const qr = await desk.file(`/L/${id.value}/qr.svg`);
  return ok({
    body: htmlPage(RebuiltLabelView({ record, qr: qr && new TextDecoder().decode(qr.bytes), desk })),
    mediaType: 'text/html; charset=utf-8',
    maxAge: 60,
    negotiated: true,
  });
}

/** The rebuilt record as data. It says of itself that it was rebuilt, and from what. */
export async function rebuiltLabelRecord({ params }: Asked, desk: RebuiltDesk): Promise<Answer> {
  const id = parseLabelCode(params['labelId'] ?? '');
  if (!id.ok) return id;
  const record = await desk.rebuiltRecord(id.value);
  if (!record) return refuse({ code: 'no-such-label', about: id.value });
  const body = JSON.stringify({ ...record, rebuilt: desk.programme.rebuilt });
  return ok({ body, mediaType: 'application/json', maxAge: 60 });
}
