import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { acceptTrustList, type NotAccepted } from '@assay/attestation/trust-list/accept-trust-list';
import {
  addRootSignature,
  readSignedTrustList,
  rootsThatSigned,
  unsignedTrustList,
  type SignedTrustList,
} from '@assay/attestation/trust-list/signed-trust-list';
import { parseRoots, type Roots, type TrustList } from '@assay/attestation/trust-list/trust-list';
import type { TrustAnchors } from '@assay/attestation/trust';
import { existingFileSigner, fileSigner } from '@assay/office/keys/file-signer';
import { addSeconds } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import type { ExitCode, Io } from '../terminal/io.ts';
import { printable, table } from '../terminal/table.ts';
import { UsageError } from '../usage.ts';
import { parseNow } from '../verify/now.ts';
import { pinnedAnchors } from '../verify/anchors.ts';
import { notAccepted } from '../verify/not-accepted.ts';
import { readJson, readText, writeWhole } from '../verify/files.ts';

const DAY_SECONDS = 86_400;
const VERBS = { root: newRoot, draft, sign, check } as const;

/** `assay trust`: the ceremony by which roots say whom verifiers are to believe (trust layer, section 8). */
export async function trust(args: readonly string[], io: Io): Promise<ExitCode> {
  const [verb, ...rest] = args;
  const act = Object.entries(VERBS).find(([word]) => word === verb)?.[1];
  if (!act) throw new UsageError(`say ${Object.keys(VERBS).join(', ')}`);
  return act(rest, io);
}

/** `assay trust root FILE`: a new root key. Its public part goes to standard output; the file never leaves the place. */
async function newRoot(args: readonly string[], io: Io): Promise<ExitCode> {
  const [file, ...more] = parseArgs({ args: [...args], allowPositionals: true, options: {} }).positionals;
  if (file === undefined || more.length > 0) throw new UsageError('name one file for the root key');
  if (existsSync(file)) throw new UsageError(`${file} is there already: a root key is never overwritten`);
  const signer = await fileSigner(file, file, 'Ed25519');
  io.out(JSON.stringify(signer.publicJwk));
  io.error(`${file}: keep it offline. The line above is its public part, for the file of roots.`);
  return 0;
}

/**
 * `assay trust draft`: a list with no signature, from pinned anchors and the public root keys; its version is one more
 * than that of `--held`.
 */
async function draft(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      anchors: { type: 'string' },
      roots: { type: 'string' },
      held: { type: 'string' },
      policy: { type: 'string' },
      days: { type: 'string', default: '90' },
      output: { type: 'string' },
      now: { type: 'string' },
    },
  });
  if (values.output === undefined) throw new UsageError('--output FILE: where the list is to be written');
  if (existsSync(values.output)) throw new UsageError(`${values.output} is there already: name another file`);
  const { rootKeys, rootThreshold } = await rootsFrom(values.roots);
  const issued = parseNow(values.now);
  const anchored = await pinnedAnchors({ file: values.anchors, now: issued });
  if (!anchored)
    throw new UsageError('--anchors FILE: the anchors to be signed; an installation keeps its own');
  const held = values.held === undefined ? undefined : await listFrom(values.held);
  const policy = values.policy === undefined ? anchored.anchors.policy : await readText(values.policy);
  const life = { issued, expires: addSeconds(issued, daysOf(values.days) * DAY_SECONDS) };
  const anchors: TrustAnchors = { ...anchored.anchors, policy };
  const version = (held?.list.version ?? 0) + 1;
  const list: TrustList = { version, ...life, rootKeys, rootThreshold, ...anchors };
  const text = await unsignedTrustList(list);
  if (!text.ok) throw new UsageError(notAccepted(text.refusal));
  await writeWhole(values.output, text.value);
  io.out(summary(list, io));
  io.error(
    `${values.output}: not signed yet. Each root signs it with: assay trust sign ${values.output} --key FILE`,
  );
  return 0;
}

/** `assay trust sign LIST --key FILE`: adds the signature of one root, and shows what it has signed. */
async function sign(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.key === undefined)
    throw new UsageError('name one list, and the root key with --key FILE');
  const root = await existingFileSigner(values.key, values.key);
  if (!root) throw new UsageError(`--key ${values.key}: there is no such file`);
  const { list } = await listFrom(file);
  if (!list.rootKeys.some(({ x }) => x === root.publicJwk.x))
    throw new UsageError(
      `--key ${values.key}: the list names no such root; was it drafted with another file of roots?`,
    );
  const signed = await addRootSignature(await readText(file), root);
  if (!signed.ok) throw new UsageError(notAccepted(signed.refusal));
  await writeWhole(file, signed.value);
  const count = await rootsThatSigned(await listFrom(file), list);
  io.out(summary(list, io));
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
  io.out(`${io.style.bold(io.style.good('ACCEPTED'))}\n${summary(accepted.value.list, io)}`);
  return 0;
}

async function rootsFrom(file: string | undefined): Promise<Roots> {
  if (file === undefined)
    throw new UsageError(
      '--roots FILE: {"rootKeys":[…],"rootThreshold":2}, from a source other than the list',
    );
  return must(file, parseRoots(await readJson(file)));
}

async function listFrom(file: string): Promise<SignedTrustList> {
  return must(file, await readSignedTrustList(await readText(file)));
}

function must<T>(file: string, read: Result<T, NotAccepted>): T {
  if (!read.ok) throw new UsageError(`${file}: ${notAccepted(read.refusal)}`);
  return read.value;
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!/^[1-9]\d?$/.test(text) || days > 90) throw new UsageError(`--days ${text}: 1 to 90`);
  return days;
}

function summary(
  { version, issued, expires, scheme, administrators, policy, rootThreshold }: TrustList,
  io: Io,
): string {
  const rows = administrators.map(({ code, name, did, status, keys }) => [
    code,
    name,
    did,
    status,
    `${String(keys.length)} keys`,
  ]);
  return [
    `Version ${String(version)} of ${printable(scheme.name)}, ${issued} to ${expires}, ${String(rootThreshold)} roots needed`,
    `Codes count on ${scheme.qrHosts.join(', ')}`,
    table(rows, io.width),
    `Witness policy: ${printable(policy.trim().replaceAll('\n', '; '))}`,
  ].join('\n');
}
