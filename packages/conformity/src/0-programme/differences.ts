/** One place where two documents differ; the side on which it is missing is absent. */
export type Difference = {
  /** Names on the way, list items by what they are known by. */
  readonly path: readonly string[];
  /** The same with `*` for every item of a list: what kind of place it is. */
  readonly pattern: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

type Place = { readonly path: readonly string[]; readonly pattern: readonly string[] };

/** Members that are one expression and are compared whole. */
const WHOLE: ReadonlySet<string> = new Set(['when', 'only']);

/**
 * Every difference between two documents of one kind. Items of lists are known by id, rank, field, category or name, not
 * by their place: no list of a scheme has a meaning in its order. What came or went whole is one difference.
 */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  return compare({ path: [], pattern: [] }, before, after);
}

function compare(at: Place, before: unknown, after: unknown): readonly Difference[] {
  if (canonical(before) === canonical(after)) return [];
  if (!WHOLE.has(at.pattern.at(-1) ?? '')) {
    if (Array.isArray(before) && Array.isArray(after)) return lists(at, before, after);
    if (isRecord(before) && isRecord(after)) return members(at, before, after);
  }
  return [
    {
      path: at.path,
      pattern: at.pattern.join('/'),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
  ];
}

type Members = Readonly<Record<string, unknown>>;

function members(at: Place, before: Members, after: Members): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => compare(below(at, name, name), before[name], after[name]));
}

function lists(at: Place, before: readonly unknown[], after: readonly unknown[]): readonly Difference[] {
  const [mine, theirs] = [Map.groupBy(before, knownBy), Map.groupBy(after, knownBy)];
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) => {
    const [ones, others] = [mine.get(key) ?? [], theirs.get(key) ?? []];
    const count = Math.max(ones.length, others.length);
    return Array.from({ length: count }, (_, place) =>
      compare(below(at, key, '*'), ones[place], others[place]),
    ).flat();
  });
}

function below({ path, pattern }: Place, name: string, kind: string): Place {
  return { path: [...path, name], pattern: [...pattern, kind] };
}

/** What an item of a list is known by; two that are known by the same are told apart by their order. */
function knownBy(item: unknown): string {
  if (!isRecord(item)) return canonical(item).replace(/^"(.*)"$/, '$1');
  const name = item['id'] ?? item['rank'] ?? item['field'] ?? item['category'];
  return typeof name === 'string' || typeof name === 'number'
    ? String(name)
    : [item['party'], item['level']].map(canonical).join(' ');
}

/** A value as text that is the same for the same value, whatever the order of its members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === undefined) return '';
  if (!isRecord(value)) return JSON.stringify(value);
  const named = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${named.join(',')}}`;
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
