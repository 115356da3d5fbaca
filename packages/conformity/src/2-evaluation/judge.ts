import { weakest } from '@assay/vocabulary/confidence';
import type { EvidenceUse, Finding, Outcome, PartFinding, Reason } from '@assay/vocabulary/evaluation';

import { reason } from '../reason.ts';
import { applies, type Applies } from './applicability.ts';
import { marksOn, type Mark, type Submission } from './collect.ts';
import type { Demand } from './method.ts';
import { partsOf } from './parts.ts';
import type { Carry, Requirement } from './requirement.ts';
import { allOf, anyOf, bounded, eitherOf, isSatisfied, settle, type View } from './settle.ts';

export type Judged = {
  readonly finding: Finding;
  readonly ask: Applies['ask'];
  readonly marks: readonly Mark[];
};

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
    .map((carry) => ({ carry, held: applies(carry.applies, submission.dossier.facts) }))
    .filter(({ carry, held }) => carry.through !== 'part' || held.value !== 'no')
    .map(({ carry, held }) => ({ carry, held, marks: marksOn(carry, submission, demand) }));
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
      // Never better than what is declared: where a part is exempt only as declared, the two sums differ.
      assessed: isSatisfied(declared.outcome)
        ? assessed.outcome
        : allOf([declared.outcome, assessed.outcome]),
      because: explained(requirement, applicability, { declared, assessed, used }),
      parts: declared.parts,
      ...(declared.parts.length > 0 && { aggregation: aggregationOf(requirement) }),
      evidence: distinct(marks.flatMap((mark) => mark.evidence)),
      confidence: weakest([
        requirement.confidence,
        applicability.confidence,
        ...used.map((carry) => carry.confidence),
      ]),
    },
    ask: declared.outcome === 'unanswered' ? carried.flatMap(({ held }) => held.ask) : [],
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

/** Provisions that speak for the requirement, and whether each applies to the product on its own terms. */
type Carried = { readonly carry: Carry; readonly held: Applies; readonly marks: readonly Mark[] };
type Overall = {
  readonly outcome: Outcome;
  readonly parts: readonly PartFinding[];
  readonly why: readonly Reason[];
};

/**
 * Two ways to show a requirement: on the provision itself (or what it was renumbered or restated as), or on every
 * piece of a split. Either will do; what speaks against it on one way is not mended by the other. A piece that may not
 * apply and is not met leaves the whole open until somebody answers whether it does.
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
  const split = pieces.map((piece) => ({ ...one(requirement, [piece], submission, view), held: piece.held }));
  const outcomes = split.map(({ outcome, held }) =>
    held.value === 'unknown' && !isSatisfied(outcome) ? 'unanswered' : outcome,
  );
  return {
    outcome: eitherOf(own.outcome, allOf(outcomes)),
    parts: byPart([own, ...split].flatMap(({ parts }) => parts)),
    why: [own, ...split].flatMap(({ why }) => why),
  };
}

/** Each part once, with the worst that any way found for it and the reasons of all. */
function byPart(findings: readonly PartFinding[]): readonly PartFinding[] {
  const names = [...new Set(findings.map(({ part }) => part))];
  return names.map((part) => {
    const same = findings.filter((finding) => finding.part === part && finding.because.because.length > 0);
    const outcome = allOf(same.map((finding) => finding.outcome));
    return {
      part,
      outcome,
      because: reason(
        `part-${outcome}`,
        { part },
        same.flatMap(({ because }) => because.because),
      ),
    };
  });
}

function one(
  requirement: Requirement,
  carried: readonly Carried[],
  submission: Submission,
  view: View,
): Overall {
  const marks = carried.flatMap((each) => each.marks);
  const parts = partsOf(
    requirement,
    carried.map(({ carry }) => carry),
    submission.dossier,
  );
  const whole = settle(
    marks.filter((mark) => mark.part === undefined || isStrayFault(mark, parts)),
    view,
    requirement.justifiedNotApplicable,
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

/** A failing or open word about something the requirement is not judged by part for is not lost: it is about the whole. */
function isStrayFault(mark: Mark, parts: readonly string[]): boolean {
  if (mark.leaning !== 'unfavourable' && mark.leaning !== 'inconclusive') return false;
  return mark.part !== undefined && !parts.includes(mark.part);
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

function aggregationOf(requirement: Requirement): 'all' | 'any' {
  return requirement.provision.scope === 'some-components' ? 'any' : 'all';
}

type Found = { readonly declared: Overall; readonly assessed: Overall; readonly used: readonly Carry[] };

function explained(
  requirement: Requirement,
  applicability: Applies,
  { declared, assessed, used }: Found,
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

function distinct(uses: readonly EvidenceUse[]): readonly EvidenceUse[] {
  return [...new Map(uses.map((use) => [`${use.id} ${use.from}`, use])).values()];
}
