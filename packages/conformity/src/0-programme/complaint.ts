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

/** Complaints for every item of a list whose key an earlier item already has. */
export function duplicates<T>(
  file: string,
  path: string,
  items: readonly T[],
  key: (item: T) => string,
): readonly Complaint[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const id = key(item);
    if (seen.has(id))
      return [{ file, path: `${path}/${String(index)}`, code: 'duplicate-id', facts: { id } }];
    seen.add(id);
    return [];
  });
}
