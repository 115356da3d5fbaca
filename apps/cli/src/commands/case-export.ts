import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { caseNamed } from './case-list.ts';

/** `assay case export ID --output FILE`: the whole case as one sealed archive. A file that is there is not written over. */
export async function caseExport(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...CLIENT_OPTIONS, output: { type: 'string' } },
  });
  const id = caseNamed(positionals);
  const { output } = values;
  if (output === undefined) throw new UsageError('name a new file with --output');
  const archive = await (await clientOf(values)).archive(id);
  if (!archive.ok) return tellProblem('case export', archive.refusal, io);
  const file = createWriteStream(output, { flags: 'wx', mode: 0o600 });
  await pipeline(Readable.from(archive.value), file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new UsageError(`--output ${output}: is there already`);
    throw error;
  });
  io.out(`Written to ${output}. assay case verify ${output} checks it.`);
  return 0;
}
