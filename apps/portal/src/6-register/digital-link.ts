import { ok, refuse } from '@assay/vocabulary/result';

import type { LabelQuery, LabelSummary } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { preferred } from '../http/negotiate.ts';

const LINKSET = 'application/linkset+json';
const VOCABULARY = 'https://ref.gs1.org/voc';
/** Labels of one product that a linkset names; a product has few. */
const MOST = 50;

type Labelled = Pick<LabelSummary, 'labelId'>;
/** Who knows which labels a product has. */
type ProductDesk = {
  readonly programme: { readonly origin: string };
  search(query: LabelQuery): Promise<{ readonly labels: readonly Labelled[] }>;
};

/**
 * A GS1 Digital Link of a product (trust layer, section 10): leads to the page of its label, to a choice where there are
 * several, or names them as an RFC 9264 linkset for `Accept: application/linkset+json` or `linkType=linkset` (`all`).
 */
export async function digitalLink({ params, query, accept }: Asked, desk: ProductDesk): Promise<Answer> {
  const gtin = params['gtin'] ?? '';
  if (!isGtin(gtin)) return refuse({ code: 'mistyped-gtin', about: gtin.slice(0, 40) });
  const { labels } = await desk.search({ text: gtin, limit: MOST });
  const [first, ...more] = labels;
  if (!first) return refuse({ code: 'no-such-product', about: gtin });
  const asked = query['linkType'];
  const wantsLinkset = asked === 'linkset' || asked === 'all';
  if (wantsLinkset || preferred(accept, ['text/html', LINKSET]) === LINKSET) {
    const body = JSON.stringify(linkset(gtin, labels, desk.programme.origin), null, 2);
    return ok({ body, mediaType: LINKSET, maxAge: 60, negotiated: true });
  }
  const location = more.length === 0 ? `/L/${first.labelId}` : `/?q=${gtin}`;
  return ok({
    body: '',
    mediaType: 'text/plain; charset=utf-8',
    maxAge: 60,
    negotiated: true,
    location,
    status: 307,
  });
}

function linkset(gtin: string, labels: readonly Labelled[], origin: string): object {
  const links = (path: string, title: string, type: string) =>
    labels.map(({ labelId }) => ({ href: `${origin}/L/${labelId}${path}`, title, type }));
  return {
    linkset: [
      {
        anchor: `${origin}/01/${gtin}`,
        [`${VOCABULARY}/defaultLink`]: links('', 'Cybersecurity label', 'text/html').slice(0, 1),
        [`${VOCABULARY}/certificationInfo`]: links('/credential', 'Label credential', 'application/vc+jwt'),
      },
    ],
  };
}

/** 14 digits of which the last makes the sum, weighted 3 and 1 in turn, a multiple of ten (GS1 General Specifications 7.9). */
function isGtin(text: string): boolean {
  if (!/^\d{14}$/.test(text)) return false;
  const sum = Array.from(text, Number).reduce(
    (total, digit, place) => total + digit * (place % 2 === 0 ? 3 : 1),
    0,
  );
  return sum % 10 === 0;
}
