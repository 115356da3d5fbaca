import type { IxitTable } from '@assay/vocabulary/ixit';

type Field = IxitTable['fields'][number];

/** The field that a heading names: as printed, or under another spelling; or the nearest one where it names none. */
export type Match =
  | { readonly found: Field; readonly asPrinted: boolean }
  | { readonly found: undefined; readonly nearest: string | undefined };

/**
 * Finds the field of an IXIT table that a heading names. Capitals, punctuation and remarks in brackets do not matter,
 * and the field's key serves as well as its name; anything else is not guessed at.
 */
export function fieldNamed(table: IxitTable, heading: string): Match {
  const bare = bareName(heading);
  const found = table.fields.find(({ id, name }) => bareName(name) === bare || bareName(id) === bare);
  if (found) return { found, asPrinted: heading.trim() === found.name };
  return {
    found: undefined,
    nearest: nearest(
      heading,
      table.fields.map(({ name }) => name),
    ),
  };
}

/** Letters and digits of a name in lower case, without what stands in brackets. */
export function bareName(name: string): string {
  return name
    .replaceAll(/\([^()]*\)/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** The known name that shares most pairs of letters with another, if it shares a third of them. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = pairs(name);
  const scored = known.map((one) => ({ one, score: alike(wanted, pairs(one)) }));
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= 1 / 3 ? best.one : undefined;
}

function pairs(name: string): ReadonlySet<string> {
  const bare = bareName(name);
  return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, at) => bare.slice(at, at + 2)));
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return one.size + other.size === 0
    ? 0
    : (2 * [...one].filter((pair) => other.has(pair)).length) / (one.size + other.size);
}
