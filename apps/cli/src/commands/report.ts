import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { signDetached } from '@assay/attestation/detached-jws';
import { KeyFault } from '@assay/office/keys/key-fault';
import { existingFileSigner } from '@assay/office/keys/file-signer';
import { readSecret } from '@assay/office/keys/secret';
import { parseCaseId } from '@assay/vocabulary/ids';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { readText, writeWhole } from '../verify/files.ts';

const KEY_OPTIONS = { key: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const;

/** `assay report upload` and `assay report sign`. Exit 0: received or signed; 1: refused; 2: usage. */
export async function report(args: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = args;
  if (word === 'upload') return upload(rest, io);
  if (word === 'sign') return sign(rest, io);
  throw new UsageError('say upload or sign');
}

/** `assay report upload REPORT --case ID`: a laboratory hands its report in, signed where it names a key or a signature. */
async function upload(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CLIENT_OPTIONS,
      ...KEY_OPTIONS,
      signature: { type: 'string' },
      case: { type: 'string' },
      because: { type: 'string', default: 'Handed in from the command line.' },
    },
  });
  const file = fileOf(positionals, 'assay report upload REPORT --case ID');
  const id = parseCaseId(values.case ?? '');
  if (!id.ok)
    throw new UsageError(`--case ${id.refusal.text}: the id of a case, such as case_ and 16 characters`);
  if (values.key !== undefined && values.signature !== undefined)
    throw new UsageError('--key makes a signature, --signature brings one: say one of them');
  const document = await readText(file);
  const signature =
    values.signature === undefined
      ? await signatureWith(values, document)
      : (await readText(values.signature)).trim();
  const client = await clientOf(values);
  const found = await client.readCase(id.value);
  if (!found.ok) return tellProblem('report upload', found.refusal, io);
  const done = await client.handInReport({
    case: id.value,
    version: found.value.version,
    report: {
      ...{ report: { file: basename(file), document }, because: values.because },
      ...(signature !== undefined && { signature }),
    },
  });
  if (!done.ok) return tellProblem('report upload', done.refusal, io);
  const how = signature === undefined ? '' : ', signed with a key of the laboratory';
  io.out(`Received in ${done.value.case}, now at version ${String(done.value.version)}${how}.`);
  return 0;
}

/** `assay report sign REPORT --key FILE`: a detached JWS over the bytes of a report, by a key that stays where it is. */
async function sign(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...KEY_OPTIONS, output: { type: 'string' } },
  });
  const file = fileOf(positionals, 'assay report sign REPORT --key FILE');
  const signature = await signatureWith(values, await readText(file));
  if (signature === undefined) throw new UsageError('--key FILE: the private key of the laboratory');
  if (values.output === undefined) io.out(signature);
  else {
    await writeWhole(values.output, `${signature}\n`);
    io.out(`Signed: ${values.output}`);
  }
  return 0;
}

function fileOf([file, ...more]: readonly string[], call: string): string {
  if (file === undefined || more.length > 0) throw new UsageError(`${call}: name one report`);
  return file;
}

type KeyAsked = { readonly key?: string | undefined; readonly 'passphrase-file'?: string | undefined };

/** The signature of the key that was named over what the server will keep: the text as UTF-8. */
async function signatureWith(
  { key, 'passphrase-file': secret }: KeyAsked,
  document: string,
): Promise<string | undefined> {
  if (key === undefined) {
    if (secret !== undefined) throw new UsageError('--passphrase-file belongs to --key');
    return undefined;
  }
  try {
    const passphrase =
      secret === undefined
        ? undefined
        : await readSecret({ file: secret }, process.cwd(), 'the command line');
    const signer = await existingFileSigner(key, key, passphrase);
    if (!signer) throw new UsageError(`${key}: no such file`);
    return await signDetached(new TextEncoder().encode(document), signer);
  } catch (error) {
    if (error instanceof KeyFault) throw new UsageError(error.message);
    throw error;
  }
}
