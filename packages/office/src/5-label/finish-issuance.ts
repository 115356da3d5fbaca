import { holdLock } from '@assay/records/open';
import { readyForLog } from '@assay/records/outbox';

import { publishLabels } from '../6-register/publish-labels.ts';
import { publishLog } from '../6-register/publish-log.ts';
import { publishStatusLists } from '../6-register/publish-status-lists.ts';
import { administratorOf, type Office } from '../office.ts';
import { integrate } from './integrate.ts';
import { signCredentials } from './sign-credentials.ts';

/** Who finishes in this process now: the next one waits here, where waiting takes no connection to the database. */
const turns = new WeakMap<Office['records'], Promise<Finished>>();

/** `held`: something waits until enough witnesses have cosigned it. */
export type Finished = { readonly held: boolean };

/**
 * Carries everything that waits to where the public can see it: trust layer section 7, steps 2 to 7. Driven from the
 * tables alone, each step safe to repeat; run after every act that sends something to the log, and at every start.
 * One at a time, in all processes: what one has read to publish must not be overtaken by what another publishes.
 */
export function finishIssuance(office: Office): Promise<Finished> {
  const before: Promise<unknown> = turns.get(office.records) ?? Promise.resolve();
  const turn = before
    .catch(() => undefined)
    .then(() =>
      office.records.write(async (tx) => {
        await holdLock(tx, 'finish', administratorOf(office));
        return finishAlone(office);
      }),
    );
  turns.set(office.records, turn);
  return turn;
}

async function finishAlone(office: Office): Promise<Finished> {
  do {
    await signCredentials(office);
    await integrate(office);
    const { size, held } = await publishLog(office);
    // What no witness has seen is shown to nobody: neither labels nor lists run ahead of the log.
    if (held) return { held };
    await publishStatusLists(office);
    await publishLabels(office, size);
  } while (await isWaiting(office));
  return { held: false };
}

async function isWaiting(office: Office): Promise<boolean> {
  const waiting = await readyForLog(office.records.read, {
    administrator: administratorOf(office),
    limit: 1,
  });
  return waiting.length > 0;
}
