import { isCollection, parseDocument, stringify } from 'yaml';

/** One change to a document: the member that `path` names is set to `value`, or, at the end of a list (`-`), added to it. */
export type Amendment = { readonly path: readonly (string | number)[]; readonly value: unknown };

/** A document as YAML, in the order of its members. */
export function documentText(value: unknown): string {
  return stringify(value, LAYOUT);
}

/**
 * The text of a document with changes made; comments and order of all else stay. The text must be one that
 * `parseDocument` of this package has read.
 */
export function amendedText(text: string, amendments: readonly Amendment[]): string {
  const document = parseDocument(text, { stringKeys: true });
  for (const { path, value } of amendments) {
    const last = path.at(-1);
    const node = document.createNode(value, { aliasDuplicateObjects: false });
    if (last !== '-') {
      document.setIn(path, node);
      continue;
    }
    const list = document.getIn(path.slice(0, -1));
    // An empty list is written `[]`; what is added to it stands below it in a list of lines.
    if (isCollection(list) && list.items.length === 0) list.flow = false;
    document.addIn(path.slice(0, -1), node);
  }
  return document.toString(LAYOUT);
}

const LAYOUT = { lineWidth: 100, aliasDuplicateObjects: false } as const;
