import { styleFor, type Style } from './style.ts';

/** What a command may do with the terminal; handed to it, so that a test can read what it wrote. */
export type Io = {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly style: Style;
  /** Columns to write in. */
  readonly width: number;
  /** Whether a person reads what is written, and not a program. */
  readonly forPeople: boolean;
};

/** 0: the answer is yes; 1: the answer is no; 2: it could not be asked. */
export type ExitCode = 0 | 1 | 2;

/** The terminal of this process. */
export function processIo(): Io {
  // Whoever reads may stop reading (`| head`): what is left unread changes no answer.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    error: (text) => process.stderr.write(`${text}\n`),
    style: styleFor(process.stdout, process.env),
    width: Math.min(process.stdout.columns || 100, 120),
    forPeople: process.stdout.isTTY,
  };
}
