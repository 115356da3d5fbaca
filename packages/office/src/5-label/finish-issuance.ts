import { outboxEnd, readyForLog } from '@assay/records/outbox';

import { showTrustList } from '../0-programme/publish-trust-list.ts';
import { showLabels } from '../6-register/publish-labels.ts';
import { publishLog } from '../6-register/publish-log.ts';
import { publishStatusLists } from '../6-register/publish-status-lists.ts';
import { publishKeys } from '../keys/publish-keys.ts';
import { administratorOf, type Office } from '../office.ts';
import { integrate } from './integrate.ts';
import { signCredentials } from './sign-credentials.ts';
import { inTurns } from './in-turns.ts';
import { takeTurn, type Turn } from './turn.ts';

/** `held`: something waits until enough witnesses have cosigned it. */
export type Finished = { readonly held: boolean };

/**
 * Carries everything that waits to where the public can see it: trust layer section 7, steps 2 to 7. Driven from the
 * tables alone, each step safe to repeat; run after every act that sends something to the log, and at every start.
 * Everything is logged first, then shown; while labels are shown, the log grows by those that came after them.
 */
export async function finishIssuance(office: Office): Promise<Finished> {
  const finished = await logWaiting(office);
  await showLogged(office);
  return finished;
}

/** One at a time, in all processes. All who ask while one is under way share the next, with one checkpoint for them all. */
const logWaiting: (office: Office) => Promise<Finished> = inTurns(
  (office: Office) => office.records,
  (office) => takeTurn(office, carry),
);

const showLogged: (office: Office) => Promise<void> = inTurns((office: Office) => office.records, showLabels);

/**
 * Until the published log has everything that was sent before the turn began, and what its first pass itself had to say
 * of the lists; what is sent later has a turn of its own.
 */
async function carry(turn: Turn): Promise<Finished> {
  const { office } = turn;
  const sent = () => outboxEnd(office.records.read, administratorOf(office));
  let end = await sent();
  for (let first = true; first || (end !== undefined && (await isWaiting(office, end))); first = false) {
    await signCredentials(office);
    await integrate(turn);
    const { size, held } = await publishLog(turn);
    // What no witness has seen is shown to nobody: neither labels nor lists run ahead of the log.
    if (held) return { held };
    await publishKeys(turn, size);
    await showTrustList(turn, size);
    const { published } = await publishStatusLists(turn);
    if (first && published > 0) end = await sent();
  }
  return { held: false };
}

async function isWaiting(office: Office, end: number): Promise<boolean> {
  const administrator = administratorOf(office);
  const [next] = await readyForLog(office.records.read, { administrator, limit: 1 });
  return next !== undefined && next.seq <= end;
}
