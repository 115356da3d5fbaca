type Turns<A> = { last: Promise<unknown>; waiting: Promise<A> | undefined };

/**
 * Makes an act one that is done by one after another in this process: all who ask for it while it is under way share the
 * next time, which begins when this one has ended, well or not. `owner` says whose turns they are.
 */
export function inTurns<O, A>(owner: (of: O) => object, act: (of: O) => Promise<A>): (of: O) => Promise<A> {
  const known = new WeakMap<object, Turns<A>>();
  return (of) => {
    const turns = known.get(owner(of)) ?? { last: Promise.resolve(), waiting: undefined };
    known.set(owner(of), turns);
    if (turns.waiting) return turns.waiting;
    const next = turns.last
      .catch(() => undefined)
      .then(() => {
        turns.waiting = undefined;
        return act(of);
      });
    turns.waiting = next;
    turns.last = next;
    return next;
  };
}
