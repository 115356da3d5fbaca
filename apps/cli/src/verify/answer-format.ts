import { parseFormat } from '../commands/check.ts';
import type { Io } from '../terminal/io.ts';

/** What a verification is told in: a table to a person at a terminal, JSON to a program, unless `--format` says which. */
export function answerFormat(asked: string | undefined, io: Io): 'table' | 'json' {
  return parseFormat(asked ?? (io.forPeople ? 'table' : 'json'));
}
