import { ok } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';

/** Where the document lies; CSAF 2.0 section 7.1.8 wants this very path. */
export const CSAF_PATH = '/.well-known/csaf/provider-metadata.json';
/** When what follows was last written differently. */
const LAST_UPDATED = '2026-11-22T00:00:00Z';

/**
 * Who publishes advisories about this register itself (CSAF 2.0, section 7.1.8). It has published none, so it names no
 * place where they lie; those of the products are their makers'. A sandbox asks no aggregator to list it.
 */
export async function csafProvider(_asked: Asked, { programme }: PublicDesk): Promise<Answer> {
  const { name, contact } = programme.administrator;
  const metadata = {
    canonical_url: `${programme.origin}${CSAF_PATH}`,
    last_updated: LAST_UPDATED,
    list_on_CSAF_aggregators: !programme.sandbox,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: !programme.sandbox,
    publisher: { category: 'vendor', name, namespace: programme.origin, contact_details: contact },
    role: 'csaf_publisher',
  };
  const body = `${JSON.stringify(metadata, null, 2)}\n`;
  return Promise.resolve(ok({ body, mediaType: 'application/json', maxAge: 3_600 }));
}
