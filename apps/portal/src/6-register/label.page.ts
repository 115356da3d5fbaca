import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { preferred } from '../http/negotiate.ts';
import { htmlPage } from '../layout/frame.tsx';
import { LabelView } from './label.view.tsx';
import { parseLabelCode } from './label-code.ts';
import { labelRecord } from './record.ts';

/** The label page: for people by default, the record where JSON is asked for. */
export async function labelPage(asked: Asked, desk: PublicDesk): Promise<Answer> {
  if (preferred(asked.accept, ['text/html', 'application/json']) === 'application/json') {
    const answer = await labelRecord(asked, desk);
    return answer.ok ? ok({ ...answer.value, negotiated: true }) : answer;
  }
  const id = parseLabelCode(asked.params['labelId'] ?? '');
  if (!id.ok) return id;
  const record = await desk.record(id.value);
  if (!record) return refuse({ code: 'no-such-label', about: id.value });
  const qr = await desk.file(`/L/${id.value}/qr.svg`);
  const svg = qr && new TextDecoder().decode(qr.bytes);
  return ok({
    body: htmlPage(LabelView({ record, qr: svg, desk })),
    mediaType: 'text/html; charset=utf-8',
    maxAge: 60,
    negotiated: true,
  });
}
