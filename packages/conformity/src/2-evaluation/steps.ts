import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { Reason } from '@assay/vocabulary/evaluation';
import { splitProvisionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';

import { provisionOf, type Catalogue } from '../0-programme/catalogue.ts';
import { reason } from '../reason.ts';
import type { Fix } from './across.ts';

/**
 * One act of the developer: the gap that it closes, and the gaps of other standards that it may help to close, each
 * through the relation of the crosswalk that leads there. Only `fix` is ever closed by it; the rest is likeness.
 */
export type Step = {
  /** The provision that names the step. */
  readonly provision: ProvisionRef;
  readonly title: string;
  /** What to do, in a line. */
  readonly todo: Reason;
  /** The gap on the provision itself; absent where no scheme that takes the product waits for it. */
  readonly fix?: Fix;
  /** Where `fix` is a question: the other gaps that turn on the same answer. */
  readonly decides: readonly Fix[];
  readonly helps: readonly Help[];
  /** Schemes in which closing `fix` alone reaches the next level as declared. */
  readonly unlocks: readonly EditionRef[];
  /** Schemes in which the answer to `fix`, a question, may reach it. */
  readonly mayUnlock: readonly EditionRef[];
  /** Schemes that wait for `fix`. */
  readonly waits: readonly EditionRef[];
  /** Schemes that wait for something that the step only helps with, and not for `fix`. */
  readonly related: readonly EditionRef[];
  /** No surer than the least sure link and the least sure finding among them. */
  readonly confidence: Confidence;
};

/** A gap of another standard, and how the provision that names the step lies to it. */
export type Help = { readonly fix: Fix } & Link;
type Link = Pick<CrosswalkPair, 'relation' | 'strength' | 'confidence'>;

type Known = {
  readonly catalogue: Catalogue;
  /** Whether the dossier meets a provision as declared. */
  readonly isMet: (provision: ProvisionRef) => boolean;
  /** Schemes that take applications. */
  readonly open: ReadonlySet<EditionRef>;
};

/**
 * Puts together the gaps that one provision speaks for through a strong or medium relation. Each gap stands in exactly
 * one step: its own, or that of the provision to which its plainest link leads. What unlocks most comes first, then
 * what serves most schemes, those that take applications before others.
 */
export function stepsOf(fixes: readonly Fix[], known: Known): readonly Step[] {
  const order = orderBy(known.open);
  const open = new Map(fixes.map((fix) => [fix.requirement, fix]));
  const linked = fixes.map((fix) => ({ fix, pair: plainest(fix.requirement, known.catalogue) }));
  const reach = Map.groupBy(linked, ({ fix, pair }) => pair?.from ?? fix.requirement);
  const heads = Map.groupBy(linked, ({ fix, pair }) => {
    // What others lead to names their step, and is no member of another one.
    if (!pair || reach.get(fix.requirement)?.some((one) => one.fix !== fix)) return fix.requirement;
    // A link of a single gap to a provision that nobody waits for joins nothing: the gap stands for itself.
    if (!open.has(pair.from) && (reach.get(pair.from)?.length ?? 0) < 2) return fix.requirement;
    return pair.from;
  });
  const steps = [...heads].map(([provision, members]) =>
    stepOf(
      provision,
      open.get(provision),
      members.flatMap(({ fix, pair }) =>
        pair && fix.requirement !== provision ? [{ fix, ...linkOf(pair) }] : [],
      ),
      known,
    ),
  );
  return [...Map.groupBy(steps, questionOf).values()].map((same) => asOne(same, order)).sort(order);
}

/** What a step asks; a step that asks nothing is like no other. */
function questionOf({ fix, provision }: Step): string {
  return fix?.kind === 'fact' ? `? ${String(fix.closes.facts['facts'])}` : provision;
}

/** Steps that one answer decides are one step, under the name of the one that serves most. */
function asOne(steps: readonly Step[], order: Order): Step {
  const [first, ...others] = [...steps].sort(order);
  if (!first) throw new Error('no step of no steps');
  const all = [first, ...others];
  const waits = union(all.map((step) => step.waits));
  return {
    ...first,
    decides: others.flatMap(({ fix }) => (fix ? [fix] : [])),
    helps: all.flatMap(({ helps }) => helps),
    mayUnlock: union(all.map((step) => step.mayUnlock)),
    waits,
    related: union(all.map((step) => step.related)).filter((scheme) => !waits.includes(scheme)),
    confidence: weakest(all.map(({ confidence }) => confidence)),
  };
}

function union(lists: readonly (readonly EditionRef[])[]): readonly EditionRef[] {
  return [...new Set(lists.flat())].sort();
}

function stepOf(provision: ProvisionRef, fix: Fix | undefined, helps: readonly Help[], known: Known): Step {
  const waits = fix?.waits ?? [];
  const { edition, id } = splitProvisionRef(provision);
  const title = fix?.title ?? provisionOf(known.catalogue, edition, id)?.title ?? provision;
  return {
    provision,
    title,
    todo: fix ? todoOf(fix, known.catalogue) : forOthers(title, known.isMet(provision)),
    ...(fix && { fix }),
    decides: [],
    helps: [...helps].sort(
      (one, other) => byPlainness(one, other) || byRef(one.fix.requirement, other.fix.requirement),
    ),
    unlocks: fix?.unlocks ?? [],
    mayUnlock: fix?.mayUnlock ?? [],
    waits,
    related: [...new Set(helps.flatMap((help) => help.fix.waits))]
      .filter((scheme) => !waits.includes(scheme))
      .sort(),
    confidence: weakest([
      ...(fix ? [fix.confidence] : []),
      ...helps.flatMap((help) => [help.confidence, help.fix.confidence]),
    ]),
  };
}

/** Nobody waits for the provision itself: what it holds serves others. */
function forOthers(title: string, isMet: boolean): Reason {
  return isMet ? reason('do-offer', { title }) : reason('do-for-several', { title });
}

/** What to do, in a line: the kind of the gap and the title of the provision. */
function todoOf({ kind, closes, title }: Fix, { facts }: Catalogue): Reason {
  switch (kind) {
    case 'fact': {
      const asked = String(closes.facts['facts']).split(', ');
      const [first = ''] = asked;
      return reason('do-answer', { question: facts.get(first)?.question ?? first, more: asked.length - 1 });
    }
    case 'statement':
      return reason('do-state', { title });
    case 'evidence':
      return closes.code === 'close-by-clear-verdict'
        ? reason('do-settle', { title })
        : reason('do-show', { title });
    case 'product':
    case 'assessment':
      return reason('do-change', { title });
  }
}

/** The plainest of the strong and medium links that lead to a requirement. */
function plainest(requirement: ProvisionRef, { crosswalk }: Catalogue): CrosswalkPair | undefined {
  return (crosswalk.get(requirement) ?? [])
    .filter(({ strength }) => strength !== 'weak')
    .sort((one, other) => byPlainness(one, other) || byRef(one.from, other.from))[0];
}

function linkOf({ relation, strength, confidence }: Link): Link {
  return { relation, strength, confidence };
}

const STRENGTH = { strong: 0, medium: 1, weak: 2 } as const;
const RELATION = { equal: 0, superset: 1, subset: 2, intersects: 3 } as const;
const SURENESS = { sure: 0, likely: 1, uncertain: 2 } as const;

function byPlainness(one: Link, other: Link): number {
  return (
    STRENGTH[one.strength] - STRENGTH[other.strength] ||
    RELATION[one.relation] - RELATION[other.relation] ||
    SURENESS[one.confidence] - SURENESS[other.confidence]
  );
}

function byRef(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

type Order = (one: Step, other: Step) => number;

/** What unlocks most, then what serves most schemes that take applications, then most of all, then what most wait for. */
function orderBy(open: ReadonlySet<EditionRef>): Order {
  const served = ({ waits, related }: Step) => [...waits, ...related];
  const servedOpen = (step: Step) => served(step).filter((scheme) => open.has(scheme)).length;
  return (one, other) =>
    other.unlocks.length - one.unlocks.length ||
    other.mayUnlock.length - one.mayUnlock.length ||
    servedOpen(other) - servedOpen(one) ||
    served(other).length - served(one).length ||
    other.waits.length - one.waits.length ||
    byRef(one.provision, other.provision);
}
