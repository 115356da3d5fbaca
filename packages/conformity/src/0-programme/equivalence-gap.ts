import type { Confidence } from '@assay/vocabulary/confidence';
import type { Reason } from '@assay/vocabulary/evaluation';
import { provisionRef, splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Activity } from '@assay/vocabulary/scheme';

import { reason } from '../reason.ts';
import { provisionOf, type Catalogue } from './catalogue.ts';
import type { Cover } from './cover.ts';
import type { Relations } from './relation.ts';

/** In what respect one label falls short of another. */
export type Dimension =
  'coverage' | 'rigour' | 'scope' | 'validity' | 'surveillance' | 'publication' | 'edition';

/** One thing by which a label of the source falls short of the target, and what would close it. */
export type EquivalenceGap = {
  /** The target's requirement; absent where the schemes differ as wholes. */
  readonly requirement: ProvisionRef | undefined;
  readonly kind: Dimension;
  /** A condition can be met by whoever holds the label or recognises it; what blocks makes it a new application. */
  readonly severity: 'blocking' | 'condition';
  readonly remedy: 'test' | 'evidence' | 'declaration' | 'none';
  /** Test cases whose verdicts would speak for the requirement. */
  readonly testCases: readonly ProvisionRef[];
  readonly because: Reason;
  readonly confidence: Confidence;
};

const CLOSED_BY: Readonly<Record<Activity, EquivalenceGap['remedy']>> = {
  declaration: 'declaration',
  'document-review': 'evidence',
  'functional-test': 'test',
  'binary-analysis': 'test',
  'penetration-test': 'test',
  evaluation: 'test',
};

/** What a policy says of a point: whether the source must cover it whole or may leave a part, and why. */
export type Must = { readonly atLeast: 'whole' | 'part'; readonly because: Reason };

/** What a cover leaves open: of what is asked, and of how it is assessed. */
export function gapsOf(
  cover: Cover,
  must: Must | undefined,
  testCases: readonly ProvisionRef[],
): readonly EquivalenceGap[] {
  const { requirement, extent, weaker, beyond, confidence } = cover;
  const rest = { requirement: requirement.ref, testCases, confidence };
  const remedy = CLOSED_BY[requirement.method.activity];
  const gaps: EquivalenceGap[] = [];
  if (extent !== 'whole') {
    const blocks = blocking(cover, must);
    gaps.push({
      ...rest,
      kind: cover.changedEdition ? 'edition' : 'coverage',
      severity: blocks.length > 0 ? 'blocking' : 'condition',
      remedy: extent === 'where-it-applies' ? 'declaration' : remedy,
      because: { ...cover.because, because: [...cover.because.because, ...blocks] },
    });
  }
  if (weaker.length > 0) {
    const because = reason('assessed-more-lightly', {}, weaker);
    gaps.push({ ...rest, kind: 'rigour', severity: beyond ? 'blocking' : 'condition', remedy, because });
  }
  return gaps;
}

function blocking({ extent, beyond, requirement }: Cover, must: Must | undefined): readonly Reason[] {
  if (extent === 'where-it-applies') return [];
  const owed = must && (extent === 'none' || must.atLeast === 'whole') ? [must.because] : [];
  const { activity } = requirement.method;
  return beyond ? [...owed, reason('beyond-a-condition', { activity })] : owed;
}

/** The test cases of a provision, or of those that the crosswalk relates to it directly where it has none of its own. */
export function testCasesFor(
  ref: ProvisionRef,
  catalogue: Catalogue,
  relations: Relations,
): readonly ProvisionRef[] {
  const own = casesOf(ref, catalogue);
  if (own.length > 0) return own;
  const near = [...relations.linksTo(ref).values()].filter(
    ({ way, strength }) => way.length === 2 && strength !== 'weak',
  );
  return near.flatMap(({ from }) => casesOf(from, catalogue)).sort();
}

function casesOf(ref: ProvisionRef, catalogue: Catalogue): readonly ProvisionRef[] {
  const { edition, id } = splitProvisionRef(ref);
  const cases = provisionOf(catalogue, edition, id)?.tests?.cases ?? [];
  return cases.map((one) => provisionRef(edition, one.id));
}
