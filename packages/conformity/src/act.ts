import type { QueueJump } from '@assay/vocabulary/case-event';
import type { Instant } from '@assay/vocabulary/instant';
import type { Actor } from '@assay/vocabulary/programme';

/** Who acts, when, and why: part of every command. The why is kept with the event, word for word. */
export type Act = {
  readonly by: Actor;
  readonly at: Instant;
  readonly because: string;
  /** Set where earlier cases wait at the same step: what is passed over, and why. */
  readonly jumped?: QueueJump;
};

/** What every event says of the act that it records: when, who, from which seat and why. */
export function said({ by, at, because, jumped }: Act) {
  return { at, by: by.id, as: by.organisation, because, ...(jumped && { jumped }) };
}
