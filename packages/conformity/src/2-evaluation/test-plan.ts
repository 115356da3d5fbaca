import type { Dossier, Statement } from '@assay/vocabulary/dossier';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Activity, Method } from '@assay/vocabulary/scheme';
import type { Provision, Scope } from '@assay/vocabulary/standard';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { applies } from './applicability.ts';
import { isMoreRigorous } from './method.ts';
import { partsOf } from './parts.ts';
import { byReference, requirementsOf, type Carry, type Profile, type Requirement } from './requirement.ts';

/** What a laboratory has to find out for a level: one entry for each provision that it tests, in order. */
export type TestPlan = {
  readonly tests: readonly PlannedTest[];
  /** Requirements of the level that need no laboratory: their own word and evidence are enough. */
  readonly withoutLaboratory: number;
  /** Requirements that do not apply to this product as its maker answered. */
  readonly notApplicable: number;
  /** The most rigorous activity that any entry needs; absent where there is none. */
  readonly activity: Activity | undefined;
};

/** One provision to test: for which requirements, by which cases, on which units, and what its maker states. */
export type PlannedTest = {
  /** What the report gives its results for: the requirement itself, or the provision that the maker speaks of instead. */
  readonly provision: ProvisionRef;
  readonly title: string;
  readonly outcome: string;
  readonly scope: Scope;
  readonly requirements: readonly Asked[];
  readonly cases: readonly PlannedCase[];
  readonly units: readonly Unit[];
  /** Whether it applies turns on something that nobody has answered. */
  readonly mayNotApply: boolean;
  readonly stated: Statement | undefined;
};

/** A requirement of the scheme that a test speaks for, and the method by which it counts. */
export type Asked = { readonly ref: ProvisionRef; readonly level: number; readonly method: Method };

/** A test case as the standard has it; `isOwn` where it has none and the provision itself is the one case. */
export type PlannedCase = {
  readonly id: string;
  readonly type: 'conceptual' | 'functional' | 'conceptual+functional' | undefined;
  /** Tables of the IXIT that the case reads, and whether the dossier has them; `ics` is the statement itself. */
  readonly reads: readonly { readonly table: string; readonly rows: number }[];
  readonly isOwn: boolean;
};

/** A component, or a row of the IXIT, on which each case is run. */
export type Unit = {
  readonly part: string;
  readonly kind: 'component' | 'row';
  /** Name of the component, or the table of the row. */
  readonly name: string;
  /** What the maker states of this one, where it differs from the whole. */
  readonly stated: Statement['supported'] | undefined;
};

export type PlanInput = {
  readonly scheme: Profile;
  readonly catalogue: Catalogue;
  readonly dossier: Dossier;
  /** The level asked for, from 1. */
  readonly level: number;
};

/**
 * The tests that a level needs of a laboratory, derived from scheme edition, standards and dossier. The same documents
 * always give the same plan; a requirement that is known not to apply is left out and counted.
 */
export function testPlan({ scheme, catalogue, dossier, level }: PlanInput): TestPlan {
  const asked = requirementsOf(scheme, catalogue, dossier.product.category)
    .filter((requirement) => requirement.level <= level)
    .toSorted(byReference);
  const wanted = asked.filter(({ method }) => needsLaboratory(method));
  const held = wanted.filter(({ applies: conditions }) => applies(conditions, dossier.facts).value !== 'no');
  const tests = new Map<ProvisionRef, PlannedTest>();
  for (const requirement of held)
    for (const carry of testedFor(requirement, dossier)) {
      const known = tests.get(carry.ref);
      const one = { ref: requirement.ref, level: requirement.level, method: requirement.method };
      tests.set(
        carry.ref,
        known
          ? { ...known, requirements: [...known.requirements, one] }
          : { ...planned(requirement, carry, dossier), requirements: [one] },
      );
    }
  return {
    tests: [...tests.values()],
    withoutLaboratory: asked.length - wanted.length,
    notApplicable: wanted.length - held.length,
    activity: mostRigorous([...tests.values()].flatMap(({ requirements }) => requirements)),
  };
}

/** Whether somebody other than the maker has to find it out, by more than the maker's word. */
function needsLaboratory({ party, activity }: Method): boolean {
  return party !== 'first' && activity !== 'declaration';
}

/**
 * The provisions on which a requirement is tested: those that the maker has spoken of. Where it was split, each piece that
 * may apply; where the maker has spoken of none, the requirement itself.
 */
function testedFor({ carries }: Requirement, dossier: Dossier): readonly Carry[] {
  const stated = new Set(dossier.statements.map(({ provision }) => provision));
  const whole = carries.filter(({ through }) => through !== 'part');
  const spoken = whole.find(({ ref }) => stated.has(ref));
  if (spoken) return [spoken];
  const pieces = carries.filter(
    (carry) => carry.through === 'part' && applies(carry.applies, dossier.facts).value !== 'no',
  );
  if (pieces.some(({ ref }) => stated.has(ref))) return pieces;
  return whole.filter(({ through }) => through === 'direct');
}

function planned(
  requirement: Requirement,
  carry: Carry,
  dossier: Dossier,
): Omit<PlannedTest, 'requirements'> {
  const { ref, provision } = carry;
  const stated = dossier.statements.find((one) => one.provision === ref);
  return {
    ...{ provision: ref, title: provision.title, outcome: provision.outcome, stated },
    scope: requirement.provision.scope,
    cases: casesOf(ref, provision, dossier),
    units: partsOf(requirement, [carry], dossier).map((part) => unitOf(part, stated, dossier)),
    mayNotApply: [requirement.applies, carry.applies].some(
      (conditions) => applies(conditions, dossier.facts).value === 'unknown',
    ),
  };
}

function casesOf(ref: ProvisionRef, { tests }: Provision, dossier: Dossier): readonly PlannedCase[] {
  if (!tests) return [{ id: `${splitProvisionRef(ref).id}-1`, type: undefined, reads: [], isOwn: true }];
  return tests.cases.map(({ id, type, ixit }) => ({
    ...{ id, type, isOwn: false },
    reads: ixit.map((table) => ({
      table,
      rows: dossier.ixit.find((one) => one.table === table)?.rows.length ?? 0,
    })),
  }));
}

function unitOf(part: string, stated: Statement | undefined, dossier: Dossier): Unit {
  const component = dossier.components.find(({ id }) => id === part);
  const table = dossier.ixit.find(({ rows }) => rows.some(({ id }) => id === part));
  return {
    part,
    kind: component ? 'component' : 'row',
    name: component?.name ?? table?.table ?? part,
    stated: stated?.parts?.find((one) => one.part === part)?.supported,
  };
}

function mostRigorous(asked: readonly Asked[]): Activity | undefined {
  return asked
    .map(({ method }) => method.activity)
    .reduce<Activity | undefined>(
      (most, one) => (most === undefined || isMoreRigorous(one, most) ? one : most),
      undefined,
    );
}
