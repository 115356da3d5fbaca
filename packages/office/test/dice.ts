import { createHash } from 'node:crypto';

/** The same bytes for the same seed, in the same order. */
export function seededRandom(seed: string): (count: number) => Uint8Array {
  let drawn = 0;
  return (count) => {
    drawn += 1;
    return new Uint8Array(createHash('sha256').update(`${seed} ${drawn}`).digest().subarray(0, count));
  };
}
