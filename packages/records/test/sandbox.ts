import { createHash } from 'node:crypto';

import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId, Digest, EditionRef, LabelId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import { ok } from '@assay/vocabulary/result';

import type { Records } from '../src/open.ts';
import { readLabel, requestLabels, storeSignatures, type IssuedLabel } from '../src/label.ts';

export const ADMINISTRATOR = 'SB';
export const AT = '2026-11-21T09:30:00Z' as Instant;
export const SCHEME = 'sandbox-scheme@1' as EditionRef;

export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

export function caseNumbered(n: number): CaseId {
  return `case_${String(n).padStart(16, '0')}` as CaseId;
}

export function labelNumbered(n: number): LabelId {
  return `SB${String(n).padStart(8, '0')}X` as LabelId;
}

export function returned(because: string): CaseEvent {
  return {
    type: 'ApplicationReturned',
    at: AT,
    by: 'person_sandbox-reviewer' as PersonId,
    because,
    missing: [{ code: 'support-period-missing', facts: { years: 2 }, because: [] }],
  };
}

export async function request(
  records: Records,
  n: number,
  key = `decision-${n}`,
): Promise<IssuedLabel & { readonly repeated: boolean }> {
  const asked = { idempotencyKey: key, case: caseNumbered(n) };
  const [answer] = await requestAll(records, [asked], () => labelNumbered(n));
  if (!answer?.ok) throw new Error('nobody refuses here');
  const label = await readLabel(records.read, { administrator: ADMINISTRATOR, id: answer.value.id });
  if (!label) throw new Error('it was just asked for');
  return { ...label, repeated: answer.value.repeated };
}

export function requestAll(
  records: Records,
  asked: readonly { readonly idempotencyKey: string; readonly case: CaseId }[],
  mint: () => LabelId,
) {
  return records.write((tx) =>
    requestLabels(tx, {
      ...{ administrator: ADMINISTRATOR, asked, mint },
      state: ({ case: of }, { id, slot }) =>
        ok({ payload: JSON.stringify({ of, id, ...slot }), facts: JSON.stringify({ id }), members: { of } }),
    }),
  );
}

export async function sign(records: Records, n: number): Promise<void> {
  const signature = { jws: `jws-${n}`, vcHash: `hash-${n}`, offlineCode: `code-${n}` };
  await records.write((tx) =>
    storeSignatures(tx, { administrator: ADMINISTRATOR, signed: [{ id: labelNumbered(n), ...signature }] }),
  );
}

export function record(n: number, changes: Partial<LabelRecord> = {}): LabelRecord {
  const label = labelNumbered(n);
  return {
    labelId: label,
    sandbox: true,
    provenance: { kind: 'fictional', note: 'Made for a test.' },
    state: 'valid',
    stateSince: AT,
    scheme: { edition: SCHEME, name: 'Sandbox scheme', jurisdiction: 'XX', owner: 'Sandbox owner' },
    level: { rank: 1, of: 4, name: 'Level 1', symbol: '*' },
    product: {
      name: `Sandbox gateway ${n}`,
      brand: 'Sandbox brand',
      manufacturer: 'Sandbox maker',
      models: [`GW-${n}`],
      gtins: [String(9_506_000_000_000 + n)],
      category: 'gateway',
    },
    validFrom: AT,
    validUntil: '2028-11-21T09:30:00Z' as Instant,
    supportEnd: '2030-01-01' as CalendarDate,
    supportState: 'promised',
    administrator: { name: 'Sandbox administrator', contact: 'label@sandbox.example' },
    laboratory: null,
    disclosures: {},
    publishes: [],
    contact: null,
    declarations: [],
    doesNotSay: [],
    history: [],
    case: caseNumbered(n),
    witnessed: false,
    evidence: { origin: 'sandbox.example/log/2026', index: n, credential: 'none' },
    ...changes,
  };
}
