import { wakeMails } from '@assay/records/mail';
import { addSeconds } from '@assay/vocabulary/instant';

import { administratorOf, type Office } from '../office.ts';

/** What is this late lies with a worker that died: longer than a worker holds anything. */
const LATE_S = 600;

/** Looks for what was left lying, by whichever worker, and leaves it to the next. Safe to repeat, and to do twice at once. */
export async function lookAround(office: Pick<Office, 'records' | 'programme' | 'clock'>): Promise<void> {
  const at = office.clock();
  const late = { administrator: administratorOf(office), before: addSeconds(at, -LATE_S), at };
  await office.records.write((tx) => wakeMails(tx, late));
}
