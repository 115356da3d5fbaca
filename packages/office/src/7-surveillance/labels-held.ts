import { labelOf, publicState } from '@assay/conformity/label';
import { readStreams } from '@assay/records/case-file';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { registerEntries } from '@assay/records/register';
import type { LabelId, OrganisationId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { LabelRecord, LabelState } from '@assay/vocabulary/label-record';
import { ok, type Result } from '@assay/vocabulary/result';

import { lookAtQueue, type CaseLine } from '../0-programme/look-at-queue.ts';
import type { Office } from '../office.ts';

/** A granted case, and how its label stands; absent while the label is not on the register, and so states nothing. */
export type LabelHeld = CaseLine & { readonly stands: LabelStands | undefined };

export type LabelStands = {
  /** As it was decided, and as of now: the register follows within moments. */
  readonly state: LabelState;
  readonly since: Instant;
  readonly validUntil: Instant;
  readonly supportEnd: CalendarDate | null;
  /** Whether the register says the same already. */
  readonly isPublic: boolean;
};

type Held = { readonly administrator: string; readonly id: LabelId };

/** The labels that an organisation was granted, in the order in which their applications were received. */
export async function labelsHeld(
  office: Pick<Office, 'records' | 'clock'>,
  {
    organisation,
    ...page
  }: { readonly organisation: OrganisationId; readonly after?: string; readonly limit: number },
): Promise<Result<Page<LabelHeld>, MalformedCursor>> {
  const sight = { kind: 'applicant', organisation } as const;
  const found = await lookAtQueue(office, { ...page, sight, stage: 'granted' });
  if (!found.ok) return found;
  const { rows } = found.value;
  const held = rows.flatMap(({ administrator, label }) =>
    label === undefined ? [] : [{ administrator, id: label }],
  );
  const stand = await standingOfLabels(office, held);
  return ok({
    ...found.value,
    rows: rows.map((row) => ({ ...row, stands: row.label && stand.get(row.label) })),
  });
}

/** How labels stand by their own events, of which the register has told; a question for each administrator and one more. */
async function standingOfLabels(
  { records, clock }: Pick<Office, 'records' | 'clock'>,
  labels: readonly Held[],
): Promise<ReadonlyMap<LabelId, LabelStands>> {
  const at = clock();
  const stand = new Map<LabelId, LabelStands>();
  const entries = await registerEntries(records.read, { labels, at });
  for (const [administrator, those] of Map.groupBy(labels, (one) => one.administrator)) {
    const streams = await readStreams(records.read, { administrator, streams: those.map(({ id }) => id) });
    for (const [id, history] of streams) {
      const [label, record] = [labelOf(history), entries.get(id)];
      if (label.state !== 'none' && record) stand.set(id, standsOf(label, record, at));
    }
  }
  return stand;
}

function standsOf(
  label: Exclude<ReturnType<typeof labelOf>, { readonly state: 'none' }>,
  record: LabelRecord,
  at: Instant,
): LabelStands {
  const { state, since } = publicState(label, at);
  const { validUntil } = label;
  return { state, since, validUntil, supportEnd: record.supportEnd, isPublic: record.state === state };
}
