import type { Fate } from '@assay/conformity/0-programme/simulate';
import type { Simulated } from '@assay/office/0-programme/simulate-population';

/** What a label's fate is called where people read it. */
export const STANDINGS: readonly (readonly [Fate['standing'], string])[] = [
  ['keeps', 'keeps its label'],
  ['lapses', 'LAPSES'],
  ['ended', 'ended already'],
  ['holds-none', 'holds no label'],
];

/** `3 keep their labels, 1 lapses`: each standing that occurs, then what could not be read. */
export function tally({ products, unreadable }: Simulated): string {
  const counted = STANDINGS.map(([standing, word]) => {
    const count = products.filter(({ fate }) => fate.standing === standing).length;
    return `${word.toLowerCase()}: ${String(count)}`;
  });
  return [...counted, `could not be read: ${String(unreadable.length)}`].join('; ');
}

/** From which day a label no longer holds, and by which rule. No day is named that no rule fixes. */
export function ending({ ends }: Fate): string {
  if (!ends) return '';
  const { on, latest, by } = ends;
  if (on !== undefined) return `from ${on} (${by === 'grace' ? 'end of the grace' : 'end of its own term'})`;
  return `date not fixed by the rules${latest === undefined ? '' : `; at the latest from ${latest} (end of its own term)`}`;
}

/** How long labels of the edition before may be relied on. */
export function graceSaid({ grace, inForce }: Simulated): string {
  const mark = grace.confidence === 'sure' ? '' : ` [${grace.confidence}]`;
  if (grace.on !== undefined) return `in force from ${inForce}; grace ends on ${grace.on}${mark}`;
  const why = grace.setting === undefined ? 'the scheme states none' : `${grace.setting} is not set`;
  return `in force from ${inForce}; the end of the grace is not fixed by the rules (${why})${mark}`;
}

const HELD_BY: Readonly<Record<Fate['held']['by'], string>> = {
  stated: 'stated',
  assumed: 'assumed by --level',
  reached: 'not stated: the level reached under the edition before',
};

export function heldSaid({ held }: Fate): string {
  return held.level === 0 ? 'none' : `level ${String(held.level)} (${HELD_BY[held.by]})`;
}

/** What bears on the whole label beside its requirements. */
export function remarks(fate: Fate): readonly string[] {
  return fate.shortAlready ? ['The level held is not reached under the edition before either.'] : [];
}
