import type { Confidence } from './confidence.ts';
import type { FactId } from './condition.ts';
import type { Digest, EditionRef, ProvisionRef } from './ids.ts';
import type { CalendarDate } from './instant.ts';
import type { Fact } from './facts.ts';

/** What is known about one requirement. Ignorance is never failure and never success. */
export type Outcome = 'met' | 'not-met' | 'not-applicable' | 'no-evidence' | 'inconclusive' | 'unanswered';

/**
 * Why: a code with facts, and the reasons below it. The sentence is made from `texts/<lang>.yaml` at the door,
 * so a tree can be tested by its codes and read in any language.
 */
export type Reason = {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly because: readonly Reason[];
};

/** What was found for one part: a component or an IXIT row. */
export type PartFinding = { readonly part: string; readonly outcome: Outcome; readonly because: Reason };

/** The word between collecting, judging and weighing: one requirement, one outcome, its parts and its why. */
export type Finding = {
  readonly requirement: ProvisionRef;
  readonly title: string;
  /** Level at which the scheme first asks for it. */
  readonly level: number;
  /** Statements and evidence taken at face value. */
  readonly outcome: Outcome;
  /** Counting only what meets the method of its level. */
  readonly assessed: Outcome;
  readonly because: Reason;
  readonly parts: readonly PartFinding[];
  /** How parts were put together; absent where there are none. */
  readonly aggregation?: 'all' | 'any';
  readonly evidence: readonly EvidenceUse[];
  readonly confidence: Confidence;
};

/** A document that the finding rests on, and through which relation it speaks for the requirement. */
export type EvidenceUse = {
  readonly id: string;
  readonly kind: string;
  readonly digest?: Digest;
  readonly through: 'direct' | 'same' | 'restated' | 'part';
  readonly from: ProvisionRef;
};

/** What is missing for a level, and what would close it. */
export type Gap = {
  readonly requirement: ProvisionRef;
  readonly title: string;
  readonly kind: 'fact' | 'statement' | 'evidence' | 'product' | 'assessment';
  readonly level: number;
  readonly closes: Reason;
};

export type Question = { readonly fact: FactId; readonly question: Fact['question']; readonly why: string };

export type Counts = {
  readonly met: number;
  readonly notMet: number;
  readonly notApplicable: number;
  readonly noEvidence: number;
  readonly inconclusive: number;
  readonly unanswered: number;
};

/** As declared: statements and evidence at face value. As assessed: only what meets each level's method. */
export type LevelReached = { readonly declared: number; readonly assessed: number };

/** One dossier judged against one scheme edition. The same inputs always give the same evaluation. */
export type Evaluation = {
  readonly scheme: string;
  readonly edition: string;
  readonly asOf: CalendarDate;
  /** Levels from 0; a binary scheme has 0 and 1. */
  readonly level: LevelReached & { readonly asked: number };
  /** Where a scheme sorts products into classes: the class of this one. */
  readonly productClass?: string;
  /** Where levels are reached principle by principle: the level of each; the whole is the lowest of them. */
  readonly principles?: readonly (LevelReached & { readonly principle: string })[];
  /** Of `outcome` over the findings up to the level asked. */
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly questions: readonly Question[];
  readonly rules: EditionRef;
};
