import { isInForce, schemeInForce, type Catalogue } from '@assay/conformity/0-programme/catalogue';
import { ranksOf } from '@assay/conformity/0-programme/equivalence';
import { EDITION_PATTERN, editionRef, NAME_PATTERN } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

/** An edition of a scheme and, where one was named, a level of it. */
export type LabelName = { readonly scheme: SchemeEdition; readonly level: number | undefined };

export type LabelUnknown =
  | { readonly code: 'malformed-label-name'; readonly label: string }
  | { readonly code: 'unknown-scheme'; readonly scheme: string; readonly known: string }
  | {
      readonly code: 'unknown-scheme-edition';
      readonly scheme: string;
      readonly edition: string;
      readonly known: string;
    }
  | {
      readonly code: 'no-edition-in-force';
      readonly scheme: string;
      readonly day: CalendarDate;
      readonly newest: string;
    }
  | {
      readonly code: 'unknown-level';
      readonly scheme: string;
      readonly asked: number;
      readonly levels: string;
    };

const inner = (pattern: string): string => pattern.slice(1, -1);
const LABEL = new RegExp(
  `^(?<id>${inner(NAME_PATTERN)})(@(?<edition>${inner(EDITION_PATTERN)}))?(:(?<level>[1-9][0-9]?))?$`,
);

/** Reads `scheme[@edition][:level]`; without an edition the one in force on the day is meant. */
export function resolveLabel(
  catalogue: Catalogue,
  label: string,
  day: CalendarDate,
): Result<LabelName, LabelUnknown> {
  const { id, edition, level } = LABEL.exec(label)?.groups ?? {};
  if (id === undefined) return refuse({ code: 'malformed-label-name', label });
  const scheme = edition === undefined ? current(catalogue, id, day) : named(catalogue, id, edition);
  if (!scheme.ok || level === undefined)
    return scheme.ok ? ok({ scheme: scheme.value, level: undefined }) : scheme;
  const ranks = ranksOf(scheme.value);
  const asked = Number(level);
  if (!ranks.includes(asked))
    return refuse({ code: 'unknown-level', scheme: id, asked, levels: ranks.join(', ') });
  return ok({ scheme: scheme.value, level: asked });
}

function current(catalogue: Catalogue, id: string, day: CalendarDate): Result<SchemeEdition, LabelUnknown> {
  const newest = schemeInForce(catalogue, id, day);
  if (!newest) return refuse({ code: 'unknown-scheme', scheme: id, known: loaded(catalogue) });
  if (isInForce(newest, day)) return ok(newest);
  const ref = editionRef(id, newest.edition);
  return refuse({ code: 'no-edition-in-force', scheme: id, day, newest: ref });
}

function named(catalogue: Catalogue, id: string, edition: string): Result<SchemeEdition, LabelUnknown> {
  const found = catalogue.schemes.get(editionRef(id, edition));
  if (found) return ok(found);
  const editions = [...catalogue.schemes.values()].filter((one) => one.id === id);
  if (editions.length === 0) return refuse({ code: 'unknown-scheme', scheme: id, known: loaded(catalogue) });
  const known = editions.map((one) => one.edition).sort();
  return refuse({ code: 'unknown-scheme-edition', scheme: id, edition, known: known.join(', ') });
}

function loaded({ schemes }: Catalogue): string {
  return [...schemes.keys()].sort().join(', ');
}
