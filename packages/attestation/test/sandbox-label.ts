/** A whole sandbox label, signed and logged, for the tests: an administrator with real keys and one granted label. */
import { createHash } from 'node:crypto';

import type { CalendarDate, Instant } from '@assay/vocabulary/instant';

import { toBase64Url } from '../src/base64.ts';
import { formatBundle, type Bundle } from '../src/bundle.ts';
import { utf8 } from '../src/bytes.ts';
import { buildLabelCredential, signLabelCredential } from '../src/credential/label-credential.ts';
import type { LabelStatement } from '../src/credential/label-statement.ts';
import { didDocument, didOfHost } from '../src/did.ts';
import type { Ed25519Jwk, P256Jwk, Signer } from '../src/key.ts';
import { mintLabelId } from '../src/label-id.ts';
import { formatCheckpoint } from '../src/log/checkpoint.ts';
import { encodeEntry, type Entry, type EntryOf } from '../src/log/entry.ts';
import { inclusionProof, leafHash, nodesOf, rootHash, type Hash } from '../src/log/merkle-tree.ts';
import { signNote } from '../src/log/note.ts';
import { formatTlogProof } from '../src/log/tlog-proof.ts';
import {
  buildStatusList,
  signStatusList,
  type StatusPurpose,
} from '../src/status-list/status-list-credential.ts';
import type { TrustAnchors } from '../src/trust.ts';
import { anchorsFromDid } from '../src/trust-from-did.ts';

export const sha256Sync: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
export const instant = (text: string): Instant => text as Instant;

export const HOST = 'label.sandbox.example';
export const DID = didOfHost(HOST);
export const ORIGIN = `${HOST}/log/2026`;
export const NOW = instant('2026-11-21T12:00:00Z');
export const LABEL_ID = mintLabelId('SB', Uint8Array.of(1, 2, 3, 4, 5));

export async function p256Signer(kid: string): Promise<Signer> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const publicJwk: P256Jwk = { kty: 'EC', crv: 'P-256', x, y };
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new Uint8Array(bytes)),
    );
  return { kid, alg: 'ES256', publicJwk, sign };
}

export async function ed25519Signer(kid: string): Promise<Signer> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('a key pair was asked for');
  const { x = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const publicJwk: Ed25519Jwk = { kty: 'OKP', crv: 'Ed25519', x };
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, new Uint8Array(bytes)));
  return { kid, alg: 'Ed25519', publicJwk, sign };
}

const named = (id: string, name: string) => ({ id: `https://${HOST}/${id}`, name });

export const STATEMENT: LabelStatement = {
  labelId: LABEL_ID,
  labelHost: HOST,
  credentialUuid: '0199f3a0-0000-7000-8000-000000000001',
  sandbox: true,
  issuer: { did: DID, name: 'Sandbox label administrator' },
  validFrom: instant('2026-11-20T00:00:00Z'),
  validUntil: instant('2028-11-20T00:00:00Z'),
  status: { url: `https://${HOST}/status`, list: 3, index: 4711 },
  holder: { ...named('party/holder', 'Sandbox maker'), registeredId: 'SANDBOX-1' },
  authorisations: [
    { name: 'Sandbox accreditation', issuingAuthority: named('party/authority', 'Sandbox authority') },
  ],
  scheme: named('scheme/sandbox-cls', 'Sandbox labelling scheme'),
  profile: named('profile/sandbox-cls-1', 'Sandbox level 1'),
  tier: { code: 'level-1', rank: 1 },
  assessorLevel: 'self',
  assessmentLevel: 'authority-mandate',
  product: {
    ...named('product/1', 'Sandbox gateway'),
    brand: 'Sandbox',
    model: 'GW-1',
    gtins: ['09506000134352'],
  },
  assessments: [
    {
      ...named('assessment/1', 'Sandbox assessment'),
      date: '2026-11-19' as CalendarDate,
      criteria: [named('criterion/5.1-1', 'No universal default passwords')],
      scores: ['level-1'],
      idVerifiedByCab: false,
      standards: [named('standard/en-303-645', 'ETSI EN 303 645')],
      topics: [named('topic/cybersecurity', 'Cybersecurity')],
      conformance: true,
      evidence: [
        { url: `https://${HOST}/evidence/1`, name: 'Sandbox report', mediaType: 'application/json' },
      ],
    },
  ],
  disclosures: { supportEnd: '2031-01-01' as CalendarDate, sbomAvailable: true },
};

export type Office = {
  readonly vc: Signer;
  readonly status: Signer;
  readonly log: Signer;
  readonly anchors: TrustAnchors;
};

export async function sandboxOffice(): Promise<Office> {
  const [vc, status, log] = [
    await p256Signer(`${DID}#vc-2026-1`),
    await p256Signer(`${DID}#status-2026-1`),
    await ed25519Signer(`${DID}#log-2026`),
  ];
  const keys = [vc, status, log].map(({ kid, publicJwk }) => ({ kid, jwk: publicJwk }));
  const scheme = { id: 'sandbox', name: 'Sandbox labels' };
  const service = {
    code: 'SB',
    name: 'Sandbox label administrator',
    scheme,
    log: { origin: ORIGIN, url: `https://${ORIGIN}` },
  };
  const anchors = await anchorsFromDid(JSON.parse(JSON.stringify(didDocument(DID, keys, service))), HOST);
  if (!anchors.ok) throw new Error(JSON.stringify(anchors.refusal));
  return { vc, status, log, anchors: anchors.value };
}

export type Variation = {
  readonly statement?: Partial<LabelStatement>;
  /** Members of the entry that differ; they may make it an amended one. */
  readonly entry?: Partial<EntryOf<'label.granted'>> | Partial<EntryOf<'label.amended'>>;
  /** What the checkpoint calls its log, under the right name of the right key. */
  readonly origin?: string;
  readonly listIssuer?: string;
  readonly set?: Partial<Record<StatusPurpose, readonly number[]>>;
  readonly listsAt?: Instant;
  readonly listNumber?: number;
};

export function genesis(): EntryOf<'log.genesis'> {
  return {
    v: 1,
    type: 'log.genesis',
    time: instant('2026-01-01T00:00:00Z'),
    issuer: DID,
    origin: ORIGIN,
    scheme: 'sandbox',
    administrator: 'SB',
    trustListVersion: 0,
    sandbox: true,
  };
}

export function encoded(entry: Entry): Uint8Array {
  const made = encodeEntry(entry);
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return made.value.bytes;
}

/** Grants one label: credential, entry among others, checkpoint, proof, lists; each part can be varied. */
export async function grantedBundle(office: Office, variation: Variation = {}): Promise<Bundle> {
  const statement = { ...STATEMENT, ...variation.statement };
  const credential = buildLabelCredential(statement);
  if (!credential.ok) throw new Error(JSON.stringify(credential.refusal));
  const jws = await signLabelCredential(credential.value, office.vc);
  const entry = {
    v: 1,
    type: 'label.granted',
    time: instant('2026-11-20T10:00:00Z'),
    issuer: DID,
    labelId: statement.labelId,
    prev: null,
    vcHash: toBase64Url(sha256Sync(utf8(jws))),
    product: {
      brand: statement.product.brand,
      model: statement.product.model,
      gtins: [...statement.product.gtins],
    },
    holder: { id: statement.holder.id, name: statement.holder.name },
    tier: statement.tier.code,
    profile: statement.profile.id,
    validFrom: statement.validFrom,
    validUntil: statement.validUntil,
    status: { list: statement.status.list, index: statement.status.index },
    ...variation.entry,
  } as Entry;
  const bytes = encoded(entry);
  return {
    credential: jws,
    entry: new TextDecoder().decode(bytes),
    proof: await proofAmongOthers(bytes, office, variation.origin ?? ORIGIN),
    statusLists: [await list('revocation', office, variation), await list('suspension', office, variation)],
  };
}

export async function servedBundle(office: Office, variation: Variation = {}): Promise<string> {
  return formatBundle(await grantedBundle(office, variation));
}

async function proofAmongOthers(entry: Uint8Array, office: Office, origin: string): Promise<string> {
  const note = (about: number): Entry => ({
    v: 1,
    type: 'log.note',
    time: NOW,
    issuer: DID,
    about,
    text: 'Sandbox note',
  });
  const entries = [encoded(genesis()), encoded(note(0)), entry, encoded(note(1)), encoded(note(2))];
  const nodes = nodesOf(
    sha256Sync,
    entries.map((each) => leafHash(sha256Sync, each)),
  );
  const size = entries.length;
  const text = formatCheckpoint({ origin, size, root: rootHash(sha256Sync, nodes, size) });
  const checkpoint = await signNote(text, ORIGIN, office.log);
  return formatTlogProof({ index: 2, hashes: inclusionProof(sha256Sync, nodes, 2, size), checkpoint });
}

async function list(
  purpose: StatusPurpose,
  office: Office,
  { set, listsAt, listNumber, listIssuer }: Variation,
): Promise<string> {
  const statement = {
    url: `https://${HOST}/status/${purpose}/${listNumber ?? 3}`,
    issuer: listIssuer ?? DID,
    purpose,
    at: listsAt ?? instant('2026-11-21T11:00:00Z'),
    set: set?.[purpose] ?? [],
    sandbox: true,
  };
  return signStatusList(await buildStatusList(statement), office.status);
}
