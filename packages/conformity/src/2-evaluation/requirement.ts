import type { Condition } from '@assay/vocabulary/condition';
import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { EvidenceUse } from '@assay/vocabulary/evaluation';
import { editionRef, provisionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Method, RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { groupsFor } from '../1-application/product-class.ts';

/** A provision whose statements, verdicts and evidence speak for a requirement, and through which relation. */
export type Carry = {
  readonly ref: ProvisionRef;
  readonly through: EvidenceUse['through'];
  readonly provision: Provision;
  readonly applies: Applicability;
  readonly change: string;
  readonly confidence: Confidence;
};

/** The conditions of a provision, all of which must hold. */
export type Applicability = readonly {
  readonly id: string;
  readonly when: string;
  readonly expression: Condition;
  readonly confidence: Confidence;
}[];

/** One specified requirement of a scheme edition: a provision, the level that first asks for it, and the method by which it counts. */
export type Requirement = {
  readonly ref: ProvisionRef;
  readonly level: number;
  /** The principle under which it counts, where levels are reached principle by principle. */
  readonly principle: string | undefined;
  readonly provision: Provision;
  readonly applies: Applicability;
  readonly method: Method;
  /** `unset`: the scheme limits the age by a number that nobody has fixed yet. */
  readonly maxAgeDays: number | 'unset' | undefined;
  readonly justifiedNotApplicable: boolean;
  readonly carries: readonly Carry[];
  readonly confidence: Confidence;
};

/** The members of an edition that judging needs; a standard by itself can be judged through `standardProfile`. */
export type Profile = Pick<
  SchemeEdition,
  'id' | 'edition' | 'levels' | 'classes' | 'principles' | 'methods' | 'requirements' | 'settings'
>;

/**
 * The requirements that an edition has for products of a category, in the order of its groups. The edition must have
 * passed `checkScheme`: a dangling reference here is a bug and throws.
 */
export function requirementsOf(
  scheme: Profile,
  catalogue: Catalogue,
  category: string,
): readonly Requirement[] {
  return groupsFor(scheme, category).flatMap((group) => {
    const standard = present(catalogue.standards.get(group.from), group.from);
    return group.provisions.map((id) => requirement(id, { scheme, group, standard, catalogue }));
  });
}

/** By level, then by reference with numbers compared as numbers: 5.3-2 comes before 5.3-13. */
export function byReference(one: Requirement, other: Requirement): number {
  return one.level - other.level || one.ref.localeCompare(other.ref, 'en', { numeric: true });
}

type Selection = {
  readonly scheme: Profile;
  readonly group: RequirementGroup;
  readonly standard: StandardEdition;
  readonly catalogue: Catalogue;
};

function requirement(id: string, { scheme, group, standard, catalogue }: Selection): Requirement {
  const provision = present(
    standard.provisions.find((candidate) => candidate.id === id),
    `${group.from}#${id}`,
  );
  const method = present(
    scheme.methods.find((candidate) => candidate.id === group.method),
    group.method,
  );
  return {
    ref: provisionRef(group.from, id),
    level: group.level,
    principle: group.principle,
    provision,
    applies: applicabilityOf(standard, provision),
    method,
    maxAgeDays: maxAgeOf(scheme, method),
    justifiedNotApplicable: group.justifiedNotApplicable,
    carries: [
      direct(group.from, standard, provision),
      ...byName([...fromLater(catalogue, standard, id), ...fromEarlier(catalogue, standard, provision)]),
    ],
    confidence: weakest([group.confidence, provision.confidence]),
  };
}

function direct(edition: EditionRef, standard: StandardEdition, provision: Provision): Carry {
  return {
    ref: provisionRef(edition, provision.id),
    through: 'direct',
    provision,
    applies: applicabilityOf(standard, provision),
    change: '',
    confidence: 'sure',
  };
}

/** Provisions of the next edition that follow from this one: what is shown for them speaks for this one. */
function fromLater(catalogue: Catalogue, standard: StandardEdition, id: string): readonly Carry[] {
  return [...catalogue.standards.values()]
    .filter((later) => later.id === standard.id && later.succeeds === standard.edition)
    .flatMap((later) =>
      later.provisions.flatMap((provision) =>
        (provision.predecessors ?? [])
          .filter((predecessor) => predecessor.id === id)
          .map((predecessor) => ({
            ref: provisionRef(editionRef(later.id, later.edition), provision.id),
            through: predecessor.relation,
            provision,
            applies: applicabilityOf(later, provision),
            change: predecessor.change,
            confidence: predecessor.confidence,
          })),
      ),
    );
}

/** The provision of the edition before, only where nothing changed in substance: a restated or split one may ask less. */
function fromEarlier(
  catalogue: Catalogue,
  standard: StandardEdition,
  provision: Provision,
): readonly Carry[] {
  if (standard.succeeds === undefined) return [];
  const earlier = catalogue.standards.get(editionRef(standard.id, standard.succeeds));
  if (!earlier) return [];
  return (provision.predecessors ?? []).flatMap((predecessor) => {
    const before = earlier.provisions.find((candidate) => candidate.id === predecessor.id);
    if (!before || predecessor.relation !== 'same') return [];
    return [
      {
        ref: provisionRef(editionRef(earlier.id, earlier.edition), before.id),
        through: predecessor.relation,
        provision: before,
        applies: applicabilityOf(earlier, before),
        change: predecessor.change,
        confidence: predecessor.confidence,
      },
    ];
  });
}

/** The order in which a catalogue lists things must not show in what is judged by it. */
function byName<T extends { readonly ref: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => (one.ref < other.ref ? -1 : 1));
}

function applicabilityOf(standard: StandardEdition, provision: Provision): Applicability {
  return [...provision.conditions].sort().map((id) => {
    const condition = present(
      standard.conditions.find((candidate) => candidate.id === id),
      `${standard.id} condition ${id}`,
    );
    return { id, when: condition.when, expression: condition.expression, confidence: condition.confidence };
  });
}

/** Days after which a result no longer counts; absent where any age will do. */
export function maxAgeOf(scheme: Pick<Profile, 'settings'>, method: Method): Requirement['maxAgeDays'] {
  if (method.maxAge === undefined) return undefined;
  const setting = scheme.settings.find((candidate) => candidate.id === method.maxAge);
  return typeof setting?.value === 'number' ? setting.value : 'unset';
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`not in the catalogue: ${what}`);
  return value;
}
