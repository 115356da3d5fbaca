import { ok, refuse } from '@assay/vocabulary/result';

import type { LabelQuery, LabelSummary } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { preferred } from '../http/negotiate.ts';
import { GS1_VOCABULARY } from './gs1-resolver.ts';

const LINKSET = 'application/linkset+json';
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
 * Another link type leads to what bears it, or is not found; whatever else was asked is passed on (GS1-Conformant
 * Resolver 1.2, sections 2.6.2 and 2.12).
 */
export async function digitalLink({ params, query, accept }: Asked, desk: ProductDesk): Promise<Answer> {
  const gtin = params['gtin'] ?? '';
  if (!isGtin(gtin)) return refuse({ code: 'mistyped-gtin', about: gtin.slice(0, 40) });
  const { labels } = await desk.search({ text: gtin, limit: MOST });
  if (labels.length === 0) return refuse({ code: 'no-such-product', about: gtin });
  const { linkType, ...rest } = query;
  const { origin } = desk.programme;
  const found = { maxAge: 60, negotiated: true, links: linksOf(`${origin}/01/${gtin}`) };
  const isForMachines = MACHINE.includes(preferred(accept, ['text/html', ...MACHINE]));
  if (linkType === 'linkset' || linkType === 'all' || (linkType === undefined && isForMachines)) {
    const body = JSON.stringify(linkset(gtin, labels, origin), null, 2);
    return ok({ ...found, body, mediaType: LINKSET });
  }
  const target = targetOf(linkType ?? 'gs1:defaultLink', gtin, labels);
  if (target === undefined) return refuse({ code: 'no-such-link', about: gtin });
  const mediaType = 'text/plain; charset=utf-8';
  return ok({ ...found, body: '', mediaType, location: passedOn(target, rest), status: 307 });
}

const MACHINE: readonly [string, string] = [LINKSET, 'application/json'];
const GS1_LINK = /^(?:gs1:|https:\/\/(?:ref\.)?gs1\.org\/voc\/)(\w+)$/;

/** What a link of this type leads to: the newest label's page, a choice among several, its credential, or nothing. */
function targetOf(
  linkType: unknown,
  gtin: string,
  [first, ...more]: readonly Labelled[],
): string | undefined {
  const [, name] = (typeof linkType === 'string' && GS1_LINK.exec(linkType)) || [];
  if (!first) return undefined;
  if (name === 'certificationInfo') return `/L/${first.labelId}/credential`;
  if (name === 'defaultLink') return more.length === 0 ? `/L/${first.labelId}` : `/?q=${gtin}`;
  return undefined;
}

/** Where all links are, and how to read them as linked data. */
function linksOf(product: string): string {
  return [
    `<${product}?linkType=linkset>; rel="linkset"; type="${LINKSET}"`,
    '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
  ].join(', ');
}

/** The target with what else was asked; its own search stays its own. */
function passedOn(target: string, query: Asked['query']): string {
  const url = new URL(target, 'https://target.invalid');
  const own = new Set(url.searchParams.keys());
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (!own.has(name)) url.searchParams.append(name, one);
  return `${url.pathname}${url.search}`;
}

function linkset(gtin: string, labels: readonly Labelled[], origin: string): object {
  const links = (path: string, title: string, type: string) =>
    labels.map(({ labelId }) => ({ href: `${origin}/L/${labelId}${path}`, title, type }));
  return {
    linkset: [
      {
        anchor: `${origin}/01/${gtin}`,
        [`${GS1_VOCABULARY}defaultLink`]: links('', 'Cybersecurity label', 'text/html').slice(0, 1),
        [`${GS1_VOCABULARY}certificationInfo`]: links(
          '/credential',
          'Label credential',
          'application/vc+jwt',
        ),
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
