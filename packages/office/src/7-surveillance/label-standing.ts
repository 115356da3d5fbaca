import { labelOf, publicState, type Label } from '@assay/conformity/label';
import { readStream } from '@assay/records/case-file';
import { labelOfCase } from '@assay/records/label';
import type { Reader } from '@assay/records/open';
import type { CaseId } from '@assay/vocabulary/ids';
import type { LabelState } from '@assay/vocabulary/label-record';

import { administratorOf, type Office } from '../office.ts';

type OfCase = NonNullable<Awaited<ReturnType<typeof labelOfCase>>>;
type Standing = Pick<Office, 'programme' | 'clock'>;

/** A label as its events have made it; `none` before it is public. */
export async function labelStands(
  office: Pick<Office, 'programme'>,
  reader: Reader,
  found: Pick<OfCase, 'id' | 'state'> | undefined,
): Promise<Label> {
  if (found?.state !== 'granted') return { state: 'none' };
  return labelOf(await readStream(reader, { administrator: administratorOf(office), stream: found.id }));
}

/** How the label of a case stands now; `none` before it is public. */
export async function labelStanding(
  office: Standing,
  reader: Reader,
  id: CaseId,
): Promise<LabelState | 'none'> {
  const found = await labelOfCase(reader, { administrator: administratorOf(office), case: id });
  return stateToday(office, await labelStands(office, reader, found));
}

/** What the public reads of a label today. */
export function stateToday({ clock }: Pick<Office, 'clock'>, label: Label): LabelState | 'none' {
  return label.state === 'none' ? 'none' : publicState(label, clock()).state;
}
