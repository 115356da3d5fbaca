import { isMap, isScalar, isSeq, type Document, type Pair } from 'yaml';

/** Offset of what a JSON Pointer names: a member's name, an item of a list, or the nearest of these that exists. */
export function placeIn(document: Document.Parsed, pointer: string): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const name of namesOf(pointer)) {
    const step: { readonly at: unknown; readonly node: unknown } | undefined = isMap(node)
      ? member(node.items, name)
      : isSeq(node)
        ? { at: node.items[Number(name)], node: node.items[Number(name)] }
        : undefined;
    const start = startOf(step?.at);
    if (!step || start === undefined) return offset;
    offset = start;
    node = step.node;
  }
  return offset;
}

/** Offset at which a node begins. */
export function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

function member(pairs: readonly Pair[], name: string) {
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === name);
  return pair && { at: pair.key, node: pair.value };
}

/** The steps of a JSON Pointer (RFC 6901). */
function namesOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}
