import type { Condition } from '@assay/vocabulary/condition';
import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { Reason } from '@assay/vocabulary/evaluation';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Activity } from '@assay/vocabulary/scheme';

import { isMoreRigorous, weaknesses } from '../2-evaluation/method.ts';
import type { Requirement } from '../2-evaluation/requirement.ts';
import { reason } from '../reason.ts';
import { isImplied } from './implied.ts';
import { coversWhole, isBetter, type Link, type Relations } from './relation.ts';

/**
 * How much of a target requirement what the source asks settles: `whole`; `where-it-applies`: whole, but only for
 * products to which the source's own requirement applies; `part`; `none`.
 */
export type Extent = 'whole' | 'where-it-applies' | 'part' | 'none';

/** A target requirement and the best that the source has for it. */
export type Cover = {
  readonly requirement: Requirement;
  readonly extent: Extent;
  /** The source's requirements and the links through which they speak; several where they cover it together. */
  readonly by: readonly Edge[];
  /** Why the extent is what it is. */
  readonly because: Reason;
  /** In what respects the source's way of assessing is weaker. */
  readonly weaker: readonly Reason[];
  /** Whether what is open would take an assessment more rigorous than a condition may ask for. */
  readonly beyond: boolean;
  readonly changedEdition: boolean;
  /** Of everything that the answer rests on, the least sure. */
  readonly confidence: Confidence;
};

export type Edge = { readonly source: Requirement; readonly link: Link };

/** The source's requirements by their provision. */
export type Source = ReadonlyMap<ProvisionRef, Requirement>;

export type Means = {
  readonly source: Source;
  readonly relations: Relations;
  /** The most rigorous assessment that a condition may ask for. */
  readonly closable: Activity;
};

/** The best that a source has for one requirement of the target. */
export function coverOf(requirement: Requirement, means: Means): Cover {
  const parts = edgesTo(requirement.ref, means)
    .filter(({ link }) => !coversWhole(link))
    .map((edge) => coverBy({ requirement, by: [edge], whole: false }, means));
  const wholes = wholeCovers(requirement, requirement.ref, means);
  return bestOf([...wholes, ...parts]) ?? uncovered(requirement, means);
}

/**
 * Every way in which a provision is covered whole: by one requirement of the source, or by several that each cover one of
 * the parts that it is made of. Judged by what the target asks of the assessment.
 */
function wholeCovers(
  requirement: Requirement,
  of: ProvisionRef,
  means: Means,
  above: readonly ProvisionRef[] = [],
): readonly Cover[] {
  const single = edgesTo(of, means)
    .filter(({ link }) => coversWhole(link))
    .map((edge) => coverBy({ requirement, by: [edge], whole: true }, means));
  const parts = means.relations.partsOf(of);
  if (parts.length === 0 || above.includes(of)) return single;
  const best = parts.map((part) => bestOf(wholeCovers(requirement, part, means, [...above, of])));
  if (!best.every((cover) => cover !== undefined)) return single;
  const by = best.flatMap((cover) => cover.by);
  return [...single, coverBy({ requirement, by, whole: true }, means)];
}

function bestOf(covers: readonly Cover[]): Cover | undefined {
  return covers.reduce<Cover | undefined>(
    (best, one) => (best && !isBetterCover(one, best) ? best : one),
    undefined,
  );
}

function edgesTo(to: ProvisionRef, { source, relations }: Means): readonly Edge[] {
  return [...relations.linksTo(to)].flatMap(([ref, link]) => {
    const found = source.get(ref);
    return found ? [{ source: found, link }] : [];
  });
}

type Covering = {
  readonly requirement: Requirement;
  readonly by: readonly Edge[];
  readonly whole: boolean;
};

function coverBy({ requirement, by, whole }: Covering, means: Means): Cover {
  const narrower = by.map((edge) => narrowing(edge, requirement)).find((one) => one !== undefined);
  const names = by.map(({ source }) => source.ref).join(', ');
  const weaker = distinct(by.flatMap(({ source }) => weaknesses(source.method, requirement.method)));
  return {
    requirement,
    extent: !whole ? 'part' : narrower ? 'where-it-applies' : 'whole',
    by,
    because: !whole
      ? reason('covered-in-part', { by: names })
      : (narrower ?? reason('covered', { by: names })),
    weaker,
    beyond: (!whole || weaker.length > 0) && isBeyond(requirement, means),
    changedEdition: by.some(({ link }) => link.changedEdition),
    confidence: weakest([
      ...[requirement.confidence, requirement.method.confidence],
      ...by.flatMap(({ source, link }) => [link.confidence, source.confidence, source.method.confidence]),
    ]),
  };
}

function isBeyond({ method }: Requirement, { closable }: Means): boolean {
  return isMoreRigorous(method.activity, closable);
}

/** A source requirement that did not apply to a product shows nothing of it, unless the target's does not apply for the same cause. */
function narrowing({ source }: Edge, target: Requirement): Reason | undefined {
  const given: readonly Condition[] = target.applies.map(({ expression }) => expression);
  const open = source.applies.find(({ expression }) => !isImplied(expression, given));
  if (open) return reason('covered-where-it-applies', { by: source.ref, when: open.when });
  if (source.justifiedNotApplicable && !target.justifiedNotApplicable)
    return reason('covered-unless-waived', { by: source.ref });
  return undefined;
}

function uncovered(requirement: Requirement, means: Means): Cover {
  const sameDocument = [...means.source.keys()].some(
    (ref) => splitProvisionRef(ref).edition === splitProvisionRef(requirement.ref).edition,
  );
  return {
    requirement,
    extent: 'none',
    by: [],
    because: reason('not-covered'),
    weaker: [],
    beyond: isBeyond(requirement, means),
    changedEdition: false,
    // Between documents, that nothing is related is as sure as our own analysis, no more.
    confidence: weakest([requirement.confidence, sameDocument ? 'sure' : 'likely']),
  };
}

const RANK: Readonly<Record<Extent, number>> = { whole: 3, 'where-it-applies': 2, part: 1, none: 0 };

function isBetterCover(one: Cover, other: Cover): boolean {
  const by =
    Number(other.beyond) - Number(one.beyond) ||
    RANK[one.extent] - RANK[other.extent] ||
    other.weaker.length - one.weaker.length;
  if (by !== 0) return by > 0;
  const [first, second] = [one.by[0]?.link, other.by[0]?.link];
  return first !== undefined && second !== undefined && isBetter(first, second);
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((one) => [JSON.stringify([one.code, one.facts]), one])).values()];
}
