import { isInForce, schemeInForce, type Catalogue } from '@assay/conformity/0-programme/catalogue';
import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

export type NoSuchEdition =
  | { readonly code: 'unknown-scheme'; readonly scheme: string; readonly known: string }
  | {
      readonly code: 'not-in-force';
      readonly scheme: string;
      readonly day: CalendarDate;
      /** Every edition of the scheme with its days. */
      readonly editions: string;
      readonly newest: EditionRef;
    };

/**
 * The edition that `id` or `id@edition` asks for. An id alone asks for the one in force on the day; an edition that is
 * named is meant, in force or not: what an earlier edition asked, or a later one will ask, is a fair question.
 */
export function editionAsked(
  { schemes }: Catalogue,
  name: string,
  day: CalendarDate,
): Result<SchemeEdition, NoSuchEdition> {
  const named = [...schemes].find(([ref]) => ref === name)?.[1];
  if (named) return ok(named);
  const [id = ''] = name.split('@');
  const editions = [...schemes.values()].filter((scheme) => scheme.id === id);
  const newest = schemeInForce({ schemes }, id, day);
  if (!newest || name.includes('@')) {
    const known = editions.length > 0 ? editions : [...schemes.values()];
    return refuse({ code: 'unknown-scheme', scheme: name, known: known.map(refOf).join(', ') });
  }
  return isInForce(newest, day)
    ? ok(newest)
    : refuse({
        code: 'not-in-force',
        scheme: name,
        day,
        editions: editions.map(withDays).join(', '),
        newest: refOf(newest),
      });
}

function refOf({ id, edition }: SchemeEdition): EditionRef {
  return editionRef(id, edition);
}

function withDays(scheme: SchemeEdition): string {
  const { from, to } = scheme.inForce;
  return `${refOf(scheme)} (from ${from}${to === undefined ? '' : ` to ${to}`})`;
}
