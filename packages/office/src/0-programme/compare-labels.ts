import { agreementsIn, type Agreement } from '@assay/conformity/0-programme/agreement';
import { isInForce } from '@assay/conformity/0-programme/catalogue';
import {
  comparisonIn,
  ranksOf,
  type Comparison,
  type Equivalence,
  type SchemeLevel,
} from '@assay/conformity/0-programme/equivalence';
import { instrumentsFor, type Instrument } from '@assay/conformity/0-programme/instrument';
import { NAME_PATTERN, type Digest } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { digestOf } from '../digest.ts';
import { resolveLabel, type LabelName, type LabelUnknown } from './label-name.ts';
import type { Library } from './load-library.ts';

export type LabelsQuestion = {
  /** `scheme`, `scheme@edition`, either followed by `:level`. */
  readonly source: string;
  readonly others: readonly string[];
  readonly category: string | undefined;
  readonly asOf: CalendarDate;
};

/** One direction: the technical verdict, and beside it what has been published. */
export type Direction = {
  readonly technical: Equivalence;
  readonly instruments: readonly Instrument[];
  /** The published directions between the two schemes, each held against the comparison. */
  readonly agreements: readonly Agreement[];
};

export type LabelsAnswer = {
  readonly asOf: CalendarDate;
  readonly pairs: readonly { readonly there: Direction; readonly back: Direction }[];
  readonly inputs: ComparisonInputs;
};

/** What an answer was made from: the digest of each document, and one of them all with the question. */
export type ComparisonInputs = {
  readonly documents: Readonly<Record<string, Digest>>;
  readonly digest: Digest;
};

export type LabelsRefusal =
  | LabelUnknown
  | { readonly code: 'no-equivalence-policy' }
  | { readonly code: 'same-label-twice'; readonly label: string }
  | { readonly code: 'malformed-category'; readonly category: string };

/**
 * Compares a label with others, both ways. A source without a level stands for its highest; a target without one for
 * the highest that is recognised, or its lowest where none is.
 */
export function compareLabels(
  library: Library,
  { source, others, category, asOf }: LabelsQuestion,
): Result<LabelsAnswer, LabelsRefusal> {
  const { catalogue } = library;
  if (!catalogue.policy) return refuse({ code: 'no-equivalence-policy' });
  if (category !== undefined && !CATEGORY.test(category))
    return refuse({ code: 'malformed-category', category });
  const names: LabelName[] = [];
  for (const text of [source, ...others]) {
    const found = resolveLabel(catalogue, text, asOf);
    if (!found.ok) return found;
    const { scheme, level } = found.value;
    if (names.some((one) => one.scheme === scheme && one.level === level))
      return refuse({ code: 'same-label-twice', label: text });
    names.push(found.value);
  }
  const [first, ...rest] = names;
  if (!first) throw new Error('a comparison begins with a source');
  const compare = comparisonIn(catalogue, catalogue.policy);
  const agreements = agreementsIn(catalogue, compare, asOf);
  const direction = (from: LabelName, to: LabelName): Direction => {
    const technical = oneDirection(compare, { from, to, category });
    const held = { scheme: from.scheme, level: technical.source.level };
    return {
      technical,
      instruments: instrumentsFor(catalogue, { source: held, target: to.scheme, category, asOf }),
      agreements: agreements.filter(
        ({ source: one, target: other }) =>
          one.scheme === technical.source.scheme && other.scheme === technical.target.scheme,
      ),
    };
  };
  return ok({
    asOf,
    pairs: rest.map((other) => ({ there: direction(first, other), back: direction(other, first) })),
    inputs: inputsOf(
      library,
      names.map(({ scheme }) => scheme),
      [source, ...others, category ?? '', asOf],
    ),
  });
}

const CATEGORY = new RegExp(NAME_PATTERN);

type Asked = {
  readonly from: LabelName;
  readonly to: LabelName;
  readonly category: string | undefined;
};

function oneDirection(compare: Comparison, { from, to, category }: Asked): Equivalence {
  const source = { scheme: from.scheme, level: from.level ?? ranksOf(from.scheme).at(-1) ?? 1 };
  const at = (level: number) => compare(source, { scheme: to.scheme, level }, category);
  if (to.level !== undefined) return at(to.level);
  const lowest = at(ranksOf(to.scheme)[0] ?? 1);
  return lowest.recognised.level > lowest.target.level ? at(lowest.recognised.level) : lowest;
}

export type MatrixAnswer = {
  readonly asOf: CalendarDate;
  readonly labels: readonly SchemeLevel[];
  /** Every ordered pair of different labels, in the order of `labels`. */
  readonly cells: readonly { readonly technical: Equivalence; readonly instruments: readonly Instrument[] }[];
  readonly agreements: readonly Agreement[];
  readonly inputs: ComparisonInputs;
};

/** Compares every level of every edition that is in force on a day with every other. */
export function compareAll(
  library: Library,
  asOf: CalendarDate,
): Result<MatrixAnswer, Extract<LabelsRefusal, { readonly code: 'no-equivalence-policy' }>> {
  const { catalogue } = library;
  if (!catalogue.policy) return refuse({ code: 'no-equivalence-policy' });
  const compare = comparisonIn(catalogue, catalogue.policy);
  const schemes = [...catalogue.schemes.values()]
    .filter((scheme) => isInForce(scheme, asOf))
    .sort((one, other) => (`${one.id}@${one.edition}` < `${other.id}@${other.edition}` ? -1 : 1));
  const labels = schemes.flatMap((scheme) => ranksOf(scheme).map((level) => ({ scheme, level })));
  const cells = labels.flatMap((source) =>
    labels
      .filter((target) => target !== source)
      .map((target) => ({
        technical: compare(source, target),
        instruments: instrumentsFor(catalogue, {
          ...{ source, target: target.scheme, category: undefined, asOf },
        }),
      })),
  );
  return ok({
    ...{ asOf, labels, cells },
    agreements: agreementsIn(catalogue, compare, asOf),
    inputs: inputsOf(library, schemes, ['matrix', asOf]),
  });
}

/** Every standard counts, because a relation may lead through any of them. */
function inputsOf(
  { catalogue, digests, relationDigests }: Library,
  schemes: readonly SchemeEdition[],
  question: readonly string[],
): ComparisonInputs {
  const named = new Set(schemes.map(({ id, edition }) => `${id}@${edition}`));
  const editions = [...digests].filter(([ref]) => named.has(ref) || catalogue.standards.has(ref));
  const documents = [...editions, ...relationDigests].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = [...question, ...documents.map(([name, digest]) => `${digest} ${name}`)];
  return { documents: Object.fromEntries(documents), digest: digestOf(lines.join('\n')) };
}
