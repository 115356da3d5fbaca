import { join } from 'node:path';

import { parsePolicy } from '@assay/attestation/log/policy';
import type { Witnessing, WitnessClient } from '@assay/office/office';
import { readBytes } from '@assay/formats/read-text';

import { UsageError } from './usage.ts';

const PATIENCE_MS = 5_000;
const LARGEST = 64 * 1024;

/**
 * Who watches the log of an installation: the file `policy` in its data folder (C2SP tlog-policy; each witness that is to
 * be asked with its address). Without the file nobody watches. It lies with the data, so that no start can forget it.
 */
export async function witnessingOf(data: string): Promise<Witnessing | undefined> {
  const file = join(data, 'policy');
  const bytes = await readBytes(file, LARGEST);
  if (!bytes.ok) {
    if (bytes.refusal.code === 'no-such-file') return undefined;
    throw new UsageError(`${file} cannot be read: ${bytes.refusal.code}`);
  }
  const text = new TextDecoder().decode(bytes.value);
  const policy = await parsePolicy(text);
  if (!policy.ok) throw new UsageError(`${file}, line ${String(policy.refusal.line)}: ${policy.refusal.why}`);
  const { witnesses, addresses, quorum } = policy.value;
  if (quorum === null) return undefined;
  const clients = [...witnesses].flatMap(([name, key]) => {
    const address = addresses.get(name);
    return address === undefined ? [] : [clientOf(address.replace(/\/$/, ''), key)];
  });
  return { text, policy: policy.value, witnesses: clients };
}

function clientOf(address: string, key: WitnessClient['key']): WitnessClient {
  return {
    key,
    add: async (body) => {
      const answer = await ask(`${address}/add-checkpoint`, { method: 'POST', body });
      return { status: answer.status, body: await limited(answer) };
    },
    latest: async (hash) => {
      const answer = await ask(`${address}/${hash}/checkpoint`, { method: 'GET' });
      return answer.status === 200 ? limited(answer) : undefined;
    },
  };
}

function ask(address: string, init: RequestInit): Promise<Response> {
  return fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
}

/** The body as text, no more than a signed note may be long. */
async function limited(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new Error('a witness answered without end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
