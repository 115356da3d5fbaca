/** A step of a directed graph, with what the step stands for. */
export type Step<T> = { readonly from: string; readonly to: string; readonly by: T };

/** A way that ends where it began, step by step. */
export type Cycle<T> = readonly Step<T>[];

/**
 * Cycles such that each step that `counts` and can come back to its beginning is part of one: the shortest way back for
 * the first step that no earlier cycle holds, and so on. Steps that do not count may carry a cycle along, never make one.
 */
export function cyclesOf<T>(
  steps: readonly Step<T>[],
  counts: (step: Step<T>) => boolean = () => true,
): readonly Cycle<T>[] {
  const onward = Map.groupBy(steps, ({ from }) => from);
  const told = new Set<Step<T>>();
  return steps.filter(counts).flatMap((step) => {
    const back = told.has(step) ? undefined : shortest(step.to, step.from, onward);
    if (!back) return [];
    const cycle = [step, ...back];
    for (const one of cycle) told.add(one);
    return [cycle];
  });
}

/** The fewest steps from one place to another, breadth first; none where it is the same place. */
function shortest<T>(
  start: string,
  goal: string,
  onward: ReadonlyMap<string, readonly Step<T>[]>,
): readonly Step<T>[] | undefined {
  if (start === goal) return [];
  const came = new Map<string, Step<T>>();
  const queue = [start];
  for (let place = queue.shift(); place !== undefined; place = queue.shift())
    for (const step of onward.get(place) ?? []) {
      if (step.to === start || came.has(step.to)) continue;
      came.set(step.to, step);
      if (step.to === goal) return wayTo(goal, start, came);
      queue.push(step.to);
    }
  return undefined;
}

function wayTo<T>(goal: string, start: string, came: ReadonlyMap<string, Step<T>>): readonly Step<T>[] {
  const way: Step<T>[] = [];
  for (let step = came.get(goal); step; step = step.from === start ? undefined : came.get(step.from))
    way.unshift(step);
  return way;
}
