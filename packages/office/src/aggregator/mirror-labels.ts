import { administratorCode } from '@assay/attestation/label-id';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import type { TrustedAdministrator } from '@assay/attestation/trust';
import { verifyBundle, type Verification } from '@assay/attestation/verify-label';
import { COSIGNATURE_LIFETIME_SECONDS } from '@assay/attestation/verify/log-checks';
import { mirroredLog, mirroredLogs, type MirroredLog } from '@assay/records/mirror';
import { mirroredLists, type MirroredList } from '@assay/records/mirrored-list';
import { mirroredLabel, searchMirroredLabels, type MirroredLabel } from '@assay/records/mirrored-label';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { CopiedState, LabelState } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Aggregator, Trust } from './aggregator.ts';
import { bundleOf, credentialOf, proofOf } from './mirrored-evidence.ts';

/** State of a label as the copy proves it; `invalid`: the trust list no longer lets it prove anything. */
export type MirrorStatus = CopiedState | 'invalid' | 'not-yet-valid';

/** The record of the common API (trust layer, section 8); whoever doubts it verifies the bundle. */
export type MirrorRecord = {
  readonly labelId: LabelId;
  readonly product: MirroredLabel['product'];
  readonly holder: MirroredLabel['holder'];
  readonly administrator: Pick<TrustedAdministrator, 'code' | 'did' | 'name' | 'status'>;
  readonly status: MirrorStatus;
  readonly statusSince: Instant;
  readonly validUntil: Instant;
  readonly tier: string;
  /** Path of the signed credential, by its hash. */
  readonly credential: string;
  readonly evidence: {
    readonly origin: string;
    readonly index: number;
    /** Path of the proof that the log holds the entry. */
    readonly proof: string;
    readonly witnessed: boolean;
    /** When the checkpoint was cosigned last; not witnessed: when the copy took it. */
    readonly checkpointTime: Instant;
  };
};

/** One label, proven: its record, and what else its credential states that a reader should see. */
export type ProvenLabel = {
  readonly record: MirrorRecord;
  readonly stated: {
    readonly productName: string;
    readonly supportEnd: CalendarDate | null;
    readonly sandbox: boolean;
  };
  /** The verification of its bundle, which says its status; absent while a status list is on its way. */
  readonly verification?: Verification;
};

type Found = {
  readonly administrator: TrustedAdministrator;
  readonly log: MirroredLog;
  readonly label: MirroredLabel;
};

/** A label by its id, where a log that is followed tells of it. */
export async function provenLabel(aggregator: Aggregator, id: LabelId): Promise<ProvenLabel | undefined> {
  const found = await findLabel(aggregator, id);
  if (!found) return undefined;
  const of = { reader: aggregator.records.read, ...found };
  const [{ anchors }, now] = [aggregator.trust(), aggregator.clock()];
  const stated = statedIn(await credentialOf(of));
  const bundle = await bundleOf(of);
  if (bundle === undefined) return { record: recordOf(found, 'stale'), stated };
  const verification = await verifyBundle({ bundle, anchors, now, asked: id });
  return { record: recordOf(found, provenStatus(found, verification)), stated, verification };
}

/** What the audited credential says beyond its entry. */
function statedIn(text: string): ProvenLabel['stated'] {
  const jws = readCompactJws(text);
  const vc = jws.ok ? readLabelCredential(jws.value.payload) : jws;
  if (!vc.ok) throw new Error('an audited credential does not read');
  const { product, supportEnd = null, sandbox = false } = vc.value.credentialSubject.cyberLabel;
  return { productName: product.name, supportEnd, sandbox };
}

/** What a stranger asks for of one label. `evidence-incomplete`: a status list is still on its way. */
export async function labelEvidence(
  aggregator: Aggregator,
  id: LabelId,
  what: 'credential' | 'proof' | 'bundle',
): Promise<Result<string, { readonly code: 'label-not-followed' | 'evidence-incomplete' }>> {
  const found = await findLabel(aggregator, id);
  if (!found) return refuse({ code: 'label-not-followed' });
  const of = { reader: aggregator.records.read, ...found };
  if (what === 'credential') return ok(await credentialOf(of));
  if (what === 'proof') return ok(await proofOf(of));
  const bundle = await bundleOf(of);
  return bundle === undefined ? refuse({ code: 'evidence-incomplete' }) : ok(bundle);
}

export type MirrorQuery = {
  readonly text: string;
  readonly gtin?: string;
  /** Code of an administrator. */
  readonly administrator?: string;
  readonly state?: LabelState;
  readonly after?: string;
  readonly limit: number;
};
/** A label in a list: its record, and what a reader must see beside it. */
export type ListedLabel = {
  readonly record: MirrorRecord;
  readonly stated: Pick<ProvenLabel['stated'], 'supportEnd'>;
};
export type MirrorPage = { readonly labels: readonly ListedLabel[]; readonly next?: string };

/** Labels of every log that is believed now, the newest first, a page at a time. */
export async function searchMirror(
  aggregator: Aggregator,
  { administrator: code, text, ...rest }: MirrorQuery,
): Promise<Result<MirrorPage, { readonly code: 'malformed-cursor'; readonly cursor: string }>> {
  const { records, clock } = aggregator;
  const trust = aggregator.trust();
  const administrators = trust.anchors.administrators.filter(
    (one) => code === undefined || one.code === code,
  );
  const at = clock();
  const origins = administrators.map(({ log }) => log.origin);
  const search = { origins, at, ...(text.trim() !== '' && { text }), ...rest };
  const page = await searchMirroredLabels(records.read, search);
  if (!page.ok) return page;
  const logs = new Map((await mirroredLogs(records.read)).map((log) => [log.origin, log]));
  const lists = new Map<string, readonly MirroredList[]>();
  for (const { origin } of page.value.rows)
    if (!lists.has(origin)) lists.set(origin, await mirroredLists(records.read, origin));
  const labels = page.value.rows.flatMap((label) => {
    const administrator = administrators.find(({ log }) => log.origin === label.origin);
    const log = logs.get(label.origin);
    if (!administrator || !log) return [];
    const found = { administrator, log, label };
    const status = statusOf(found, lists.get(label.origin) ?? [], { trust, at });
    return [{ record: recordOf(found, status), stated: { supportEnd: label.supportEnd } }];
  });
  return ok({ labels, ...(page.value.next !== undefined && { next: page.value.next }) });
}

async function findLabel({ records, trust }: Aggregator, id: LabelId): Promise<Found | undefined> {
  const code = administratorCode(id);
  const administrator = trust().anchors.administrators.find((one) => one.code === code);
  if (!administrator) return undefined;
  const { origin } = administrator.log;
  const label = await mirroredLabel(records.read, { origin, labelId: id });
  const log = label && (await mirroredLog(records.read, origin));
  return label && log && { administrator, log, label };
}

function recordOf({ administrator, log, label }: Found, status: MirrorStatus): MirrorRecord {
  const { code, did, name, status: standing } = administrator;
  return {
    labelId: label.labelId,
    product: label.product,
    holder: label.holder,
    administrator: { code, did, name, status: standing },
    status,
    statusSince: status === 'expired' ? label.validUntil : label.since,
    validUntil: label.validUntil,
    tier: label.tier,
    credential: `/vc/${Buffer.from(label.vcHash, 'base64url').toString('hex')}`,
    evidence: {
      origin: log.origin,
      index: label.index,
      proof: `/L/${label.labelId}/proof`,
      witnessed: log.cosignedAt !== null,
      checkpointTime: log.cosignedAt ?? log.acceptedAt,
    },
  };
}

/** What the verifier finds; or what the log says already while the lists are still to follow, within a minute. */
function provenStatus({ label }: Found, { outcome }: Verification): MirrorStatus {
  const found = STATUS[outcome];
  return label.state !== 'granted' && (found === 'valid' || found === 'suspended') ? label.state : found;
}

const STATUS: Readonly<Record<Verification['outcome'], MirrorStatus>> = {
  VALID: 'valid',
  SUSPENDED: 'suspended',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  STALE: 'stale',
  NOT_YET_VALID: 'not-yet-valid',
  INVALID: 'invalid',
  UNKNOWN_LABEL: 'invalid',
};

/**
 * What the verification of its bundle would say of a label, from what its audit has settled: for lists of many. All that
 * can change after the audit is the time, the lists, the trust list and the age of the cosignatures.
 */
function statusOf(
  { administrator, log, label }: Found,
  lists: readonly MirroredList[],
  { trust, at }: { readonly trust: Trust; readonly at: Instant },
): MirrorStatus {
  const key = administrator.keys.find(({ kid }) => kid === label.kid);
  if (!key || (key.lastGoodIndex !== undefined && label.index > key.lastGoodIndex)) return 'invalid';
  if (label.state === 'revoked') return 'revoked';
  if (at >= label.validUntil) return 'expired';
  const held = lists.filter(
    ({ list, held: kept }) => list === label.status.list && kept && at < kept.validUntil,
  );
  const seen = log.cosignedAt === null || at <= addSeconds(log.cosignedAt, COSIGNATURE_LIFETIME_SECONDS);
  if (held.length < 2 || !seen || (trust.policy.quorum !== null && log.cosignedAt === null)) return 'stale';
  if (label.state === 'suspended') return 'suspended';
  return at < label.validFrom ? 'not-yet-valid' : 'valid';
}
