import { createHash } from 'node:crypto';

import { parseLabelUrl } from '@assay/attestation/qr/label-url';
import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { MARK, verifierParts } from '../layout/assets.ts';
import { browserFiles } from '../layout/browser-files.ts';
import { htmlPage } from '../layout/frame.tsx';
import { parseLabelCode } from './label-code.ts';
import { MAX_TEXT } from './query.ts';
import { VerifierView } from './verifier.view.tsx';

const HTML = 'text/html; charset=utf-8';

/** The page that checks a code on the reader's device. Without script, its form leads to the page of the label. */
export async function verifierPage({ query }: Asked, desk: PublicDesk): Promise<Answer> {
  const { code = '' } = query;
  if (typeof code !== 'string') return refuse({ code: 'malformed-parameter', about: 'code' });
  const text = code.trim();
  if (text === '') return ok({ body: html(desk), mediaType: HTML, maxAge: 0 });
  const typed = parseLabelCode(text);
  const linked = parseLabelUrl(text, [new URL(desk.programme.origin).host]);
  const id = linked.ok ? linked.value.labelId : typed.ok ? typed.value : undefined;
  if (id !== undefined) return ok({ body: '', mediaType: HTML, maxAge: 'no-store', location: `/L/${id}` });
  const about = text.slice(0, MAX_TEXT);
  return refuse({ code: /^https?:/i.test(text) ? 'foreign-address' : 'mistyped-label', about });
}

/** The page's service worker, told what to keep: anything new in the page makes it a new worker. */
export async function verifierWorker(_: Asked, desk: PublicDesk): Promise<Answer> {
  const { worker } = browserFiles();
  const { script, style } = verifierParts();
  const paths = ['/verify', script, style, MARK.style, MARK.icon];
  const version = createHash('sha256').update(html(desk)).digest('hex').slice(0, 12);
  const body = `const KEPT=${JSON.stringify({ version, paths })};${new TextDecoder().decode(worker.body)}`;
  return ok({ body, mediaType: worker.mediaType, maxAge: 0 });
}

function html(desk: PublicDesk): string {
  return htmlPage(VerifierView({ desk, parts: verifierParts() }));
}
