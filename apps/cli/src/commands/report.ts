import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { parseCaseId } from '@assay/vocabulary/ids';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { readText } from '../verify/files.ts';

/** `assay report upload REPORT --case ID`: a laboratory hands its report in. Exit 0: received; 1: refused; 2: usage. */
export async function report(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CLIENT_OPTIONS,
      case: { type: 'string' },
      because: { type: 'string', default: 'Handed in from the command line.' },
    },
  });
  const [word, file, ...more] = positionals;
  if (word !== 'upload' || file === undefined || more.length > 0)
    throw new UsageError('assay report upload REPORT --case ID: name one report');
  const id = parseCaseId(values.case ?? '');
  if (!id.ok)
    throw new UsageError(`--case ${id.refusal.text}: the id of a case, such as case_ and 16 characters`);
  const client = await clientOf(values);
  const found = await client.readCase(id.value);
  if (!found.ok) return tellProblem('report upload', found.refusal, io);
  const done = await client.handInReport({
    case: id.value,
    version: found.value.version,
    report: { report: { file: basename(file), document: await readText(file) }, because: values.because },
  });
  if (!done.ok) return tellProblem('report upload', done.refusal, io);
  io.out(`Received in ${done.value.case}, now at version ${String(done.value.version)}.`);
  return 0;
}
