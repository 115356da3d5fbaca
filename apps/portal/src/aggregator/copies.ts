import type { PublicFile } from '@assay/office/6-register/public-desk';
import { ok, refuse } from '@assay/vocabulary/result';

import { digitalLink } from '../6-register/digital-link.ts';
import { parseLabelCode } from '../6-register/label-code.ts';
import type { Answer, Asked } from '../http/answer.ts';
import type { AggregatorDesk, Evidence } from './aggregator-desk.ts';

/** Newest credential, proof or bundle of a label, from the copy. */
export function copiedEvidence(what: Evidence) {
  return async ({ params }: Asked, desk: AggregatorDesk): Promise<Answer> => {
    const id = parseLabelCode(params['labelId'] ?? '');
    if (!id.ok) return id;
    const found = await desk.evidence(id.value, what);
    return found.ok ? served(found.value) : refuse({ ...found.refusal, about: id.value });
  };
}

/** Any credential of any followed log, by its digest. */
export async function copiedCredential({ params }: Asked, desk: AggregatorDesk): Promise<Answer> {
  const hash = params['sha256'] ?? '';
  return served(/^[0-9a-f]{64}$/.test(hash) ? await desk.credential(hash) : undefined);
}

/** Checkpoint, tiles, entries and status lists of a followed log, below the hash of its origin. */
export async function copiedLog({ params }: Asked, desk: AggregatorDesk): Promise<Answer> {
  const [hash = '', path = ''] = [params['hash'], params['*']];
  return served(/^[0-9a-f]{64}$/.test(hash) ? await desk.mirror(hash, path) : undefined);
}

/** Whom this site believes: the signed list, or the policy by itself. */
export function believed(name: 'trust-list.json' | 'policy') {
  return async (_: Asked, desk: AggregatorDesk): Promise<Answer> => Promise.resolve(served(desk.trust(name)));
}

/** The address of a product itself (GS1 Digital Link) leads to its label, whoever granted it. */
export async function copiedProduct(asked: Asked, desk: AggregatorDesk): Promise<Answer> {
  return digitalLink(asked, {
    programme: { origin: desk.origin },
    search: async ({ text, limit }) => {
      const found = await desk.search({ text: '', gtin: text, limit });
      return { labels: found?.labels.map(({ record }) => record) ?? [] };
    },
  });
}

/** A sandbox stays out of search engines. */
export async function mirrorRobots(_: Asked, desk: AggregatorDesk): Promise<Answer> {
  const { sandbox } = await desk.site();
  const body = `User-agent: *\n${sandbox ? 'Disallow: /' : 'Allow: /'}\n`;
  return ok({ body, mediaType: 'text/plain; charset=utf-8', maxAge: 3_600 });
}

function served(file: PublicFile | undefined): Answer {
  return file
    ? ok({ body: file.bytes, mediaType: file.mediaType, maxAge: file.maxAge })
    : refuse({ code: 'no-such-page' });
}
