import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import { assetNamed } from '../layout/assets.ts';
import type { Answer, Asked } from './answer.ts';

/** The process answers. */
export async function alive(): Promise<Answer> {
  return ok({ body: '{"status":"ok"}', mediaType: 'application/json', maxAge: 'no-store' });
}

/** The register can be read; 503 where it cannot, for whatever reason. */
export async function ready(_: Asked, desk: Pick<PublicDesk, 'ready'>): Promise<Answer> {
  const isReady = await desk.ready().catch(() => false);
  if (!isReady) return refuse({ code: 'not-ready' });
  return ok({ body: '{"status":"ready"}', mediaType: 'application/json', maxAge: 'no-store' });
}

/** A sandbox stays out of search engines: its labels must never be found as if they were real. */
export async function robots(_: Asked, desk: PublicDesk): Promise<Answer> {
  const body = `User-agent: *\n${desk.programme.sandbox ? 'Disallow: /' : 'Allow: /'}\n`;
  return ok({ body, mediaType: 'text/plain; charset=utf-8', maxAge: 3_600 });
}

/** Styles, scripts and mark, named by their content and so kept for ever. */
export async function asset({ params }: Asked): Promise<Answer> {
  const found = assetNamed(params['name'] ?? '');
  return found ? ok({ ...found, maxAge: 'immutable' }) : refuse({ code: 'no-such-page' });
}
