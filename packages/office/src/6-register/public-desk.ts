import { administratorCode, parseLabelId } from '@assay/attestation/label-id';
import { formatBundle } from '@assay/attestation/bundle';
import { parseTilePath } from '@assay/attestation/log/tile';
import { labelQr } from '@assay/attestation/qr/label-qr';
import type { LabelId } from '@assay/vocabulary/ids';
import type { LabelRecord } from '@assay/vocabulary/label-record';

import type { Office } from '../office.ts';
import { isWitnessed } from './is-witnessed.ts';
import { evidenceOf, statusListsOf, type EvidencePlace, type PublicLog } from './label-evidence.ts';
import { offlineCodeSvg } from './offline-code.ts';
import { recordPath } from './publish-labels.ts';

type Public = Pick<Office, 'publicFolder' | 'log' | 'host' | 'clock' | 'programme' | 'witnessing'>;

/** A public artefact: its bytes, what they are, and for how many seconds a copy may be shown. */
export type PublicFile = {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly maxAge: number | 'immutable';
};

/** What the public may read of a label now. Expiry is told by the clock, not by a write. Absent: no such label. */
export async function publicRecordOf(office: Public, id: LabelId): Promise<LabelRecord | undefined> {
  const bytes = await office.publicFolder.read(recordPath(id));
  if (!bytes) return undefined;
  const record = { ...parseRecord(bytes), witnessed: await isWitnessed(office) };
  const hasEnded = record.state !== 'revoked' && office.clock() >= record.validUntil;
  return hasEnded ? { ...record, state: 'expired', stateSince: record.validUntil } : record;
}

/** A public artefact by its URL path; absent where there is none. No database is asked: any copy of the folder will do. */
export async function publicFile(office: Public, path: string): Promise<PublicFile | undefined> {
  const [, label, what] =
    /^\/L\/([^/]+)\/(credential|proof|bundle|qr\.svg|offline-code\.(?:svg|txt))$/.exec(path) ?? [];
  if (label !== undefined && what !== undefined) return labelFile(office, label, what);
  return keptFile(office, path);
}

/** A file of the folder by its URL path, as what it is served: whatever lies beside it stays where it is. */
export async function keptFile(office: PublicLog, path: string): Promise<PublicFile | undefined> {
  const known = FILES.find(({ shape }) => shape.test(path));
  if (!known || (path.startsWith('/log/') && !isLogPath(office, path))) return undefined;
  const bytes = await office.publicFolder.read(path.slice(1));
  return bytes && { bytes, mediaType: known.mediaType, maxAge: known.maxAge };
}

const JWT = 'application/vc+jwt';
const TEXT = 'text/plain; charset=utf-8';

/** Trust layer section 3: what lies where, as what, and for how long. */
const FILES: readonly (Pick<PublicFile, 'mediaType' | 'maxAge'> & { readonly shape: RegExp })[] = [
  { shape: /^\/vc\/[0-9a-f]{64}$/, mediaType: JWT, maxAge: 'immutable' },
  { shape: /^\/status\/(revocation|suspension)\/(0|[1-9]\d{0,8})$/, mediaType: JWT, maxAge: 300 },
  { shape: /^\/log\/\d{4}\/checkpoint$/, mediaType: TEXT, maxAge: 5 },
  { shape: /^\/log\/\d{4}\/tile\/.{1,80}$/, mediaType: 'application/octet-stream', maxAge: 'immutable' },
  { shape: /^\/\.well-known\/did\.json$/, mediaType: 'application/did+ld+json', maxAge: 300 },
  { shape: /^\/\.well-known\/cyber-label\/policy$/, mediaType: TEXT, maxAge: 300 },
  {
    shape: /^\/\.well-known\/cyber-label\/trust-list\.json$/,
    mediaType: 'application/jose+json',
    maxAge: 300,
  },
  { shape: /^\/contexts\/cyber-label-v1\.jsonld$/, mediaType: 'application/ld+json', maxAge: 'immutable' },
];

function isLogPath(office: PublicLog, path: string): boolean {
  const below = path.slice(office.log.path.length + 2);
  return (
    path.startsWith(`/${office.log.path}/`) && (below === 'checkpoint' || parseTilePath(below) !== undefined)
  );
}

async function labelFile(office: Public, text: string, what: string): Promise<PublicFile | undefined> {
  const id = parseLabelId(text);
  if (!id.ok || administratorCode(id.value) !== office.programme.administrator.code) return undefined;
  const record = await publicRecordOf(office, id.value);
  if (!record) return undefined;
  if (what === 'qr.svg') return { bytes: utf8(qrOf(office, record)), mediaType: 'image/svg+xml', maxAge: 60 };
  if (what === 'offline-code.svg' || what === 'offline-code.txt') {
    if (record.offlineCode === undefined) return undefined;
    return what === 'offline-code.svg'
      ? { bytes: utf8(offlineCodeSvg(office.host, record)), mediaType: 'image/svg+xml', maxAge: 300 }
      : { bytes: utf8(`${record.offlineCode}\n`), mediaType: TEXT, maxAge: 300 };
  }
  return evidenceFile(office, record.evidence, what);
}

/** Credential, proof or bundle of a label whose evidence lies there. */
export async function evidenceFile(
  office: PublicLog,
  place: EvidencePlace,
  what: string,
): Promise<PublicFile> {
  const { credential, entry, proof } = await evidenceOf(office, place);
  if (what === 'credential') return { bytes: utf8(credential), mediaType: JWT, maxAge: 300 };
  if (what === 'proof') return { bytes: utf8(proof), mediaType: TEXT, maxAge: 60 };
  const statusLists = await statusListsOf(office, credential);
  return {
    bytes: utf8(formatBundle({ credential, entry, proof, statusLists })),
    mediaType: 'application/json',
    maxAge: 60,
  };
}

/** Printed width of the symbol on a label page, in millimetres: a little over the smallest that phones read well. */
const QR_MM = 18;

/** The plain code of a label as a drawing. */
export function qrOf(office: Pick<Office, 'host'>, record: Pick<LabelRecord, 'labelId' | 'sandbox'>): string {
  const sandbox = record.sandbox ? 'Sandbox: ' : '';
  const qr = labelQr({
    host: office.host,
    labelId: record.labelId,
    sizeMm: QR_MM,
    title: `${sandbox}QR code of label ${record.labelId}`,
    description: `Opens the page of label ${record.labelId} in the register.`,
  });
  if (!qr.ok) throw new Error(`the QR code of ${record.labelId} would not be readable: ${qr.refusal.code}`);
  return qr.value.svg;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The record was written by `publishLabels` in this very shape. */
function parseRecord(bytes: Uint8Array): LabelRecord {
  return JSON.parse(new TextDecoder().decode(bytes)) as LabelRecord;
}
