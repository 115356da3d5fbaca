import type { PriorDenial, ProductCodes } from '@assay/vocabulary/case-event';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { CalendarDate } from '@assay/vocabulary/instant';

import { reason } from '../reason.ts';

type Named = {
  readonly product: string;
  readonly manufacturer: string;
  readonly codes: ProductCodes | undefined;
};

/**
 * What names a product, in a form in which spellings do not differ: two applications that share one of these are for the
 * same or a substantially similar product (FCC 24-26 paragraph 91). A model or a name says it only with its manufacturer,
 * a GTIN by itself.
 */
export function productIdentity({ product, manufacturer, codes }: Named): readonly string[] {
  const maker = folded(manufacturer);
  const of = (kind: string, name: string) =>
    folded(name) === '' ? [] : [`${kind}:${maker}:${folded(name)}`];
  const found = [
    ...of('name', product),
    ...(codes?.models ?? []).flatMap((model) => of('model', model)),
    ...(codes?.gtins ?? []).map((gtin) => `gtin:${gtin}`),
  ];
  return [...new Set(found)];
}

/** Letters and digits alone, without accents and in one case. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** A denial that is on record: by whom, as code and as name, and on which day in the zone of its scheme. */
export type Denial = { readonly administrator: string; readonly name?: string; readonly on: CalendarDate };

/**
 * Denials of the same or a similar product that the applicant has not told of; none: nothing was hidden. The reason says
 * how many, never which: who may see the earlier cases looks them up. An applicant
 * knows an administrator by its name or by its code; either tells of it.
 */
export function undisclosed(
  disclosed: readonly PriorDenial[] | undefined,
  denials: readonly Denial[],
): readonly Reason[] {
  const told = [...(disclosed ?? [])];
  const hidden = denials.filter(({ administrator: code, name = code, on: day }) => {
    const known = [folded(code), folded(name)];
    const mine = (on: CalendarDate | undefined) =>
      told.findIndex(
        ({ administrator, deniedOn }) => known.includes(folded(administrator)) && deniedOn === on,
      );
    const at = mine(day) < 0 ? mine(undefined) : mine(day);
    if (at < 0) return true;
    // One denial told of discloses one denial.
    told.splice(at, 1);
    return false;
  });
  return hidden.length === 0 ? [] : [reason('denial-not-disclosed', { count: hidden.length })];
}
