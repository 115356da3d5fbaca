import { join } from 'node:path';

import { didDocumentUrl, didOfHost } from '@assay/attestation/did';
import { parseTrustAnchors, type TrustAnchors } from '@assay/attestation/trust';
import { acceptTrustList } from '@assay/attestation/trust-list/accept-trust-list';
import type { SignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { anchorsOf, parseRoots } from '@assay/attestation/trust-list/trust-list';
import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import { readBytes } from '@assay/formats/read-text';
import type { Instant } from '@assay/vocabulary/instant';

import { UsageError } from '../usage.ts';
import { readJson } from './files.ts';
import { notAccepted } from './not-accepted.ts';
import { said } from './said.ts';
import { fetchLimited, Unreachable } from './fetch-limited.ts';

/** Whom to believe, and how the reader came to believe them. */
export type Anchored = {
  readonly anchors: TrustAnchors;
  readonly from: string;
  readonly kind: 'pinned' | 'host';
  /** The list that the roots have signed; absent where plain anchors are believed. */
  readonly signed?: SignedTrustList;
};

const LARGEST = 4 * 1024 * 1024;

/** What the reader holds: a file of anchors or a signed trust list; for the list, the roots that must have signed it. */
export type Pin = {
  readonly file: string | undefined;
  readonly roots?: string | undefined;
  /** The list that is held already: an older one, or another of its version, is then not taken. */
  readonly current?: SignedTrustList | undefined;
  readonly now: Instant;
};

/** Anchors that somebody pinned: the file named, else `.assay/trust.json` of an installation in this folder. */
export async function pinnedAnchors({ file, roots, current, now }: Pin): Promise<Anchored | undefined> {
  const path = file ?? join('.assay', 'trust.json');
  const bytes = await readBytes(path, LARGEST);
  if (!bytes.ok) {
    if (file === undefined) return undefined;
    throw new UsageError(`--trust-list ${await said(bytes.refusal)}`);
  }
  const value = json(path, bytes.value);
  if (isSigned(value)) {
    const signed = await listed(path, bytes.value, { roots, current, now });
    return { anchors: anchorsOf(signed.list), from: path, kind: 'pinned', signed };
  }
  if (roots !== undefined) throw new UsageError(`--roots: ${path} is not a signed trust list`);
  const anchors = await parseTrustAnchors(value);
  if (!anchors.ok)
    throw new UsageError(
      `${path} holds no trust anchors: ${anchors.refusal.complaints.map((one) => `${one.path} ${one.expected}`).join('; ')}`,
    );
  return { anchors: anchors.value, from: path, kind: 'pinned' };
}

/** A signed list, once the roots named out of band have signed it and it is in its time. */
async function listed(
  path: string,
  bytes: Uint8Array,
  { roots, current, now }: Omit<Pin, 'file'>,
): Promise<SignedTrustList> {
  if (roots === undefined)
    throw new UsageError(
      `${path} is a signed trust list: name the roots that must have signed it with --roots FILE`,
    );
  const known = parseRoots(await readJson(roots));
  if (!known.ok) throw new UsageError(`${roots}: ${notAccepted(known.refusal)}`);
  const held = { roots: known.value, ...(current && { current }) };
  const accepted = await acceptTrustList(new TextDecoder().decode(bytes), held, now);
  if (!accepted.ok) throw new UsageError(`${path} is not accepted: ${notAccepted(accepted.refusal)}`);
  return accepted.value;
}

function isSigned(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'signatures' in value;
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
