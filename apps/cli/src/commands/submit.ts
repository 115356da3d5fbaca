import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import type { Handed } from '@assay/vocabulary/api';
import { editionRef } from '@assay/vocabulary/ids';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { readText } from '../verify/files.ts';

/** `assay submit DOSSIER`: hands an application in with an installation. Exit 0: received; 1: refused; 2: usage. */
export async function submit(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CLIENT_OPTIONS,
      scheme: { type: 'string' },
      level: { type: 'string', default: '1' },
      report: { type: 'string', multiple: true, default: [] },
      administrator: { type: 'string' },
      because: { type: 'string', default: 'Handed in from the command line.' },
      'no-earlier-denial': { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('name one dossier');
  const [id, edition] = values.scheme?.split('@') ?? [];
  if (id === undefined || edition === undefined)
    throw new UsageError('--scheme: an id@edition, such as us-cyber-trust-mark@2024');
  if (!/^[1-9]\d?$/.test(values.level)) throw new UsageError(`--level ${values.level}: a number from 1`);
  if (!values['no-earlier-denial'])
    throw new UsageError(
      'say --no-earlier-denial if no administrator denied this or a similar product; otherwise apply at the desk, which asks about it',
    );
  const client = await clientOf(values);
  const done = await client.submit({
    ...(values.administrator !== undefined && { administrator: values.administrator }),
    scheme: editionRef(id, edition),
    level: Number(values.level),
    dossier: await handed(file),
    reports: await Promise.all(values.report.map(handed)),
    declarations: [],
    priorDenials: [],
    because: values.because,
  });
  if (!done.ok) return tellProblem('submit', done.refusal, io);
  io.out(
    values.format === 'json'
      ? JSON.stringify(done.value)
      : `Received as ${io.style.bold(done.value.case)}. assay case show ${done.value.case} says where it stands.`,
  );
  return 0;
}

async function handed(file: string): Promise<Handed> {
  return { file: basename(file), document: await readText(file) };
}
