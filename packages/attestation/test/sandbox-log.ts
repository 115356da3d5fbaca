/** A whole sandbox log in memory, with real keys and credentials, for the tests of audits: honest until a test says otherwise. */
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';

import { openAudit, type AuditSource, type WholeLog } from '../src/audit/open-audit.ts';
import type { Offence } from '../src/audit/offence.ts';
import { toBase64Url } from '../src/base64.ts';
import { utf8 } from '../src/bytes.ts';
import { buildLabelCredential, signLabelCredential } from '../src/credential/label-credential.ts';
import type { LabelStatement } from '../src/credential/label-statement.ts';
import type { Signer } from '../src/key.ts';
import { mintLabelId } from '../src/label-id.ts';
import type { Entry, EntryOf } from '../src/log/entry.ts';
import {
  buildStatusList,
  signStatusList,
  type StatusPurpose,
} from '../src/status-list/status-list-credential.ts';
import { DID, encoded, genesis, HOST, instant, sha256Sync, STATEMENT, type Office } from './sandbox-label.ts';

type State = 'granted' | 'suspended' | 'revoked';
type Label = { state: State; newest: number; statement: LabelStatement; vcHash: string };
type Members<E> = E extends Entry ? Omit<Partial<E>, 'v' | 'type'> : never;

/** A minute after everything below: the audit is made at this moment. */
export const AUDITED_AT = instant('2026-11-21T12:00:00Z');
export const LIST = 3;

/** Id of the n-th label of a sandbox log. */
export function labelNumber(n: number): LabelId {
  return mintLabelId('SB', Uint8Array.of(0, 0, 0, Math.floor(n / 256), n % 256));
}

export class SandboxLog {
  readonly entries: Uint8Array[] = [];
  readonly credentials = new Map<string, Uint8Array>();
  readonly lists = new Map<string, Uint8Array>();
  readonly labels = new Map<LabelId, Label>();
  readonly office: Office;
  time: Instant = instant('2026-11-21T08:00:00Z');
  readonly #statusUrl: string;
  #seq = 0;

  constructor(office: Office, statusUrl = `https://${HOST}/status`) {
    this.office = office;
    this.#statusUrl = statusUrl;
    this.add(genesis());
    for (const use of ['vc', 'status', 'log'] as const) this.announce(use, office[use]);
  }

  add(entry: Entry): number {
    return this.entries.push(encoded(entry)) - 1;
  }

  announce(use: 'vc' | 'status' | 'log', { kid, publicJwk }: Signer): number {
    return this.add({ ...this.#common(), type: 'key.added', kid, use, jwk: publicJwk });
  }

  /** Grants the n-th label at index n of the list; members of entry and credential can be varied apart. */
  async grant(
    n: number,
    entry: Members<EntryOf<'label.granted'>> = {},
    statement: Partial<LabelStatement> = {},
    signer = this.office.vc,
  ): Promise<number> {
    const stated: LabelStatement = {
      ...STATEMENT,
      labelId: labelNumber(n),
      status: { url: this.#statusUrl, list: LIST, index: n },
      ...statement,
    };
    const vcHash = await this.sign(stated, signer);
    const { labelId } = stated;
    const leaf = this.add({
      ...this.#common(),
      type: 'label.granted',
      labelId,
      prev: null,
      vcHash,
      ...said(stated),
      status: { list: stated.status.list, index: stated.status.index },
      ...entry,
    });
    this.labels.set(labelId, { state: 'granted', newest: leaf, statement: stated, vcHash });
    return leaf;
  }

  async amend(n: number, entry: Members<EntryOf<'label.amended'>> = {}): Promise<number> {
    const label = this.#label(n);
    const statement = { ...label.statement, supersedes: label.vcHash };
    const vcHash = await this.sign(statement);
    const leaf = this.add({
      ...this.#common(),
      type: 'label.amended',
      labelId: labelNumber(n),
      prev: label.newest,
      supersedes: label.vcHash,
      vcHash,
      ...entry,
    });
    this.labels.set(labelNumber(n), { ...label, statement, vcHash, newest: leaf });
    return leaf;
  }

  move(n: number, to: State, entry: Members<EntryOf<'label.status'>> = {}): number {
    const label = this.#label(n);
    const leaf = this.add({
      ...this.#common(),
      type: 'label.status',
      labelId: labelNumber(n),
      prev: label.newest,
      from: label.state,
      to,
      reasonCode: 'sandbox',
      effective: this.time,
      decisionRef: 'sandbox-1',
      ...entry,
    });
    this.labels.set(labelNumber(n), { ...label, state: to, newest: leaf });
    return leaf;
  }

  note(): number {
    return this.add({ ...this.#common(), type: 'log.note', about: 0, text: 'Sandbox note' });
  }

  key(type: 'key.retired' | 'key.revoked', signer: Signer, use: 'vc' | 'status', lastGoodIndex = 0): number {
    const common = { ...this.#common(), kid: signer.kid, use };
    return this.add(
      type === 'key.retired' ? { ...common, type } : { ...common, type, reason: 'sandbox', lastGoodIndex },
    );
  }

  /** Publishes both lists as the log has them; what the list says, and what the entry, can be varied. */
  async publish(
    entry: Members<EntryOf<'statuslist.published'>> = {},
    set: Partial<Record<StatusPurpose, readonly number[]>> = {},
    signer = this.office.status,
  ): Promise<number> {
    const through = this.entries.length;
    this.#seq += 1;
    for (const purpose of ['revocation', 'suspension'] as const) {
      const wanted = purpose === 'revocation' ? 'revoked' : 'suspended';
      const placed = [...this.labels.values()].filter(({ state }) => state === wanted);
      const list = await buildStatusList({
        url: `${this.#statusUrl}/${purpose}/${String(LIST)}`,
        issuer: DID,
        purpose,
        at: this.time,
        set: set[purpose] ?? placed.map(({ statement }) => statement.status.index),
        sandbox: true,
      });
      const jws = utf8(await signStatusList(list, signer));
      this.lists.set(`${purpose}/${String(LIST)}`, jws);
      const jwsHash = hashOf(jws);
      const place = { purpose, list: LIST, seq: this.#seq, jwsHash, through };
      this.add({ ...this.#common(), type: 'statuslist.published', ...place, ...entry });
    }
    return this.entries.length - 2;
  }

  /** Signs a credential as the office would; it lies at `/vc/`, logged or not. */
  async sign(statement: LabelStatement, signer = this.office.vc): Promise<string> {
    const credential = buildLabelCredential(statement);
    if (!credential.ok) throw new Error(JSON.stringify(credential.refusal));
    const jws = utf8(await signLabelCredential(credential.value, signer));
    this.credentials.set(hashOf(jws), jws);
    return hashOf(jws);
  }

  later(seconds: number): void {
    this.time = addSeconds(this.time, seconds);
  }

  #label(n: number): Label {
    const label = this.labels.get(labelNumber(n));
    if (!label) throw new Error(`label ${String(n)} was not granted`);
    return label;
  }

  #common() {
    return { v: 1 as const, time: this.time, issuer: DID };
  }
}

/** Audits all of a log, as whoever fetched it would; the offences in the order of their leaves. */
export async function auditAll(
  log: SandboxLog,
  source: Partial<AuditSource> = {},
): Promise<{ readonly offences: readonly Offence[]; readonly whole: WholeLog }> {
  const { anchors } = log.office;
  const [administrator] = anchors.administrators;
  if (!administrator) throw new Error('the sandbox has an administrator');
  const audit = openAudit({ anchors, administrator, now: AUDITED_AT, hash: sha256Sync, ...source });
  const offences: Offence[] = [];
  for (const bytes of log.entries) {
    const { binding, offences: found } = audit.take(bytes);
    offences.push(...found);
    if (binding)
      offences.push(...(await audit.credential(binding, log.credentials.get(binding.entry.vcHash))));
  }
  for (const publication of audit.lists()) {
    const bytes = log.lists.get(`${publication.purpose}/${String(publication.list)}`);
    offences.push(...(await audit.statusList(publication, bytes)));
  }
  const whole = audit.whole();
  return { offences: [...offences, ...whole.offences].toSorted((a, b) => a.index - b.index), whole };
}

export function hashOf(bytes: Uint8Array): string {
  return toBase64Url(sha256Sync(bytes));
}

function said({ product, holder, tier, profile, validFrom, validUntil }: LabelStatement) {
  return {
    product: { brand: product.brand, model: product.model, gtins: [...product.gtins] },
    holder: { id: holder.id, name: holder.name },
    tier: tier.code,
    profile: profile.id,
    validFrom,
    validUntil,
  };
}
