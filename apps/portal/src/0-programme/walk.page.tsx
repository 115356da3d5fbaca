import { parseCaseId } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { htmlPage } from '../layout/frame.tsx';
import { CaseView } from './case.view.tsx';
import { WalkView } from './walk.view.tsx';

/** The sandbox's cases, step by step. */
export async function walk(_: Asked, desk: PublicDesk): Promise<Answer> {
  const story = await desk.story();
  if (!story) return refuse({ code: 'no-such-page' });
  return page(htmlPage(<WalkView story={story} desk={desk} />));
}

/** One case with every finding and its why. */
export async function caseWalk({ params }: Asked, desk: PublicDesk): Promise<Answer> {
  const id = parseCaseId(params['case'] ?? '');
  const story = id.ok ? await desk.story() : undefined;
  const told = story?.cases.find((one) => id.ok && one.case === id.value);
  if (!told) return refuse({ code: 'no-such-page' });
  return page(htmlPage(<CaseView told={told} desk={desk} />));
}

function page(body: string): Answer {
  return ok({ body, mediaType: 'text/html; charset=utf-8', maxAge: 60 });
}
