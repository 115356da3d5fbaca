/** Witnesses for the tests: real rules, real records, a key each; only the network between them and the log is left out. */
import { join } from 'node:path';

import { didOfHost } from '@assay/attestation/did';
import { ed25519Bytes, type Signer } from '@assay/attestation/key';
import type { NotCosigned } from '@assay/attestation/log/add-checkpoint';
import {
  formatVkey,
  noteKey,
  parseVkey,
  SIGNATURE_TYPE,
  type NoteKey,
} from '@assay/attestation/log/note-key';
import { parsePolicy } from '@assay/attestation/log/policy';
import type { Records } from '@assay/records/open';
import type { Instant } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import {
  witnessCheckpoint,
  witnessedNote,
  witnessKey,
  type Witness,
} from '../src/6-register/witness-checkpoint.ts';
import { fileSigner } from '../src/keys/file-signer.ts';
import type { WitnessClient, Witnessing } from '../src/office.ts';

/** Statuses of the C2SP tlog-witness protocol. */
const STATUS: Readonly<Record<NotCosigned['code'], number>> = {
  ...{ 'malformed-request': 400, 'unknown-log': 404, 'log-signature': 403 },
  ...{ 'other-size': 409, inconsistent: 422 },
};

type Log = { readonly origin: string; readonly vkey: string };

/** The log of the office that is, or will be, at home in a folder: its key is made if it is not there. */
export async function logOf(folder: string, host: string, at: Instant): Promise<Log> {
  const origin = `${host}/log/${at.slice(0, 4)}`;
  const kid = `${didOfHost(host)}#log-1`;
  const signer = await fileSigner(join(folder, 'keys', 'log.pem'), { kid, alg: 'Ed25519' });
  return { origin, vkey: await vkeyOf(origin, signer) };
}

type Own = {
  /** Where its key lies, or will. */
  readonly folder: string;
  readonly log: Log;
  readonly records: Records;
  readonly clock: () => Instant;
};

/** A witness of one log. */
export async function witnessNamed(name: string, { folder, log, records, clock }: Own): Promise<Witness> {
  const logs = new Map([[log.origin, [known(await parseVkey(log.vkey))]]]);
  const key = join(folder, 'witnesses', `${name}.pem`);
  return { name, signer: await fileSigner(key, { kid: name, alg: 'Ed25519' }), logs, records, clock };
}

/** What an office asks of its witnesses: so many must sign. `reach` stands for the way to each, and may fail. */
export async function witnessingBy(
  log: Log,
  witnesses: readonly Witness[],
  { threshold, reach }: { readonly threshold: number; readonly reach: Reach },
): Promise<Witnessing> {
  const named = witnesses.map((witness, at) => ({ witness, name: `w${String(at + 1)}` }));
  const lines = await Promise.all(
    named.map(async ({ witness, name }) => `witness ${name} ${await witnessKey(witness)}`),
  );
  const group = `group enough ${String(threshold)} ${named.map(({ name }) => name).join(' ')}`;
  const text = [`log ${log.vkey}`, ...lines, group, 'quorum enough', ''].join('\n');
  const clients = await Promise.all(witnesses.map((witness) => clientOf(witness, reach)));
  return { text, policy: known(await parsePolicy(text)), witnesses: clients };
}

/**
 * Two witnesses of the office at a place, who must both sign, and keep what they have cosigned among the office's own
 * records: so they are copied with the place, and killed with its process.
 */
export async function neighbours(
  { folder, host, at }: { readonly folder: string; readonly host: string; readonly at: Instant },
  records: Records,
): Promise<Witnessing> {
  const log = await logOf(folder, host, at);
  const names = ['w1.sandbox.example', 'w2.sandbox.example'];
  const witnesses = names.map((name) => witnessNamed(name, { folder, log, records, clock: () => at }));
  return witnessingBy(log, await Promise.all(witnesses), { threshold: 2, reach: (_, act) => act() });
}

export type Reach = <T>(witness: Witness, act: () => Promise<T>) => Promise<T>;

async function clientOf(witness: Witness, reach: Reach): Promise<WitnessClient> {
  return {
    key: known(await parseVkey(await witnessKey(witness))),
    add: (body) =>
      reach(witness, async () => {
        const answer = await witnessCheckpoint(witness, body);
        if (answer.ok) return { status: 200, body: answer.value };
        const { refusal } = answer;
        const size = refusal.code === 'other-size' ? `${String(refusal.size)}\n` : 'no\n';
        return { status: STATUS[refusal.code], body: size };
      }),
    latest: (hash) => reach(witness, () => witnessedNote(witness, hash)),
  };
}

async function vkeyOf(name: string, signer: Signer): Promise<string> {
  const publicKey = ed25519Bytes(signer.publicJwk) ?? new Uint8Array();
  return formatVkey(await noteKey({ name, type: SIGNATURE_TYPE.ed25519, publicKey }));
}

function known<T extends NoteKey | object>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}
