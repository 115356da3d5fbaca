import type { ArtworkFormat } from '@assay/office/5-label/artwork/artwork';
import { VARIANTS } from '@assay/office/5-label/artwork/layout';
import {
  CODES,
  type LabelArtworkAsked,
  type LabelArtworkRefusal,
} from '@assay/office/6-register/label-artwork';
import { ok, refuse, unreachable, type Result } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import type { Problem } from '../problems.ts';
import { parseLabelCode } from './label-code.ts';

/** The print file of a label, drawn when it is asked for: its cost depends on nothing but the one label. */
export function artwork(format: ArtworkFormat) {
  return async ({ params, query }: Asked, desk: PublicDesk): Promise<Answer> => {
    const id = parseLabelCode(params['labelId'] ?? '');
    if (!id.ok) return id;
    const asked = parseArtworkQuery(query, format);
    if (!asked.ok) return asked;
    const made = await desk.artwork(id.value, asked.value);
    if (!made) return refuse({ code: 'no-such-label', about: id.value });
    if (!made.ok) return refuse(artworkProblem(made.refusal));
    const { bytes, mediaType, maxAge } = made.value;
    return ok({ body: bytes, mediaType, maxAge });
  };
}

const KNOWN = new Set(['variant', 'size', 'language', 'code', 'dpi', 'print']);

/** Reads what is asked of a print file. An empty field of a form says nothing; any other unknown or twofold word is refused. */
function parseArtworkQuery(query: Asked['query'], format: ArtworkFormat): Result<LabelArtworkAsked, Problem> {
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(query)) {
    if (!KNOWN.has(name)) return refuse({ code: 'unknown-parameter', about: name.slice(0, 40) });
    if (typeof value !== 'string') return refuse({ code: 'malformed-parameter', about: name });
    if (value !== '') given.set(name, value);
  }
  const wrong = (about: string) => refuse({ code: 'malformed-parameter', about } as const);
  const variant = VARIANTS.find((one) => one === (given.get('variant') ?? 'portrait'));
  const code = CODES.find((one) => one === (given.get('code') ?? 'plain'));
  const [size, dpi, print] = [given.get('size'), given.get('dpi'), given.get('print')];
  const language = given.get('language') ?? 'en';
  if (!variant) return wrong('variant');
  if (!code) return wrong('code');
  if (size !== undefined && !/^\d{1,4}(\.\d{1,2})?(mm)?$/.test(size)) return wrong('size');
  if (dpi !== undefined && !/^(150|300|600|1200)$/.test(dpi)) return wrong('dpi');
  if (print !== undefined && print !== 'fine') return wrong('print');
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(language)) return wrong('language');
  return ok({
    ...{ format, variant, code, language, finePrint: print === 'fine' },
    ...(size !== undefined && { sizeMm: Number(size.replace('mm', '')) }),
    ...(dpi !== undefined && { dpi: Number(dpi) }),
  });
}

/** What a reader is told of a label that is not drawn. */
export function artworkProblem(refusal: LabelArtworkRefusal): Problem {
  switch (refusal.code) {
    case 'label-not-in-force':
      return {
        code: refusal.state === 'suspended' ? 'label-suspended' : 'label-ended',
        about: refusal.state,
      };
    case 'label-too-small':
    case 'label-too-large':
      return { code: refusal.code, about: String(refusal.worksMm) };
    case 'too-many-pixels':
    case 'too-few-pixels':
      return { code: 'resolution-does-not-work', about: String(refusal.dpi) };
    case 'language-not-offered':
      return { code: refusal.code, about: refusal.offered.join(', ') };
    case 'letters-not-in-typeface':
      return { code: refusal.code, about: refusal.letters };
    case 'edition-not-held':
      throw new Error(`${refusal.edition} has a label on the register and is not in the library`);
    default:
      return unreachable(refusal);
  }
}
