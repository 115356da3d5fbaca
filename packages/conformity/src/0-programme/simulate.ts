import type { Gap, LevelReached, Question, Reason } from '@assay/vocabulary/evaluation';
import { addDays, type CalendarDate } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { inScope } from '../1-application/scope.ts';
import type { Submission } from '../2-evaluation/collect.ts';
import type { View } from '../2-evaluation/settle.ts';
import { graceOf, type Grace } from '../7-surveillance/grace.ts';

/** What judging says of one submission: all that a simulation needs, so that any judge that agrees will do. */
export type Judgement = {
  readonly level: LevelReached;
  readonly gaps: readonly Gap[];
  readonly questions: readonly Question[];
};
export type Judge = (scheme: SchemeEdition, submission: Submission, asked: number) => Judgement;

/** The label that a product holds. `stated`: its holder says so; `assumed`: whoever asks says so; `reached`: nobody does. */
export type Held = {
  readonly level: number;
  /** The last day on which it is valid. */
  readonly validUntil?: CalendarDate;
  readonly by: 'stated' | 'assumed' | 'reached';
};

/**
 * When a label ends. `on` is the first day without it; absent where no rule fixes that day: then it ends `latest` on
 * the first day after its own term, where that is known.
 */
export type LabelEnd = {
  readonly on?: CalendarDate;
  readonly latest?: CalendarDate;
  readonly by: 'grace' | 'own-term' | 'not-fixed';
};

/** What a new edition makes of one label. */
export type Fate = {
  /** `ended`: its own term is over already; `holds-none`: there is nothing to lose. */
  readonly standing: 'keeps' | 'lapses' | 'ended' | 'holds-none';
  readonly held: Held;
  /** The level reached under the new edition; absent where there is no label to judge for. */
  readonly reached?: number;
  /** Whether the level held is not even reached under the edition before: then the change is not what breaks it. */
  readonly shortAlready: boolean;
  readonly ends?: LabelEnd;
  /** What is missing for the level held: open under the new edition, and assessments that the one before did not ask. */
  readonly owes: readonly Gap[];
  readonly questions: readonly Question[];
  /** Facts that decide whether the new edition takes the product at all, and that nobody has answered. */
  readonly scopeOpen: readonly string[];
  /** Why the new edition does not take the product. */
  readonly outside: readonly Reason[];
};

export type Simulated = {
  readonly next: SchemeEdition;
  /** The edition under which the label is held, where there is one to compare with. */
  readonly was: SchemeEdition | undefined;
  readonly submission: Submission;
  /** What the product holds; absent: what it reaches under the edition before. */
  readonly held: Held | undefined;
  readonly asOf: CalendarDate;
  readonly view: View;
  readonly judge: Judge;
};

/** What becomes of one product's label when a new edition comes into force. */
export function simulate(input: Simulated): Fate {
  const { next, was, submission, asOf, view, judge } = input;
  const top = was === undefined ? 0 : highest(was);
  const held = input.held ?? reachedUnder(input, top);
  const nothing = { held, shortAlready: false, owes: [], questions: [], scopeOpen: [], outside: [] };
  if (held.level === 0) return { standing: 'holds-none', ...nothing };
  if (held.validUntil !== undefined && held.validUntil < asOf) return { standing: 'ended', ...nothing };
  const scope = inScope(next, submission.dossier);
  const then = judge(next, submission, Math.min(held.level, highest(next)));
  const before = was && judge(was, submission, Math.min(held.level, top));
  const reached = scope.ok ? then.level[view] : 0;
  const lapses = reached < held.level;
  return {
    standing: lapses ? 'lapses' : 'keeps',
    held,
    reached,
    shortAlready: lapses && before !== undefined && before.level[view] < held.level,
    ...(lapses && { ends: endOf(was === next ? NO_GRACE : graceOf(next), held.validUntil) }),
    owes: owed(then.gaps, before?.gaps ?? [], view),
    questions: then.questions,
    scopeOpen: scope.ok ? scope.value.ask : [],
    outside: scope.ok ? [] : scope.refusal.grounds,
  };
}

function reachedUnder({ was, submission, view, judge }: Simulated, top: number): Held {
  return { level: was ? judge(was, submission, top).level[view] : 0, by: 'reached' };
}

function highest({ levels }: SchemeEdition): number {
  return Math.max(0, ...levels.map(({ rank }) => rank));
}

/** A label of the very edition is not ended by it: no grace is running. */
const NO_GRACE: Grace = { confidence: 'sure' };

/** Whichever comes first: the end of the grace or that of the label's own term. */
function endOf({ on }: Grace, validUntil: CalendarDate | undefined): LabelEnd {
  const own = validUntil && addDays(validUntil, 1);
  if (on === undefined) return { by: 'not-fixed', ...(own && { latest: own }) };
  return own !== undefined && own < on ? { on: own, by: 'own-term' } : { on, by: 'grace' };
}

/** At face value an assessment that was owed before is no news; as assessed every one of them counts. */
function owed(then: readonly Gap[], before: readonly Gap[], view: View): readonly Gap[] {
  if (view === 'assessed') return then;
  const known = new Set(before.filter(({ kind }) => kind === 'assessment').map(assessment));
  return then.filter((gap) => gap.kind !== 'assessment' || !known.has(assessment(gap)));
}

function assessment({ requirement, closes }: Gap): string {
  return JSON.stringify([requirement, closes.facts]);
}
