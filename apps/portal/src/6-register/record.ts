import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { parseLabelCode } from './label-code.ts';
import { parseLabelQuery } from './query.ts';

/** The public record of one label, as data. */
export async function labelRecord(asked: Asked, desk: PublicDesk): Promise<Answer> {
  const [stranger] = Object.keys(asked.query);
  if (stranger !== undefined) return refuse({ code: 'unknown-parameter', about: stranger.slice(0, 40) });
  const id = parseLabelCode(asked.params['labelId'] ?? '');
  if (!id.ok) return id;
  const record = await desk.record(id.value);
  if (!record) return refuse({ code: 'no-such-label', about: id.value });
  return ok({ body: JSON.stringify(record), mediaType: JSON_TYPE, maxAge: 60 });
}

/** A page of the register, as data: `{labels, next?}`. */
export async function labelRecords(asked: Asked, desk: PublicDesk): Promise<Answer> {
  const query = parseLabelQuery(asked.query, 'machine');
  if (!query.ok) return query;
  const page = await desk.search(query.value);
  return ok({ body: JSON.stringify(page), mediaType: JSON_TYPE, maxAge: 60 });
}

const JSON_TYPE = 'application/json';
