import type { Follower, Look, LookFault } from '@assay/office/aggregator/follow-log';
import type { TrustedAdministrator } from '@assay/attestation/trust';
import type { Result } from '@assay/vocabulary/result';

import type { Belief } from './belief.ts';

/** A log that cannot be followed is looked at ever more seldom, at least once in so many rounds. */
const SLOWEST_ROUNDS = 8;

export type Following = {
  readonly belief: Belief;
  readonly follower: Follower;
  readonly everySeconds: number;
  /** Receives how a look ended. */
  readonly told: (administrator: TrustedAdministrator, seen: Result<Look, LookFault>) => void;
  /** Receives what should never happen, and trust lists that are not accepted. */
  readonly complain: (error: unknown) => void;
};

/**
 * Looks at every log of the trust list in turn, each at its own pace: one that does not answer delays no other. Handed
 * back: how to end it; it waits for the looks that are under way.
 */
export function keepFollowing({
  belief,
  follower,
  everySeconds,
  told,
  complain,
}: Following): () => Promise<void> {
  const every = everySeconds * 1_000;
  const loops = new Map<string, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  let ended = false;

  async function look(origin: string, delay: number): Promise<void> {
    const administrator = belief.trust().anchors.administrators.find(({ log }) => log.origin === origin);
    if (!administrator) {
      loops.delete(origin);
      return;
    }
    let next = Math.min(delay * 2, every * SLOWEST_ROUNDS);
    try {
      const seen = await follower.look(administrator);
      if (seen.ok) next = every;
      told(administrator, seen);
    } catch (error) {
      complain(error);
    }
    plan(origin, next, next);
  }

  function plan(origin: string, wait: number, delay: number): void {
    if (ended) return;
    loops.set(
      origin,
      setTimeout(() => {
        const round = look(origin, delay).finally(() => underWay.delete(round));
        underWay.add(round);
      }, wait),
    );
  }

  function begin(): void {
    for (const { log } of belief.trust().anchors.administrators)
      if (!loops.has(log.origin)) plan(log.origin, 0, every);
  }

  begin();
  const reading = setInterval(() => void belief.refresh().then(begin, complain), every);
  return async () => {
    ended = true;
    clearInterval(reading);
    for (const timer of loops.values()) clearTimeout(timer);
    await Promise.allSettled(underWay);
  };
}
