import { join } from 'node:path';

import { didDocumentUrl, didOfHost } from '@assay/attestation/did';
import { parseTrustAnchors, type TrustAnchors } from '@assay/attestation/trust';
import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import { readBytes } from '@assay/formats/read-text';

import { UsageError } from '../usage.ts';
import { said } from './said.ts';
import { fetchLimited, Unreachable } from './fetch-limited.ts';

/** Whom to believe, and how the reader came to believe them. */
export type Anchored = {
  readonly anchors: TrustAnchors;
  readonly from: string;
  readonly kind: 'pinned' | 'host';
};

const LARGEST = 1024 * 1024;

/** Anchors that somebody pinned: the file named, else `.assay/trust.json` of an installation in this folder. */
export async function pinnedAnchors(file: string | undefined): Promise<Anchored | undefined> {
  const path = file ?? join('.assay', 'trust.json');
  const bytes = await readBytes(path, LARGEST);
  if (!bytes.ok) {
    if (file === undefined) return undefined;
    throw new UsageError(`--trust ${await said(bytes.refusal)}`);
  }
  const anchors = await parseTrustAnchors(json(path, bytes.value));
  if (!anchors.ok)
    throw new UsageError(
      `${path} holds no trust anchors: ${anchors.refusal.complaints.map((one) => `${one.path} ${one.expected}`).join('; ')}`,
    );
  return { anchors: anchors.value, from: path, kind: 'pinned' };
}

/** Anchors that a host states of itself: no better than the name and the connection by which it was reached. */
export async function anchorsOfHost(host: string): Promise<Anchored> {
  const address = didDocumentUrl(didOfHost(host));
  if (!address.ok) throw new UsageError(`${host} is no host`);
  const bytes = await fetchLimited(address.value, LARGEST);
  if (!bytes)
    throw new Unreachable(
      `${address.value}: there is no such document, so nobody says whose signatures count there`,
    );
  const anchors = await anchorsFromDid(json(address.value, bytes), host);
  if (!anchors.ok) throw new Unreachable(`${address.value} does not name keys for ${host}`);
  return { anchors: anchors.value, from: address.value, kind: 'host' };
}

function json(where: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UsageError(`${where} is not JSON`);
  }
}
