import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { htmlPage } from '../layout/frame.tsx';
import { artworkProblem } from './artwork.ts';
import { parseLabelCode } from './label-code.ts';
import { PrintView } from './print.view.tsx';

/** How a maker prints the label: previews, smallest sizes, files, the text alternative. Only while the label is valid. */
export async function printPage({ params, query }: Asked, desk: PublicDesk): Promise<Answer> {
  const id = parseLabelCode(params['labelId'] ?? '');
  if (!id.ok) return id;
  const language = query['language'] ?? 'en';
  if (typeof language !== 'string') return refuse({ code: 'malformed-parameter', about: 'language' });
  const record = await desk.record(id.value);
  const guide = await desk.printGuide(id.value, language);
  if (!record || !guide) return refuse({ code: 'no-such-label', about: id.value });
  if (!guide.ok) return refuse(artworkProblem(guide.refusal));
  return ok({
    body: htmlPage(PrintView({ record, guide: guide.value, language, desk })),
    mediaType: 'text/html; charset=utf-8',
    maxAge: 60,
  });
}
