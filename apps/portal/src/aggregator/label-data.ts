import type { MirrorQuery } from '@assay/office/aggregator/mirror-labels';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { parseLabelCode } from '../6-register/label-code.ts';
import { parseLabelQuery } from '../6-register/query.ts';
import type { Answer, Asked } from '../http/answer.ts';
import type { Problem } from '../problems.ts';
import type { AggregatorDesk } from './aggregator-desk.ts';

const JSON_TYPE = 'application/json';
const FILTERS: Readonly<Record<'gtin' | 'administrator', RegExp>> = {
  gtin: /^\d{8}(\d{4,6})?$/,
  administrator: /^[0-9A-Z]{2}$/,
};

/** The record of one label (trust layer, section 8). */
export async function labelAsData({ params, query }: Asked, desk: AggregatorDesk): Promise<Answer> {
  const [stranger] = Object.keys(query);
  if (stranger !== undefined) return refuse({ code: 'unknown-parameter', about: stranger.slice(0, 40) });
  const id = parseLabelCode(params['labelId'] ?? '');
  if (!id.ok) return id;
  const label = await desk.label(id.value);
  if (!label) return refuse({ code: 'label-not-followed', about: id.value });
  return ok({ body: JSON.stringify(label.record), mediaType: JSON_TYPE, maxAge: 60 });
}

/** A page of labels: `{labels, next?}`, by words, GTIN, code of an administrator and state. */
export async function labelsAsData({ query }: Asked, desk: AggregatorDesk): Promise<Answer> {
  const search = parseMirrorQuery(query);
  if (!search.ok) return search;
  const found = await desk.search(search.value);
  if (!found) return refuse({ code: 'malformed-parameter', about: 'after' });
  const body = JSON.stringify({ ...found, labels: found.labels.map(({ record }) => record) });
  return ok({ body, mediaType: JSON_TYPE, maxAge: 60 });
}

/** Every log with what is held of it, how it does, and the evidence of every alarm. */
export async function logsAsData(_: Asked, desk: AggregatorDesk): Promise<Answer> {
  return ok({ body: JSON.stringify({ logs: await desk.logs() }), mediaType: JSON_TYPE, maxAge: 5 });
}

function parseMirrorQuery({ gtin, administrator, ...query }: Asked['query']): Result<MirrorQuery, Problem> {
  const search = parseLabelQuery(query, 'machine');
  if (!search.ok) return search;
  const filters: { gtin?: string; administrator?: string } = {};
  for (const [name, value] of [
    ['gtin', gtin],
    ['administrator', administrator],
  ] as const) {
    if (value === undefined || value === '') continue;
    if (typeof value !== 'string' || !FILTERS[name].test(value))
      return refuse({ code: 'malformed-parameter', about: name });
    filters[name] = value;
  }
  return ok({ ...search.value, ...filters });
}
