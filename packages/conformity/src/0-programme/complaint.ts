import type { CheckCode } from './checks.ts';

/** One thing wrong in a document: which file, where in it, what, and with which facts. The sentence is made at the door. */
export type Complaint = {
  readonly file: string;
  /** JSON Pointer into the document. */
  readonly path: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
};

/** A document and the file it was read from. */
export type Filed<T> = { readonly file: string; readonly document: T };

/** Says something about a place of one file, under a code of the list of checks. */
export type Say = (path: string, code: CheckCode, facts?: Complaint['facts']) => Complaint;

/** Speaks of one file. */
export function about(file: string): Say {
  return (path, code, facts = {}) => ({ file, path, code, facts });
}

/** Complaints for every item of a list whose key an earlier item already has. */
export function duplicates<T>(
  file: string,
  path: string,
  items: readonly T[],
  key: (item: T) => string,
): readonly Complaint[] {
  const say = about(file);
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const id = key(item);
    if (seen.has(id)) return [say(`${path}/${String(index)}`, 'duplicate-id', { id })];
    seen.add(id);
    return [];
  });
}

/** What `found` says of each item of a list, with the item's own place. */
export function each<T>(
  path: string,
  items: readonly T[],
  found: (item: T, path: string, index: number) => readonly Complaint[],
): readonly Complaint[] {
  return items.flatMap((item, index) => found(item, `${path}/${String(index)}`, index));
}
