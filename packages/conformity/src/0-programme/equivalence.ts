import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import { editionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { EquivalencePolicy } from '@assay/vocabulary/recognition';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { requirementsOf, type Requirement } from '../2-evaluation/requirement.ts';
import { reason } from '../reason.ts';
import type { Catalogue } from './catalogue.ts';
import {
  endsOf,
  knownOf,
  publicationGaps,
  scopeGaps,
  surveillanceGaps,
  validityGaps,
  type SchemePair,
} from './compare-schemes.ts';
import { coverOf, type Cover, type Extent } from './cover.ts';
import { gapsOf, testCasesFor, type Dimension, type EquivalenceGap, type Must } from './equivalence-gap.ts';
import { relationsIn, type Relations } from './relation.ts';

/** One level of one edition of a scheme. */
export type SchemeLevel = { readonly scheme: SchemeEdition; readonly level: number };

export type Verdict = 'equivalent' | 'with-conditions' | 'not';

/** How far a label of the source does what one of the target does. A technical proposal, never a decision to recognise. */
export type Equivalence = {
  readonly source: { readonly scheme: EditionRef; readonly level: number };
  readonly target: { readonly scheme: EditionRef; readonly level: number };
  readonly category: string | undefined;
  readonly verdict: Verdict;
  /** No surer than the least sure of all that the verdict rests on. */
  readonly confidence: Confidence;
  readonly dimensions: readonly DimensionResult[];
  readonly covers: readonly Cover[];
  readonly counts: Readonly<Record<Extent, number>> & { readonly asked: number };
  readonly gaps: readonly EquivalenceGap[];
  /** The highest target level that nothing blocks, and the lowest source level that reaches it; 0: none is reached. */
  readonly recognised: { readonly level: number; readonly from: number };
  /** When what is recognised would end: with the source's label at the latest. */
  readonly ends: { readonly withSupport: boolean; readonly months: number | 'unset' | undefined };
};

export type DimensionResult = {
  readonly dimension: Dimension;
  readonly gaps: number;
  readonly blocking: number;
  readonly confidence: Confidence;
};

/** Compares levels of the schemes of one catalogue; what is found on the way is kept for the next question. */
export type Comparison = (source: SchemeLevel, target: SchemeLevel, category?: string) => Equivalence;

/** Everything that comparing the schemes of a catalogue needs, worked out as it is asked for. */
export function comparisonIn(catalogue: Catalogue, policy: EquivalencePolicy): Comparison {
  const tools = toolsFor(catalogue, policy);
  return (source, target, category) => {
    const pair = { source: source.scheme, target: target.scheme, category };
    const here = oneWay(source.level, target.level, pair, tools);
    const level = highestReached(source.level, pair, tools);
    const from =
      ranksOf(source.scheme).find((rank) => rank <= source.level && isReached(rank, level, pair, tools)) ?? 0;
    return { ...here, recognised: { level, from: level === 0 ? 0 : from } };
  };
}

/** The ranks of a scheme, lowest first. */
export function ranksOf({ levels }: SchemeEdition): readonly number[] {
  return levels.map(({ rank }) => rank).sort((one, other) => one - other);
}

function highestReached(level: number, pair: SchemePair, tools: Tools): number {
  return ranksOf(pair.target).findLast((rank) => isReached(level, rank, pair, tools)) ?? 0;
}

function isReached(source: number, target: number, pair: SchemePair, tools: Tools): boolean {
  return oneWay(source, target, pair, tools).verdict !== 'not';
}

type OneWay = Omit<Equivalence, 'recognised'>;

type Tools = {
  readonly policy: EquivalencePolicy;
  readonly coversOf: (pair: SchemePair, level: number) => readonly Judged[];
  readonly wholes: (pair: SchemePair) => readonly EquivalenceGap[];
  readonly known: Map<string, OneWay>;
};

type Judged = { readonly cover: Cover; readonly gaps: readonly EquivalenceGap[] };

function toolsFor(catalogue: Catalogue, policy: EquivalencePolicy): Tools {
  const relations = relationsIn(catalogue);
  const must = mustPoints(policy, relations);
  const asked = kept(
    (scheme: SchemeEdition, category: string) => requirementsOf(scheme, catalogue, category),
    (scheme, category) => `${editionRef(scheme.id, scheme.edition)} ${category}`,
  );
  const judged = ({ source, target, category = ANY_OTHER }: SchemePair, level: number) => {
    const held = asked(source, category).filter((one) => one.level <= level);
    const means = {
      source: new Map<ProvisionRef, Requirement>(held.map((one) => [one.ref, one])),
      relations,
      closable: policy.limits.closable.activity,
    };
    return asked(target, category).map((requirement): Judged => {
      const cover = coverOf(requirement, means);
      const isOpen = cover.extent !== 'whole' || cover.weaker.length > 0;
      const testCases = isOpen ? testCasesFor(requirement.ref, catalogue, relations) : [];
      return { cover, gaps: gapsOf(cover, must(requirement.ref), testCases) };
    });
  };
  return {
    policy,
    coversOf: kept(judged, (pair, level) => `${nameOf(pair)} ${String(level)}`),
    wholes: kept(
      (pair: SchemePair) => [
        ...scopeGaps(pair),
        ...validityGaps(pair),
        ...surveillanceGaps(pair, policy),
        ...publicationGaps(pair),
      ],
      nameOf,
    ),
    known: new Map(),
  };
}

/** The category of a product that no rule names. */
const ANY_OTHER = 'any-other';

function nameOf({ source, target, category = '' }: SchemePair): string {
  return `${[source, target].map(({ id, edition }) => editionRef(id, edition)).join(' ')} ${category}`;
}

function kept<A extends readonly unknown[], R>(
  make: (...args: A) => R,
  key: (...args: A) => string,
): (...args: A) => R {
  const known = new Map<string, R>();
  return (...args) => {
    const name = key(...args);
    const found = known.get(name) ?? make(...args);
    known.set(name, found);
    return found;
  };
}

/** What the policy says of a requirement that is one of its points; absent where it is none. */
function mustPoints(
  policy: EquivalencePolicy,
  relations: Relations,
): (ref: ProvisionRef) => Must | undefined {
  return (ref) => {
    const links = relations.linksTo(ref);
    const point = policy.must.find(({ provision }) => links.get(provision)?.relation === 'equal');
    if (!point) return undefined;
    const { atLeast, provision, why } = point;
    return { atLeast, because: reason('policy-must', { provision, why }) };
  };
}

function oneWay(source: number, target: number, pair: SchemePair, tools: Tools): OneWay {
  const key = `${nameOf(pair)} ${String(source)} ${String(target)}`;
  const found = tools.known.get(key) ?? compared(source, target, pair, tools);
  tools.known.set(key, found);
  return found;
}

function compared(source: number, target: number, pair: SchemePair, tools: Tools): OneWay {
  const judged = tools
    .coversOf(pair, source)
    .filter(({ cover: { requirement } }) => requirement.level <= target);
  const covers = judged.map(({ cover }) => cover);
  const counts = countsOf(covers);
  const gaps = [
    ...overLimits(counts, tools.policy),
    ...judged.flatMap((one) => one.gaps),
    ...tools.wholes(pair),
  ];
  const confidence = weakest([
    ...covers.map((cover) => cover.confidence),
    ...gaps.map((gap) => gap.confidence),
    ...DIMENSIONS.map((dimension) => knownOf(dimension, pair)),
  ]);
  return {
    source: { scheme: editionRef(pair.source.id, pair.source.edition), level: source },
    target: { scheme: editionRef(pair.target.id, pair.target.edition), level: target },
    category: pair.category,
    verdict: verdictOf(gaps),
    confidence,
    dimensions: DIMENSIONS.map((dimension) => resultOf(dimension, { covers, gaps, pair })),
    covers,
    counts,
    gaps,
    ends: earlierEnd(pair),
  };
}

function verdictOf(gaps: readonly EquivalenceGap[]): Verdict {
  if (gaps.some(({ severity }) => severity === 'blocking')) return 'not';
  return gaps.length > 0 ? 'with-conditions' : 'equivalent';
}

const DIMENSIONS: readonly Dimension[] = [
  'coverage',
  'rigour',
  'edition',
  'scope',
  'validity',
  'surveillance',
  'publication',
];

type Found = {
  readonly covers: readonly Cover[];
  readonly gaps: readonly EquivalenceGap[];
  readonly pair: SchemePair;
};

function resultOf(dimension: Dimension, { covers, gaps, pair }: Found): DimensionResult {
  const mine = gaps.filter(({ kind }) => kind === dimension);
  const asked = OF_REQUIREMENTS.has(dimension) ? covers : [];
  return {
    dimension,
    gaps: mine.length,
    blocking: mine.filter(({ severity }) => severity === 'blocking').length,
    confidence: weakest([
      ...[...mine, ...asked].map(({ confidence }) => confidence),
      knownOf(dimension, pair),
    ]),
  };
}

const OF_REQUIREMENTS: ReadonlySet<Dimension> = new Set(['coverage', 'rigour', 'edition']);

function countsOf(covers: readonly Cover[]): Equivalence['counts'] {
  const count = (extent: Extent) => covers.filter((cover) => cover.extent === extent).length;
  return {
    asked: covers.length,
    whole: count('whole'),
    'where-it-applies': count('where-it-applies'),
    part: count('part'),
    none: count('none'),
  };
}

/** More left open than the policy lets a condition close. */
function overLimits(counts: Equivalence['counts'], { limits }: EquivalencePolicy): readonly EquivalenceGap[] {
  const { uncovered, notWhole } = limits;
  const over = [
    { count: counts.none, ...uncovered, code: 'uncovered' as const },
    { count: counts.none + counts.part, ...notWhole, code: 'not-whole' as const },
  ].filter(({ count, value }) => count > value);
  return over.map(({ count, value, confidence, code }) => ({
    ...{ requirement: undefined, kind: 'coverage', severity: 'blocking', remedy: 'none', testCases: [] },
    because:
      code === 'uncovered'
        ? reason('too-many-uncovered', { count, limit: value })
        : reason('too-many-not-whole', { count, limit: value }),
    confidence,
  }));
}

function earlierEnd({ source, target }: SchemePair): Equivalence['ends'] {
  const [one, other] = [endsOf(source), endsOf(target)];
  const months = [one.months, other.months].filter((term) => typeof term === 'number');
  return {
    withSupport: one.withSupport || other.withSupport,
    months:
      one.months === 'unset' || other.months === 'unset'
        ? 'unset'
        : months.length > 0
          ? Math.min(...months)
          : undefined,
  };
}
