import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';

import type { Client } from '@assay/client/client';
import { readFileAs } from '@assay/formats/read-document';
import { below } from '@assay/formats/read-text';
import type { Application, Handed } from '@assay/vocabulary/api';
import { DossierKind } from '@assay/vocabulary/dossier';
import { digestFromHex, editionRef, type Digest } from '@assay/vocabulary/ids';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { readText } from '../verify/files.ts';

/**
 * `assay submit DOSSIER`: hands an application in with an installation, and the files beside it that are not there yet.
 * Exit 0: received; 1: refused; 2: usage.
 */
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
  const application: Application = {
    ...(values.administrator !== undefined && { administrator: values.administrator }),
    scheme: editionRef(id, edition),
    level: Number(values.level),
    dossier: await handed(file),
    reports: await Promise.all(values.report.map(handed)),
    declarations: [],
    priorDenials: [],
    because: values.because,
  };
  const done = await submitWithFiles(client, { dossier: file, application }, io);
  if (!done.ok) return tellProblem('submit', done.refusal, io);
  io.out(
    values.format === 'json'
      ? JSON.stringify(done.value)
      : `Received as ${io.style.bold(done.value.case)}. assay case show ${done.value.case} says where it stands.`,
  );
  return 0;
}

type Asked = { readonly dossier: string; readonly application: Application };

/** Hands it in; where files that it names are not there, those that lie beside the dossier are sent, and it is handed in again. */
async function submitWithFiles(client: Client, { dossier, application }: Asked, io: Io) {
  const done = await client.submit(application);
  if (done.ok || done.refusal.code !== 'evidence-not-held') return done;
  const read = await readFileAs(DossierKind, dossier);
  const beside = read.ok ? read.value.document.evidence.filter(({ path }) => path !== undefined) : [];
  if (beside.length === 0) return done;
  for (const { path = '', digest, kind, title, effective, confidential, covers } of beside) {
    const file = await below(dirname(dossier), path);
    if (!file.ok) throw new UsageError(`${path}, which ${dossier} names, is not below its folder`);
    const given = { kind, title, effective, confidential, covers };
    const bytes = await openAsBlob(file.value);
    if ((await digestOfStream(bytes.stream())) !== digest)
      throw new UsageError(
        `${path} is not the file that ${dossier} names: its digest differs from ${digest}`,
      );
    const sent = await client.sendFile({ name: basename(path), bytes, given });
    if (!sent.ok) return sent;
    io.error(`Sent ${path}.`);
  }
  return client.submit(application);
}

async function digestOfStream(bytes: AsyncIterable<Uint8Array>): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const some of bytes) hash.update(some);
  return digestFromHex(hash.digest('hex'));
}

async function handed(file: string): Promise<Handed> {
  return { file: basename(file), document: await readText(file) };
}
