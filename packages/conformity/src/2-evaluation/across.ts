import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { Evaluation, Gap, Reason } from '@assay/vocabulary/evaluation';
import { editionRef, splitProvisionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedBody } from '@assay/vocabulary/programme';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { standardProfile } from '../0-programme/standard-profile.ts';
import { inScope, type OutOfScope } from '../1-application/scope.ts';
import type { Submission } from './collect.ts';
import { explain } from './compiled/explain.ts';
import { hear, type Heard } from './compiled/heard.ts';
import { stepsOf, type Step } from './steps.ts';

/** One scheme's answer to the dossier, asked for the level after the one that is reached as declared. */
export type SchemeAnswer = {
  readonly scheme: EditionRef;
  readonly status: SchemeEdition['status'];
  readonly highest: number;
  readonly evaluation: Evaluation;
  /** Facts that decide whether the scheme takes the product at all and that nobody has answered. */
  readonly scopeOpen: readonly string[];
};

/**
 * One thing to do, the schemes that wait for it, and those in which it alone is missing for the next level. A scheme that
 * takes no applications waits, but nothing can be unlocked in it.
 */
export type Fix = {
  readonly requirement: ProvisionRef;
  readonly title: string;
  readonly kind: Gap['kind'];
  readonly closes: Reason;
  readonly waits: readonly EditionRef[];
  readonly unlocks: readonly EditionRef[];
  /** Schemes in which it alone is missing too, but is a question: whether the answer reaches the level, nobody knows yet. */
  readonly mayUnlock: readonly EditionRef[];
  /** What the dossier shows elsewhere and could be offered as evidence here; it settles nothing by itself. */
  readonly offers: readonly Offer[];
  /** How well the rows behind the requirement are known, in the scheme where least. */
  readonly confidence: Confidence;
};

/** A provision of another standard that is met as declared, and how it lies to the one that is missing. */
export type Offer = Pick<CrosswalkPair, 'from' | 'relation' | 'strength' | 'confidence'>;

export type Across = {
  readonly answers: readonly SchemeAnswer[];
  readonly outOfScope: readonly { readonly scheme: EditionRef; readonly grounds: OutOfScope['grounds'] }[];
  /** The cheapest next steps first: by the levels they unlock, then by the schemes that wait for them, open ones before others. */
  readonly fixes: readonly Fix[];
  /** The same gaps put together where one act may serve several; each in exactly one step. */
  readonly steps: readonly Step[];
};

export type AcrossInput = {
  readonly schemes: readonly SchemeEdition[];
  readonly catalogue: Catalogue;
  readonly submission: Submission;
  readonly bodies: readonly RecognisedBody[];
  readonly asOf: CalendarDate;
};

/** Judges one dossier against several schemes in one pass and finds the gaps that they share. */
export function gapAcross(asked: AcrossInput): Across {
  const input: Hearing = { ...asked, heard: hear(asked.catalogue, asked.submission) };
  const scoped = input.schemes.map((scheme) => ({
    scheme,
    scope: inScope(scheme, input.submission.dossier),
  }));
  const answers = scoped.flatMap(({ scheme, scope }) =>
    scope.ok ? [answerOf(input, scheme, scope.value.ask)] : [],
  );
  const isMet = metIn(input);
  const fixes = fixesOf(answers, offersIn(input, isMet));
  return {
    answers,
    outOfScope: scoped.flatMap(({ scheme, scope }) =>
      scope.ok ? [] : [{ scheme: editionRef(scheme.id, scheme.edition), grounds: scope.refusal.grounds }],
    ),
    fixes,
    steps: stepsOf(fixes, {
      catalogue: input.catalogue,
      isMet,
      open: new Set(answers.filter(({ status }) => status === 'open').map(({ scheme }) => scheme)),
    }),
  };
}

/** The submission is read once for all schemes. */
type Hearing = AcrossInput & { readonly heard: Heard };

function answerOf(input: Hearing, scheme: SchemeEdition, scopeOpen: readonly string[]): SchemeAnswer {
  const highest = Math.max(...scheme.levels.map((level) => level.rank));
  const { catalogue, submission, bodies, asOf, heard } = input;
  const asking = (asked: number) => explain({ scheme, catalogue, submission, bodies, asOf, asked }, heard);
  const first = asking(1);
  const next = Math.min(first.level.declared + 1, highest);
  const ref = editionRef(scheme.id, scheme.edition);
  return {
    scheme: ref,
    status: scheme.status,
    highest,
    evaluation: next === 1 ? first : asking(next),
    scopeOpen,
  };
}

/** Gaps on the same provision are one thing to do; what only awaits the level's assessment is nothing for the maker. */
function fixesOf(
  answers: readonly SchemeAnswer[],
  offersFor: (requirement: ProvisionRef) => readonly Offer[],
): readonly Fix[] {
  const open = answers.map(({ scheme, status, evaluation }) => ({
    scheme,
    takes: status === 'open',
    gaps: evaluation.gaps.filter(({ kind }) => kind !== 'assessment'),
    marks: new Map(evaluation.findings.map(({ requirement, confidence }) => [requirement, confidence])),
  }));
  const taking = new Set(open.filter(({ takes }) => takes).map(({ scheme }) => scheme));
  const openOf = ({ waits }: Fix) => waits.filter((scheme) => taking.has(scheme)).length;
  const byRequirement = Map.groupBy(
    open.flatMap(({ scheme, takes, gaps, marks }) =>
      gaps.map((gap) => {
        const confidence = marks.get(gap.requirement) ?? 'uncertain';
        return { scheme, gap, alone: takes && gaps.length === 1, confidence };
      }),
    ),
    ({ gap }) => gap.requirement,
  );
  return [...byRequirement]
    .flatMap(([requirement, same]) => {
      const [first] = same;
      if (!first) return [];
      const { title, kind, closes } = first.gap;
      const alone = same.filter((one) => one.alone).map(({ scheme }) => scheme);
      const [unlocks, mayUnlock] = kind === 'fact' ? [[], alone] : [alone, []];
      const waits = same.map(({ scheme }) => scheme);
      const confidence = weakest(same.map((one) => one.confidence));
      return [
        {
          ...{ requirement, title, kind, closes, waits, unlocks, mayUnlock },
          ...{ offers: offersFor(requirement), confidence },
        },
      ];
    })
    .sort(
      (one, other) =>
        other.unlocks.length - one.unlocks.length ||
        other.mayUnlock.length - one.mayUnlock.length ||
        openOf(other) - openOf(one) ||
        other.waits.length - one.waits.length ||
        one.requirement.localeCompare(other.requirement, 'en', { numeric: true }),
    );
}

/**
 * Evidence crosses between standards as an offer, never as a verdict: what is met on one side is named on the other, with
 * the relation that leads there.
 */
function offersIn(
  { catalogue }: AcrossInput,
  isMet: (provision: ProvisionRef) => boolean,
): (to: ProvisionRef) => readonly Offer[] {
  return (to) =>
    (catalogue.crosswalk.get(to) ?? [])
      .filter(({ from }) => isMet(from))
      .map(({ from, relation, strength, confidence }) => ({ from, relation, strength, confidence }));
}

/** Whether a provision is met as declared, its standard judged by itself when it is first asked about. */
function metIn({
  catalogue,
  submission,
  bodies,
  asOf,
  heard,
}: Hearing): (provision: ProvisionRef) => boolean {
  const known = new Map<EditionRef, ReadonlySet<ProvisionRef>>();
  return (provision) => {
    const { edition } = splitProvisionRef(provision);
    let met = known.get(edition);
    if (!met) {
      const standard = catalogue.standards.get(edition);
      const scheme = standard && standardProfile(standard);
      const findings = scheme
        ? explain({ scheme, catalogue, submission, bodies, asOf, asked: 2 }, heard).findings
        : [];
      met = new Set(
        findings.filter(({ outcome }) => outcome === 'met').map(({ requirement }) => requirement),
      );
      known.set(edition, met);
    }
    return met.has(provision);
  };
}
