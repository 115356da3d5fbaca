import { concat } from '../bytes.ts';

/** SHA-256, synchronous: whoever builds trees brings the platform's own (verifying needs only WebCrypto). */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/**
 * Reads the hash of the complete subtree `index` of height `level`: the leaves from `index · 2^level`, 2^level of them.
 * Level 0 is the leaf hashes. A reader answers for complete subtrees only and throws for any other.
 */
export type NodeReader = (level: number, index: number) => Uint8Array;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** RFC 9162 §2.1.1: H(0x00 ‖ entry). */
export function leafHash(hash: Hash, entry: Uint8Array): Uint8Array {
  return hash(concat(LEAF, entry));
}

/** RFC 9162 §2.1.1: H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(concat(NODE, left, right));
}

/** All complete subtrees over the given leaf hashes, computed once: n-1 hashes at most, then every read is a look-up. */
export function nodesOf(hash: Hash, leafHashes: readonly Uint8Array[]): NodeReader {
  const levels: (readonly Uint8Array[])[] = [leafHashes];
  for (let below = leafHashes; below.length > 1;) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < below.length; i += 2) above.push(nodeHash(hash, at(below, i), at(below, i + 1)));
    levels.push(above);
    below = above;
  }
  return (level, index) => at(levels[level] ?? [], index);
}

/** Root of the tree of the first `size` leaves; of the empty tree H(""). */
export function rootHash(hash: Hash, nodes: NodeReader, size: number): Uint8Array {
  demandSize(size);
  return size === 0 ? hash(new Uint8Array()) : rangeHash(hash, nodes, 0, size);
}

/** RFC 9162 §2.1.3.1: the path from leaf `index` to the root of size `size`, the leaf's sibling first. */
export function inclusionProof(
  hash: Hash,
  nodes: NodeReader,
  index: number,
  size: number,
): readonly Uint8Array[] {
  demandSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError('no such leaf in a tree of this size');
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      path.push(rangeHash(hash, nodes, middle, end));
      end = middle;
    } else {
      path.push(rangeHash(hash, nodes, start, middle));
      start = middle;
    }
  }
  return path.toReversed();
}

/** RFC 9162 §2.1.4.1: that the tree of size `first` is a prefix of the tree of size `second`; 0 < first ≤ second. */
export function consistencyProof(
  hash: Hash,
  nodes: NodeReader,
  first: number,
  second: number,
): readonly Uint8Array[] {
  return consistencyRanges(first, second).map(({ start, end }) => rangeHash(hash, nodes, start, end));
}

/** Leaves from `start` up to, and without, `end`. */
export type LeafRange = { readonly start: number; readonly end: number };

/** Over which leaves the hashes of a consistency proof go, in the order of the proof. */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  demandSize(second);
  if (!Number.isSafeInteger(first) || first < 1 || first > second)
    throw new RangeError('no consistency proof between these sizes');
  const path: LeafRange[] = [];
  let [start, end] = [0, second];
  while (first !== end) {
    const middle = start + largestPowerBelow(end - start);
    if (first <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  if (start > 0) path.push({ start, end });
  return path.toReversed();
}

/** Hash of the leaves [start, end): complete subtrees from left to right, folded from the right. */
function rangeHash(hash: Hash, nodes: NodeReader, start: number, end: number): Uint8Array {
  const peaks = subtreesOf({ start, end }).map(({ level, index }) => nodes(level, index));
  return peaks.reduceRight((right, left) => nodeHash(hash, left, right));
}

/** The complete subtrees that make up a range, the largest first, as `NodeReader` names them. */
export function subtreesOf({
  start,
  end,
}: LeafRange): readonly { readonly level: number; readonly index: number }[] {
  const subtrees: { level: number; index: number }[] = [];
  for (let from = start; from < end;) {
    const width = largestPowerUpTo(end - from);
    subtrees.push({ level: Math.log2(width), index: from / width });
    from += width;
  }
  return subtrees;
}

/** The largest power of two that is ≤ n, without bit operators: sizes pass 2^31. */
function largestPowerUpTo(n: number): number {
  let power = 1;
  while (power * 2 <= n) power *= 2;
  return power;
}

function largestPowerBelow(n: number): number {
  return largestPowerUpTo(n - 1);
}

function demandSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new RangeError('a tree size is a non-negative safe integer');
}

function at(hashes: readonly Uint8Array[], index: number): Uint8Array {
  const found = hashes[index];
  if (found === undefined) throw new RangeError('this subtree is not complete');
  return found;
}
