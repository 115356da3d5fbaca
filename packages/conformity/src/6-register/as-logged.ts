import type { LabelEvent } from '@assay/vocabulary/case-event';

type StatusEvent = Extract<LabelEvent, { type: 'LabelSuspended' | 'LabelRestored' | 'LabelWithdrawn' }>;

/** By what a change of a label's state is known again in its entry of the log. */
export type LoggedStatus = Pick<StatusEvent, 'type' | 'at'>;

/**
 * The history of a label as far as the log tells it: what was decided since and waits for its entry is left out, so that
 * no page is ahead of the log. `newest`: the newest change of state that is logged; absent where none is. Throws where
 * the history lacks it.
 */
export function asLogged(
  history: readonly LabelEvent[],
  newest: LoggedStatus | undefined,
): readonly LabelEvent[] {
  const last = history.findLastIndex(({ type, at }) => type === newest?.type && at === newest.at);
  if (newest && last < 0)
    throw new Error(`the log tells of ${newest.type} of ${newest.at}, the history of the label does not`);
  return history.filter((event, place) => place <= last || !isStatus(event));
}

/** Whether an event changes the state of a label that was issued, and so has an entry of its own in the log. */
export function isStatus(event: LabelEvent): event is StatusEvent {
  return event.type === 'LabelSuspended' || event.type === 'LabelRestored' || event.type === 'LabelWithdrawn';
}
