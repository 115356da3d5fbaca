import { isInForce } from '@assay/conformity/0-programme/catalogue';
import type { Library } from '@assay/office/0-programme/load-library';
import { editionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';

import type { Io } from './io.ts';

/** Tells of each edition that was named and is not in force on the day which one is: it is judged all the same. */
export function tellNotInForce(
  { catalogue }: Library,
  { named, day }: { readonly named: readonly string[]; readonly day: CalendarDate },
  io: Io,
): void {
  for (const [ref, scheme] of catalogue.schemes) {
    if (!named.includes(ref) || isInForce(scheme, day)) continue;
    const other = [...catalogue.schemes.values()].find((one) => one.id === scheme.id && isInForce(one, day));
    const says = other ? `${editionRef(other.id, other.edition)} is` : 'no edition of the scheme is';
    io.error(`${ref} is not in force on ${day}; ${says}. It is judged because it was named.`);
  }
}
