import { readyForLog } from '@assay/records/outbox';

import { publishLabels } from '../6-register/publish-labels.ts';
import { publishLog } from '../6-register/publish-log.ts';
import { publishStatusLists } from '../6-register/publish-status-lists.ts';
import { administratorOf, type Office } from '../office.ts';
import { integrate } from './integrate.ts';
import { signCredentials } from './sign-credentials.ts';

/**
 * Carries everything that waits to where the public can see it: trust layer section 7, steps 2 to 7. Driven from the
 * tables alone, each step safe to repeat; run after every act that sends something to the log, and at every start.
 */
export async function finishIssuance(office: Office): Promise<void> {
  do {
    await signCredentials(office);
    await integrate(office);
    const size = await publishLog(office);
    await publishStatusLists(office);
    await publishLabels(office, size);
  } while (await isWaiting(office));
}

async function isWaiting(office: Office): Promise<boolean> {
  const waiting = await readyForLog(office.records.read, {
    administrator: administratorOf(office),
    limit: 1,
  });
  return waiting.length > 0;
}
