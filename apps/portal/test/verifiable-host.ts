/**
 * A label host whose labels verify: an administrator with real keys, a log that grows, status lists, codes and, if wanted,
 * a trust list with its roots. What an office does over years, a test does here in a line.
 */
import type { TrustList } from '@assay/attestation/trust-list/trust-list';
import { addRootSignature, unsignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import { toBase64Url } from '@assay/attestation/base64';
import { formatBundle } from '@assay/attestation/bundle';
import { utf8 } from '@assay/attestation/bytes';
import { buildLabelCredential, signLabelCredential } from '@assay/attestation/credential/label-credential';
import { didDocument, didOfHost } from '@assay/attestation/did';
import type { Signer } from '@assay/attestation/key';
import { mintLabelId } from '@assay/attestation/label-id';
import { formatCheckpoint } from '@assay/attestation/log/checkpoint';
import { encodeEntry, type Entry } from '@assay/attestation/log/entry';
import { inclusionProof, leafHash, nodesOf, rootHash } from '@assay/attestation/log/merkle-tree';
import { signNote } from '@assay/attestation/log/note';
import { parseTilePath, tileBytes } from '@assay/attestation/log/tile';
import { formatTlogProof } from '@assay/attestation/log/tlog-proof';
import { labelQr } from '@assay/attestation/qr/label-qr';
import { signOffline } from '@assay/attestation/qr/offline-statement';
import {
  buildStatusList,
  signStatusList,
  type StatusPurpose,
} from '@assay/attestation/status-list/status-list-credential';
import { ed25519Signer, p256Signer, sha256Sync, STATEMENT } from '@assay/attestation/test/sandbox-label';
import type { PublicFile } from '@assay/office/6-register/public-desk';
import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import { instant, sure } from './sample-desk.ts';

type Granted = {
  readonly id: LabelId;
  readonly index: number;
  readonly credential: string;
  readonly leaf: number;
};
type Terms = { readonly validFrom?: Instant; readonly validUntil?: Instant; readonly model?: string };

export type VerifiableHost = {
  /** Grants a label now; it is in the log at once. */
  grant(terms?: Terms): Promise<LabelId>;
  /** Sets the bit of a label; the lists show it when they are published again. */
  set(purpose: StatusPurpose, id: LabelId): void;
  clear(purpose: StatusPurpose, id: LabelId): void;
  /** Makes both lists anew. */
  publishLists(at: Instant): Promise<void>;
  /** Writes entries of no further interest into the log. */
  growLog(entries: number): void;
  /** Replaces what the log holds at a leaf: a history that was never shown before. */
  rewriteLog(leaf: number): void;
  publishTrustList(version: number, roots?: readonly Signer[]): Promise<void>;
  withdrawTrustList(): void;
  newRoots(): Promise<readonly Signer[]>;
  bundle(id: LabelId): Promise<string>;
  /** Text of the code that is checked without a connection. */
  code(id: LabelId, text?: string): Promise<string>;
  qr(id: LabelId): Promise<string>;
  file(path: string): Promise<PublicFile | undefined>;
};

const GRANTED_AT = instant('2026-11-01T10:00:00Z');

export async function verifiableHost(host: string): Promise<VerifiableHost> {
  const did = didOfHost(host);
  const origin = `${host}/log/2026`;
  const [vc, status, log, qr] = await Promise.all([
    p256Signer(`${did}#vc-2026-1`),
    p256Signer(`${did}#status-2026-1`),
    ed25519Signer(`${did}#log-2026`),
    ed25519Signer(`${did}#qr-2026-1`),
  ]);
  const roots = [await ed25519Signer('root 1'), await p256Signer('root 2')];
  const keys = [vc, status, log, qr].map(({ kid, publicJwk }) => ({ kid, jwk: publicJwk }));
  const document = didDocument(did, keys, {
    ...{ code: 'SB', name: 'Sandbox label administrator', scheme: { id: 'sandbox', name: 'Sandbox labels' } },
    log: { origin, url: `http://${origin}` },
  });
  const entries: Uint8Array[] = [];
  const labels = new Map<LabelId, Granted>();
  const bits = { revocation: new Set<number>(), suspension: new Set<number>() };
  const lists = { revocation: '', suspension: '' };
  let trustList: string | undefined;

  const write = (entry: Entry): number => entries.push(sure(encodeEntry(entry)).bytes) - 1;
  const note = (text: string): Entry => ({
    v: 1,
    type: 'log.note',
    time: GRANTED_AT,
    issuer: did,
    about: 0,
    text,
  });
  const nodes = () =>
    nodesOf(
      sha256Sync,
      entries.map((entry) => leafHash(sha256Sync, entry)),
    );
  const known = (id: LabelId): Granted => {
    const found = labels.get(id);
    if (!found) throw new Error(`${id} was not granted here`);
    return found;
  };
  const checkpoint = (): Promise<string> => {
    const size = entries.length;
    return signNote(
      formatCheckpoint({ origin, size, root: rootHash(sha256Sync, nodes(), size) }),
      origin,
      log,
    );
  };

  const made: VerifiableHost = {
    async grant({
      validFrom = GRANTED_AT,
      validUntil = instant('2028-11-01T00:00:00Z'),
      model = 'GW-1',
    } = {}) {
      const index = labels.size;
      const id = mintLabelId('SB', Uint8Array.of(9, 8, 7, 6, index));
      const slot = { list: 0, index };
      const product = { ...STATEMENT.product, model };
      const credential = await signLabelCredential(
        sure(
          buildLabelCredential({
            ...STATEMENT,
            ...{ labelId: id, labelHost: host, validFrom, validUntil, product },
            issuer: { did, name: 'Sandbox label administrator' },
            status: { url: `http://${host}/status`, ...slot },
            profile: { id: 'urn:assay:sandbox:level:1', name: 'Level 1 (rules only: sandbox)' },
          }),
        ),
        vc,
      );
      const leaf = write({
        ...{ v: 1, type: 'label.granted', time: GRANTED_AT, issuer: did, labelId: id, prev: null },
        vcHash: toBase64Url(sha256Sync(utf8(credential))),
        product: { brand: product.brand, model, gtins: [...product.gtins] },
        holder: { id: STATEMENT.holder.id, name: STATEMENT.holder.name },
        ...{
          tier: STATEMENT.tier.code,
          profile: 'urn:assay:sandbox:level:1',
          validFrom,
          validUntil,
          status: slot,
        },
      });
      labels.set(id, { id, index, credential, leaf });
      return id;
    },
    set: (purpose, id) => void bits[purpose].add(known(id).index),
    clear: (purpose, id) => void bits[purpose].delete(known(id).index),
    async publishLists(at) {
      for (const purpose of ['revocation', 'suspension'] as const) {
        const url = `http://${host}/status/${purpose}/0`;
        const list = { url, issuer: did, purpose, at, set: bits[purpose], sandbox: true };
        lists[purpose] = await signStatusList(await buildStatusList(list), status);
      }
    },
    growLog(count) {
      for (let i = 0; i < count; i += 1) write(note(`Sandbox note ${String(entries.length)}`));
    },
    rewriteLog(leaf) {
      entries[leaf] = sure(encodeEntry(note('Sandbox history, told differently'))).bytes;
    },
    newRoots: async () => [await ed25519Signer('root 3'), await ed25519Signer('root 4')],
    async publishTrustList(version, by = roots) {
      const anchors = sure(await anchorsFromDid(JSON.parse(JSON.stringify(document)), host));
      const list: TrustList = {
        ...{ version, issued: GRANTED_AT, expires: instant('2027-01-25T10:00:00Z') },
        ...{ rootKeys: by.map(({ publicJwk }) => publicJwk), rootThreshold: by.length },
        ...anchors,
      };
      let text = sure(await unsignedTrustList(list));
      for (const root of by) text = sure(await addRootSignature(text, root));
      trustList = text;
    },
    withdrawTrustList() {
      trustList = undefined;
    },
    async bundle(id) {
      const { credential, leaf } = known(id);
      const hashes = inclusionProof(sha256Sync, nodes(), leaf, entries.length);
      return formatBundle({
        credential,
        entry: new TextDecoder().decode(entries[leaf]),
        proof: formatTlogProof({ index: leaf, hashes, checkpoint: await checkpoint() }),
        statusLists: [lists.revocation, lists.suspension],
      });
    },
    async code(id, text = `${STATEMENT.product.brand}|GW-1`) {
      return sure(labelQr(await request(id, text))).text;
    },
    async qr(id) {
      return sure(labelQr(await request(id, `${STATEMENT.product.brand}|GW-1`))).svg;
    },
    async file(path) {
      const text = (body: string, mediaType = 'text/plain; charset=utf-8') => ({
        bytes: utf8(body),
        mediaType,
        maxAge: 60,
      });
      const [, purpose] = /^\/status\/(revocation|suspension)\/0$/.exec(path) ?? [];
      if (purpose === 'revocation' || purpose === 'suspension')
        return lists[purpose] === '' ? undefined : text(lists[purpose], 'application/vc+jwt');
      if (path === '/.well-known/did.json') return text(JSON.stringify(document), 'application/did+ld+json');
      if (path === '/.well-known/cyber-label/trust-list.json')
        return trustList === undefined ? undefined : text(trustList, 'application/jose+json');
      const [, label] = /^\/L\/([0-9A-Z]{11})\/bundle$/.exec(path) ?? [];
      const granted = [...labels.keys()].find((id) => id === label);
      if (granted) return text(await made.bundle(granted), 'application/json');
      const tile = path.startsWith('/log/2026/') ? parseTilePath(path.slice('/log/2026/'.length)) : undefined;
      if (!tile || tile.level === 'entries') return undefined;
      const bytes = tileBytes(nodes(), { ...tile, level: tile.level });
      return { bytes, mediaType: 'application/octet-stream', maxAge: 'immutable' };
    },
  };

  const request = async (id: LabelId, text: string) => {
    const { index } = known(id);
    const statement = { tier: 1, status: { list: 0, index }, issuedAt: GRANTED_AT, text };
    const expiresAt = instant('2028-11-01T00:00:00Z');
    const offline = await signOffline({ ...statement, expiresAt }, { host, labelId: id, signer: qr });
    const told = { title: 'QR code', description: 'A sandbox code' };
    return { host, labelId: id, sizeMm: 25, offline, finePrint: true, ...told };
  };

  write({
    ...{ v: 1, type: 'log.genesis', time: instant('2026-01-01T00:00:00Z'), issuer: did, origin },
    ...{ scheme: 'sandbox', administrator: 'SB', trustListVersion: 0, sandbox: true },
  });
  made.growLog(3);
  return made;
}
