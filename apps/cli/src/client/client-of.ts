import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { openClient, type Client } from '@assay/client/client';
import type { Problem } from '@assay/client/problem';

import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

/** Where an installation is, and the key that lets in: never on the command line, where others can read it. */
export const CLIENT_OPTIONS = { url: { type: 'string' }, 'key-file': { type: 'string' } } as const;
type Values = { readonly url?: string | undefined; readonly 'key-file'?: string | undefined };

/** The client of the installation named by --url or ASSAY_URL, with the key of --key-file or ASSAY_KEY. */
export async function clientOf({
  url = process.env['ASSAY_URL'],
  'key-file': file,
}: Values): Promise<Client> {
  if (url === undefined || url === '')
    throw new UsageError('name the installation with --url, or in ASSAY_URL: https://labels.example');
  const origin = originOf(url);
  const key = file === undefined ? process.env['ASSAY_KEY'] : (await readFile(file, 'utf8')).trim();
  if (key === undefined || key === '')
    throw new UsageError(
      'no API key: put it in a file and name that with --key-file, or into ASSAY_KEY. Keys are made under “Account”, “API keys”',
    );
  return openClient({ origin, key, newKey: () => randomUUID() });
}

/** A key is sent over https alone, but for this machine itself. */
function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const here = parsed && ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
  if (!parsed || (parsed.protocol !== 'https:' && !(here && parsed.protocol === 'http:')))
    throw new UsageError(`--url ${url}: an https address, since a key is sent there`);
  return parsed.origin;
}

/** Tells a problem: what, why, and what to do. Exit 2 where nothing was asked or answered, 1 where it was refused. */
export function tellProblem(word: string, problem: Problem, io: Io): ExitCode {
  io.error(`assay ${word}: ${problem.title}. ${problem.detail}`);
  for (const { path, expected } of problem.complaints ?? []) io.error(`  ${path}: ${expected}`);
  if (problem.remedy !== undefined && problem.remedy !== '') io.error(problem.remedy);
  return problem.status === 0 || problem.status === 401 ? 2 : 1;
}
