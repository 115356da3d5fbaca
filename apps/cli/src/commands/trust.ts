import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { acceptTrustList } from '@assay/attestation/trust-list/accept-trust-list';
import { changesBetween } from '@assay/attestation/trust-list/next-trust-list';
import { addRootSignature, rootsThatSigned } from '@assay/attestation/trust-list/signed-trust-list';
import { existingFileSigner, fileSigner } from '@assay/office/keys/file-signer';

import type { ExitCode, Io } from '../terminal/io.ts';
import { changeLines, listSummary } from '../terminal/trust-list-views.ts';
import { UsageError } from '../usage.ts';
import { readText, writeWhole } from '../verify/files.ts';
import { notAccepted } from '../verify/not-accepted.ts';
import { parseNow } from '../verify/now.ts';
import { listFrom, rootsFrom } from '../verify/trust-list-files.ts';
import { draftTrustList } from './trust-draft.ts';

type Verb = (args: readonly string[], io: Io) => Promise<ExitCode>;
const VERBS: Readonly<Record<string, Verb>> = {
  root: newRoot,
  draft: draftTrustList,
  sign,
  check,
  // A ceremony needs no installation, so it is loaded only where one is.
  publish: async (args, io) => (await import('./trust-publish.ts')).publishTrustList(args, io),
};

/** `assay trust`: the ceremony by which roots say whom verifiers are to believe (trust layer, section 8). */
export async function trust(args: readonly string[], io: Io): Promise<ExitCode> {
  const [verb, ...rest] = args;
  const act = verb !== undefined && Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!act) throw new UsageError(`say ${Object.keys(VERBS).join(', ')}`);
  return act(rest, io);
}

/** `assay trust root FILE`: a new root key. Its public part goes to standard output; the file never leaves the place. */
async function newRoot(args: readonly string[], io: Io): Promise<ExitCode> {
  const [file, ...more] = parseArgs({ args: [...args], allowPositionals: true, options: {} }).positionals;
  if (file === undefined || more.length > 0) throw new UsageError('name one file for the root key');
  if (existsSync(file)) throw new UsageError(`${file} is there already: a root key is never overwritten`);
  const signer = await fileSigner(file, { kid: file, alg: 'Ed25519' });
  io.out(JSON.stringify(signer.publicJwk));
  io.error(`${file}: keep it offline. The line above is its public part, for the file of roots.`);
  return 0;
}

/**
 * `assay trust sign LIST --key FILE`: adds the signature of one root, and shows what it has signed; with `--held LIST`
 * also what that changes for those who believe the one before.
 */
async function sign(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string' }, held: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.key === undefined)
    throw new UsageError('name one list, and the root key with --key FILE');
  const root = await existingFileSigner(values.key, values.key);
  if (!root) throw new UsageError(`--key ${values.key}: there is no such file`);
  const { list } = await listFrom(file);
  const held = values.held === undefined ? undefined : (await listFrom(values.held)).list;
  if (!list.rootKeys.some(({ x }) => x === root.publicJwk.x))
    throw new UsageError(
      `--key ${values.key}: the list names no such root; was it drafted with another file of roots?`,
    );
  const signed = await addRootSignature(await readText(file), root);
  if (!signed.ok) throw new UsageError(notAccepted(signed.refusal));
  await writeWhole(file, signed.value);
  const count = await rootsThatSigned(await listFrom(file), list);
  io.out(listSummary(list, io));
  if (held) io.out(changeLines(changesBetween(held, list)));
  io.out(
    `Signed by ${String(count)} of its ${String(list.rootKeys.length)} roots; ${String(list.rootThreshold)} are needed.`,
  );
  return 0;
}

/** `assay trust check LIST`: whether a client that holds these roots, and perhaps an older list, would take it. */
async function check(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { roots: { type: 'string' }, held: { type: 'string' }, now: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('name one list');
  const roots = await rootsFrom(values.roots);
  const current = values.held === undefined ? undefined : await listFrom(values.held);
  const now = parseNow(values.now);
  const accepted = await acceptTrustList(await readText(file), { roots, ...(current && { current }) }, now);
  if (!accepted.ok) {
    io.out(`${io.style.bold(io.style.bad('NOT ACCEPTED'))}  ${notAccepted(accepted.refusal)}`);
    return 1;
  }
  io.out(`${io.style.bold(io.style.good('ACCEPTED'))}\n${listSummary(accepted.value.list, io)}`);
  return 0;
}
