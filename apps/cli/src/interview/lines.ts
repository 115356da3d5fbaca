import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

/** Lines that somebody enters, one for each prompt; none once the input has ended or was broken off. */
export type Lines = {
  next(prompt: string): Promise<string | undefined>;
  close(): void;
};

/** Characters of one line at most: nothing that is asked for is longer. */
const LONGEST = 20_000;

/**
 * Reads lines from a terminal or a pipe. Lines that come faster than they are asked for wait their turn. Closed while it waits for a line,
 * it ends as if the input had.
 */
export function linesFrom(input: Readable, output: Writable): Lines {
  const reader = createInterface({ input, crlfDelay: Infinity });
  const lines = reader[Symbol.asyncIterator]();
  return {
    next: async (prompt) => {
      output.write(prompt);
      const line = await lines.next();
      return line.done === true ? undefined : line.value.slice(0, LONGEST);
    },
    close: () => {
      reader.close();
    },
  };
}
