import { checkFence, takeFence, type Fence } from '@assay/records/log';
import { holdLock, type Tx } from '@assay/records/open';

import { administratorOf, type Office } from '../office.ts';

/**
 * One carrying of everything that waits to the public, by the one writer that holds the log (trust layer section 7,
 * step 3). The lock is let go when its connection breaks, while this process may not know yet: so each later write asks
 * whether the fence still stands, and a writer that was overtaken writes nothing more.
 */
export type Turn = { readonly office: Office; readonly fence: Fence };

/** Waits until no other process has a turn, then takes the log over for `act`. */
export function takeTurn<T>(office: Office, act: (turn: Turn) => Promise<T>): Promise<T> {
  const administrator = administratorOf(office);
  return office.records.write(async (tx) => {
    await holdLock(tx, 'finish', administrator);
    const log = { administrator, log: office.log.origin };
    const fence = await office.records.write((own) => takeFence(own, log));
    return act({ office, fence });
  });
}

/** A transaction of the turn; throws, and undoes everything, where another writer has taken the log over. */
export function writeInTurn<T>({ office, fence }: Turn, act: (tx: Tx) => Promise<T>): Promise<T> {
  return office.records.write(async (tx) => {
    const held = await checkFence(tx, fence);
    if (!held.ok)
      throw new Error(`${fence.log} was taken over by another writer: this one writes nothing more`);
    return act(tx);
  });
}
