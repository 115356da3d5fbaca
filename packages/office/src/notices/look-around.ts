import { wakeMails } from '@assay/records/mail';
import { forgetDeliveries, wakeDeliveries } from '@assay/records/webhook-delivery';
import { addSeconds } from '@assay/vocabulary/instant';

import { administratorOf, type Office } from '../office.ts';
import type { Words } from '../words.ts';
import { remindOfClocks } from './remind.ts';

/** What is this late lies with a worker that died: longer than a worker holds anything. */
const LATE_S = 600;
/** How long a call that was made or given up can be looked at and made again. Ours, 2026-11-22. */
const KEPT_S = 30 * 86_400;

/**
 * Looks for what was left lying, by whichever worker, and leaves it to the next; and for days that come near, of which it
 * reminds. Safe to repeat, and to do twice at once.
 */
export async function lookAround(
  office: Pick<Office, 'records' | 'library' | 'programme' | 'clock' | 'random' | 'origin'>,
  words: Words,
): Promise<void> {
  const at = office.clock();
  const late = { administrator: administratorOf(office), before: addSeconds(at, -LATE_S), at };
  await office.records.write((tx) => wakeMails(tx, late));
  await office.records.write((tx) => wakeDeliveries(tx, late));
  const old = { administrator: late.administrator, before: addSeconds(at, -KEPT_S) };
  await office.records.write((tx) => forgetDeliveries(tx, old));
  await remindOfClocks(office, words);
}
