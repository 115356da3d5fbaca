import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { RebuiltRecord, RebuiltStep } from '@assay/vocabulary/rebuilt-record';

import type { LabelSummary, RebuiltDesk } from '../src/desk.ts';
import { instant, LABELS, sampleDesk } from './sample-desk.ts';

// Input data for views: the sample labels as a copy of their log would tell them, which nobody ever signed.

const REBUILT_AT = instant('2026-11-20T18:00:00Z');
const LISTS_ENDED = instant('2026-11-21T06:00:00Z');

/** One record for each thing that a reader of a rebuilt register may be told. */
export const REBUILT = {
  valid: rebuilt(LABELS.valid, {}),
  suspended: rebuilt(LABELS.suspended, {}),
  revoked: rebuilt(LABELS.revoked, {}),
  expired: rebuilt(LABELS.expired, {}),
  'support-ended': rebuilt(LABELS.supportEnded, {}),
  stale: rebuilt(LABELS.silent, { state: 'stale', stateSince: LISTS_ENDED, supportEnd: null }),
} as const satisfies Record<string, RebuiltRecord>;

/** Not of a sandbox. */
export const REBUILT_WORKING = rebuilt(LABELS.working, { state: 'stale', stateSince: LISTS_ENDED });

/** A desk over sample records, as the folder of a rebuilt register has them. */
export function sampleRebuilt({
  records = Object.values(REBUILT),
  sandbox = true,
}: { readonly records?: readonly RebuiltRecord[]; readonly sandbox?: boolean } = {}): RebuiltDesk {
  const desk = sampleDesk({ sandbox });
  return {
    ...desk,
    programme: {
      ...desk.programme,
      administrator: { name: 'Sandbox Label Office', contact: 'did:web:label.example.org' },
      rebuilt: { from: 'https://label.example.org/log/2026', at: REBUILT_AT },
    },
    search: async ({ text, state }) => ({
      labels: records
        .filter((one) => state === undefined || one.state === state)
        .filter(({ product }) => product.name.toLowerCase().includes(text.toLowerCase()))
        .map(summary),
    }),
    record: async () => undefined,
    rebuiltRecord: async (id) => records.find(({ labelId }) => labelId === id),
    story: async () => undefined,
  };
}

function rebuilt(label: LabelRecord, change: Partial<RebuiltRecord>): RebuiltRecord {
  const { labelId, sandbox, state, stateSince, product, validFrom, validUntil, supportEnd, evidence } = label;
  const steps: readonly RebuiltStep[] = label.history.flatMap(({ what, ...step }, i) =>
    what === 'surveillance-opened' ? [] : [{ ...step, what, index: evidence.index + 40 * i }],
  );
  return {
    ...{ labelId, sandbox, state, stateSince, validFrom, validUntil, supportEnd, evidence },
    scheme: { id: 'urn:sandbox:scheme', name: label.scheme.name },
    profile: { id: 'urn:sandbox:level', name: label.level.name },
    tier: label.level.symbol,
    product: {
      ...{ name: product.name, brand: product.brand, gtins: product.gtins },
      model: product.models[0] ?? '',
    },
    holder: { id: 'urn:sandbox:holder', name: product.manufacturer },
    administrator: { id: 'did:web:label.example.org', name: label.administrator.name },
    statusList: 0,
    history: steps,
    ...change,
  };
}

function summary({ product, holder, profile, scheme, ...one }: RebuiltRecord): LabelSummary {
  return {
    ...{ labelId: one.labelId, state: one.state, sandbox: one.sandbox },
    ...{ product: product.name, brand: product.brand, manufacturer: holder.name },
    ...{ level: { symbol: '', name: profile.name }, scheme: scheme.name },
    ...{ supportEnd: one.supportEnd, validUntil: one.validUntil },
  };
}
