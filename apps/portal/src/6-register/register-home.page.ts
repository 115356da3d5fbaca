import { ok } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { htmlPage } from '../layout/frame.tsx';
import { parseLabelCode } from './label-code.ts';
import { parseLabelQuery } from './query.ts';
import { RegisterHomeView } from './register-home.view.tsx';

/** The register with its search. A whole label code typed into the search leads straight to its label. */
export async function registerHome({ query }: Asked, desk: PublicDesk): Promise<Answer> {
  const search = parseLabelQuery(query, 'person');
  if (!search.ok) return search;
  const code = parseLabelCode(search.value.text);
  const mediaType = 'text/html; charset=utf-8';
  if (code.ok) return ok({ body: '', mediaType, maxAge: 'no-store', location: `/L/${code.value}` });
  const found = await desk.search(search.value);
  return ok({
    body: htmlPage(RegisterHomeView({ query: search.value, found, desk })),
    mediaType,
    maxAge: 60,
  });
}
