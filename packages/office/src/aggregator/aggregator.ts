import type { Signer } from '@assay/attestation/key';
import { parseVkey, type NoteKey } from '@assay/attestation/log/note-key';
import { parsePolicy, type Policy } from '@assay/attestation/log/policy';
import type { TrustAnchors } from '@assay/attestation/trust';
import type { Records } from '@assay/records/open';
import type { Instant } from '@assay/vocabulary/instant';

import { sha256 } from '../hash.ts';

/**
 * One that keeps a verified copy of every log in a trust list and answers from it (trust layer, section 8). It adds
 * nothing that it cannot prove: what it says of a label, anybody can verify from the bytes that it serves.
 */
export type Aggregator = {
  readonly records: Records;
  readonly clock: () => Instant;
  /** Whom it believes at this moment; a newer trust list changes it while it runs. */
  readonly trust: () => Trust;
  readonly fetch: Fetch;
  /** Says that the copy is complete and served (C2SP tlog-mirror). */
  readonly mirror: Cosigner;
  /** Says that a log has only ever grown (C2SP tlog-witness): another key under another name. */
  readonly witness?: Cosigner;
  /** Keeps the evidence of an alarm outside of the database too, by a path of plain segments. */
  readonly keepEvidence: (path: string, text: string) => Promise<void>;
};

export type Cosigner = { readonly name: string; readonly signer: Signer };

/** Anchors, with what is written in them already read. */
export type Trust = {
  readonly anchors: TrustAnchors;
  readonly policy: Policy;
  /** Keys of each log by its origin. */
  readonly logKeys: ReadonlyMap<string, readonly NoteKey[]>;
  /** The signed list as it was received, to be handed on; absent where plain anchors were pinned. */
  readonly signed?: string;
};

/** GETs an address, without redirects, in a few seconds, at most `limit` bytes. Absent: 404. Rejects otherwise. */
export type Fetch = (address: string, limit: number) => Promise<Uint8Array | undefined>;

/** Reads what anchors hold as text. They were checked when they were parsed, so a misfit here is a bug. */
export async function trustOf(anchors: TrustAnchors, signed?: string): Promise<Trust> {
  const policy = await parsePolicy(anchors.policy);
  if (!policy.ok) throw new Error('checked anchors have a policy that reads');
  const logKeys = new Map<string, readonly NoteKey[]>();
  for (const { log } of anchors.administrators)
    logKeys.set(log.origin, await Promise.all(log.vkeys.map(logKey)));
  return { anchors, policy: policy.value, logKeys, ...(signed !== undefined && { signed }) };
}

/** How witnesses and mirrors name a log in addresses: the SHA-256 of its origin, in hexadecimal digits. */
export function originHash(origin: string): string {
  return Buffer.from(sha256(new TextEncoder().encode(origin))).toString('hex');
}

async function logKey(text: string): Promise<NoteKey> {
  const key = await parseVkey(text);
  if (!key.ok) throw new Error('checked anchors have log keys that read');
  return key.value;
}
