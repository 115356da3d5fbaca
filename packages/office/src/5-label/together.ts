/** Questions answered in one go at the most: a transaction that is too long makes the next wait too long. */
const MOST = 512;

type Waiting<C, A> = {
  readonly command: C;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Makes an act on many into one on each, by group commit: whoever asks while one transaction is under way waits for it
 * to end, and shares the next with all who waited. The act answers in the order of the questions; where it throws for a
 * group, each is asked alone, so that only the one at fault fails. `owner` says what is shared: groups of different
 * owners do not wait for each other.
 */
export function together<O, C, A>(
  owner: (of: O) => object,
  act: (of: O, commands: readonly C[]) => Promise<readonly A[]>,
): (of: O, command: C) => Promise<A> {
  const queues = new WeakMap<object, Waiting<C, A>[]>();
  const drain = async (of: O, queue: Waiting<C, A>[]): Promise<void> => {
    // Whoever asks in the same moment comes along.
    await Promise.resolve();
    while (queue.length > 0) await answer(of, queue.splice(0, MOST));
    queues.delete(owner(of));
  };
  const answer = async (of: O, group: readonly Waiting<C, A>[]): Promise<void> => {
    const commands = group.map(({ command }) => command);
    try {
      const answers = await act(of, commands);
      if (answers.length !== group.length) throw new Error('a question of the group was not answered');
      answers.forEach((one, at) => group[at]?.resolve(one));
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await answer(of, [one]);
    }
  };
  return (of, command) =>
    new Promise((resolve, reject) => {
      const asked = { command, resolve, reject };
      const queue = queues.get(owner(of));
      if (queue) queue.push(asked);
      else {
        const begun = [asked];
        queues.set(owner(of), begun);
        void drain(of, begun);
      }
    });
}
