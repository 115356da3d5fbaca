import { weakest } from '@assay/vocabulary/confidence';
import type {
  Evaluation,
  EvidenceUse,
  Finding,
  Outcome,
  PartFinding,
  Reason,
} from '@assay/vocabulary/evaluation';

import { reason } from '../reason.ts';
import { applies, type Applies } from './applicability.ts';
import { marksOn, type Mark, type Submission } from './collect.ts';
import type { Demand } from './method.ts';
import { partsOf } from './parts.ts';
import type { Carry, Requirement } from './requirement.ts';

export type Judged = {
  readonly finding: Finding;
  readonly ask: Applies['ask'];
  readonly marks: readonly Mark[];
};
type View = 'declared' | 'assessed';
type Verdict = { readonly outcome: Outcome; readonly marks: readonly Mark[] };

/** Judges one requirement on a submission: does it apply, what was said about it and its parts, and what follows. */
export function judge(requirement: Requirement, submission: Submission, demand: Demand): Judged {
  const applicability = applies(requirement.applies, submission.dossier.facts);
  const settled =
    applicability.value === 'no'
      ? 'not-applicable'
      : applicability.value === 'unknown'
        ? 'unanswered'
        : undefined;
  if (settled)
    return { finding: unjudged(requirement, applicability, settled), ask: applicability.ask, marks: [] };

  const carried = requirement.carries
    .filter(
      (carry) =>
        carry.through === 'direct' || applies(carry.applies, submission.dossier.facts).value !== 'no',
    )
    .map((carry) => ({ carry, marks: marksOn(carry, submission, demand) }));
  const declared = overall(requirement, carried, submission, 'declared');
  const assessed = overall(requirement, carried, submission, 'assessed');
  const marks = carried.flatMap((one) => one.marks);
  const used = carried.filter((one) => one.marks.length > 0).map((one) => one.carry);
  return {
    finding: {
      requirement: requirement.ref,
      title: requirement.provision.title,
      level: requirement.level,
      outcome: declared.outcome,
      assessed: assessed.outcome,
      because: explained(requirement, applicability, declared, assessed, used),
      parts: declared.parts,
      ...(declared.parts.length > 0 && { aggregation: aggregationOf(requirement) }),
      evidence: distinct(marks.flatMap((mark) => mark.evidence)),
      confidence: weakest([
        requirement.confidence,
        applicability.confidence,
        ...used.map((carry) => carry.confidence),
      ]),
    },
    ask: [],
    marks,
  };
}

function unjudged(
  requirement: Requirement,
  applicability: Applies,
  outcome: 'not-applicable' | 'unanswered',
): Finding {
  return {
    requirement: requirement.ref,
    title: requirement.provision.title,
    level: requirement.level,
    outcome,
    assessed: outcome,
    because: reason(outcome, { requirement: requirement.ref }, [applicability.why]),
    parts: [],
    evidence: [],
    confidence: weakest([requirement.confidence, applicability.confidence]),
  };
}

type Carried = { readonly carry: Carry; readonly marks: readonly Mark[] };
type Overall = {
  readonly outcome: Outcome;
  readonly parts: readonly PartFinding[];
  readonly why: readonly Reason[];
};

/**
 * Two ways to show a requirement: on the provision itself (or what it was renumbered or restated as), or on every
 * piece of a split. Either will do; what speaks against it on one way is not mended by the other.
 */
function overall(
  requirement: Requirement,
  carried: readonly Carried[],
  submission: Submission,
  view: View,
): Overall {
  const pieces = carried.filter(({ carry }) => carry.through === 'part');
  const own = one(
    requirement,
    carried.filter(({ carry }) => carry.through !== 'part'),
    submission,
    view,
  );
  if (pieces.length === 0) return own;
  const split = pieces.map((piece) => one(requirement, [piece], submission, view));
  return {
    outcome: eitherOf(own.outcome, allOf(split.map(({ outcome }) => outcome))),
    parts: [own, ...split].flatMap(({ parts }) => parts),
    why: [own, ...split].flatMap(({ why }) => why),
  };
}

function one(
  requirement: Requirement,
  carried: readonly Carried[],
  submission: Submission,
  view: View,
): Overall {
  const marks = carried.flatMap((each) => each.marks);
  const whole = settle(
    marks.filter((mark) => mark.part === undefined),
    view,
    requirement.justifiedNotApplicable,
  );
  const parts = partsOf(
    requirement,
    carried.map(({ carry }) => carry),
    submission.dossier,
  );
  if (parts.length === 0)
    return { outcome: whole.outcome, parts: [], why: whole.marks.map((mark) => mark.why) };
  const findings = parts.map((part) => ({
    part,
    ...settle(marksOnPart(marks, part), view, partMayBeExempt(requirement)),
  }));
  const summed = aggregationOf(requirement) === 'any' ? anyOf : allOf;
  const outcome = bounded(whole.outcome, summed(findings.map((finding) => finding.outcome)));
  return {
    outcome,
    parts: findings.map(({ part, outcome: partOutcome, marks: partMarks }) => ({
      part,
      outcome: partOutcome,
      because: reason(
        `part-${partOutcome}`,
        { part },
        partMarks.map((mark) => mark.why),
      ),
    })),
    why: whole.marks.map((mark) => mark.why),
  };
}

/** What each source says of the part itself, or else of the whole. */
function marksOnPart(marks: readonly Mark[], part: string): readonly Mark[] {
  const specific = marks.filter((mark) => mark.part === part);
  const spoken = new Set(specific.map((mark) => mark.source));
  return [...specific, ...marks.filter((mark) => mark.part === undefined && !spoken.has(mark.source))];
}

/** Rows of a table may lie outside a provision, and components where it says so; "each component" means each. */
function partMayBeExempt(requirement: Requirement): boolean {
  const { scope } = requirement.provision;
  return requirement.justifiedNotApplicable || (scope !== 'each-component' && scope !== 'some-components');
}

/** The worst word wins: one unfavourable mark outweighs any number of favourable ones. */
function settle(marks: readonly Mark[], view: View, mayBeExempt: boolean): Verdict {
  if (marks.some((mark) => mark.leaning === 'unfavourable')) return { outcome: 'not-met', marks };
  if (marks.some((mark) => mark.leaning === 'inconclusive')) return { outcome: 'inconclusive', marks };
  const favourable = marks.filter((mark) => mark.leaning === 'favourable');
  if (favourable.some((mark) => (view === 'declared' ? mark.counts : mark.assessed)))
    return { outcome: 'met', marks };
  const claims = marks.filter((mark) => mark.leaning === 'claims-not-applicable');
  if (claims.length > 0 && favourable.length === 0) {
    if (!mayBeExempt) return { outcome: 'inconclusive', marks };
    const accepted = view === 'declared' || claims.some((mark) => mark.assessed);
    return { outcome: accepted ? 'not-applicable' : 'no-evidence', marks };
  }
  return { outcome: 'no-evidence', marks };
}

function aggregationOf(requirement: Requirement): 'all' | 'any' {
  return requirement.provision.scope === 'some-components' ? 'any' : 'all';
}

const WORST_FIRST: readonly Outcome[] = [
  'not-met',
  'inconclusive',
  'unanswered',
  'no-evidence',
  'met',
  'not-applicable',
];

function allOf(outcomes: readonly Outcome[]): Outcome {
  return WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? 'no-evidence';
}

/** The better of two ways, unless one of them speaks against it. */
function eitherOf(one: Outcome, other: Outcome): Outcome {
  const bad = allOf([one, other]);
  if (bad === 'not-met' || bad === 'inconclusive') return bad;
  return one === 'met' || other === 'met' ? 'met' : one === 'no-evidence' ? other : one;
}

function anyOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('met')) return 'met';
  const open = outcomes.filter(
    (outcome) => outcome === 'inconclusive' || outcome === 'no-evidence' || outcome === 'unanswered',
  );
  if (open.length > 0) return allOf(open);
  return allOf(outcomes);
}

/**
 * A failing or unsettled word about the whole stands, however well the parts do; a good one does not mend a bad
 * part. Where every part is exempt, only a word about the whole can settle it.
 */
function bounded(whole: Outcome, parts: Outcome): Outcome {
  if (parts === 'not-applicable') return whole;
  return whole === 'not-met' || whole === 'inconclusive' ? allOf([whole, parts]) : parts;
}

function explained(
  requirement: Requirement,
  applicability: Applies,
  declared: Overall,
  assessed: Overall,
  used: readonly Carry[],
): Reason {
  const carries = used
    .filter((carry) => carry.through !== 'direct')
    .map((carry) => reason(`carried-${carry.through}`, { from: carry.ref, change: carry.change }));
  const owed =
    isSatisfied(declared.outcome) && !isSatisfied(assessed.outcome)
      ? [reason('method-owed', methodFacts(requirement))]
      : [];
  return reason(declared.outcome, { requirement: requirement.ref }, [
    applicability.why,
    ...declared.why,
    ...carries,
    ...owed,
  ]);
}

/** What a level asks of the way in which a requirement is assessed. */
export function methodFacts(requirement: Requirement): Reason['facts'] {
  const { activity, party, competence } = requirement.method;
  return { activity, party, competence };
}

/** Whether an outcome lets a level be reached. */
export function isSatisfied(outcome: Evaluation['findings'][number]['outcome']): boolean {
  return outcome === 'met' || outcome === 'not-applicable';
}

function distinct(uses: readonly EvidenceUse[]): readonly EvidenceUse[] {
  return [...new Map(uses.map((use) => [`${use.id} ${use.from}`, use])).values()];
}
