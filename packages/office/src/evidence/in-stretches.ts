import type { Bytes } from './blob-store.ts';

/** Bytes of a stream, taken a stretch at a time; what was read and did not fit is the beginning of the next. */
export type Stretches = {
  /** At most `most` bytes more; ends early where the stream has ended or was cut. */
  take(most: number): Bytes;
  /** `cut`: whoever sent it broke off. What came before that is as good as any. */
  readonly end: () => 'not-yet' | 'whole' | 'cut';
};

/** Begins to take a stream in stretches. */
export function inStretches(bytes: Bytes): Stretches {
  const source = bytes[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  let end: ReturnType<Stretches['end']> = 'not-yet';

  /** Nothing: no byte is left. */
  async function more(): Promise<Uint8Array | undefined> {
    while (rest.length === 0) {
      if (end !== 'not-yet') return undefined;
      try {
        const next = await source.next();
        if (next.done === true) end = 'whole';
        else rest = next.value;
      } catch {
        end = 'cut';
      }
    }
    return rest;
  }

  async function* take(most: number): AsyncGenerator<Uint8Array> {
    for (let left = most; left > 0;) {
      const chunk = await more();
      if (!chunk) return;
      const part = chunk.subarray(0, left);
      rest = chunk.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
  return { take, end: () => end };
}
