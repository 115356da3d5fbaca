/** Told how far long work has come; cleared before anything else is written. */
export type Progress = { readonly tell: (line: string) => void; readonly clear: () => void };

const EVERY_MS = 200;

/** One line on the error stream that overwrites itself, and nothing where nobody watches a terminal. */
export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let told = 0;
  return {
    tell(line) {
      const now = performance.now();
      if (!stream.isTTY || now - told < EVERY_MS) return;
      told = now;
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      if (told > 0) stream.write('\r\u001b[K');
      told = 0;
    },
  };
}
