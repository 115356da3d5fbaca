import { editionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Fact } from '@assay/vocabulary/facts';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedBody } from '@assay/vocabulary/programme';
import type { Activity, Competence, Party } from '@assay/vocabulary/scheme';

import type { Catalogue } from '../../0-programme/catalogue.ts';
import { requirementsOf, type Profile, type Requirement } from '../requirement.ts';
import { categoriesOf } from './plan.ts';

/**
 * What a dossier is settled for when it is encoded, and so all that can be asked of it afterwards: the facts, the
 * provisions, the ways in which a finding may have to come about, the day, and the bodies recognised. It speaks of no
 * level, selection or principle: those belong to an edition and may change. JSON through and through.
 */
export type Layout = {
  readonly facts: readonly LaidFact[];
  /** Categories that can be told apart; all others are one. */
  readonly categories: readonly string[];
  readonly provisions: readonly LaidProvision[];
  readonly demands: readonly LaidDemand[];
  readonly asOf: CalendarDate;
  readonly bodies: readonly RecognisedBody[];
};

export type LaidFact = Pick<Fact, 'id' | 'type'> & { readonly choices: readonly string[] };

/** `rests`: what the settled outcome of the provision rests on beside the dossier; another reading is another provision. */
export type LaidProvision = { readonly ref: ProvisionRef; readonly rests: string };

/** A method with its age limit in days; `scheme` only where a body must be recognised for it. */
export type LaidDemand = {
  readonly activity: Activity;
  readonly party: Party;
  readonly competence: Competence;
  readonly maxAgeDays: number | 'unset' | null;
  readonly scheme: string;
};

/** The layout that answers what these editions ask, of every provision of the standards that they select from. */
export function layoutOf(asked: {
  readonly schemes: readonly Profile[];
  readonly catalogue: Catalogue;
  readonly asOf: CalendarDate;
  readonly bodies: readonly RecognisedBody[];
}): Layout {
  const { schemes, catalogue, asOf, bodies } = asked;
  const standards = new Set(schemes.flatMap(({ requirements }) => requirements.map(({ from }) => from)));
  const demands = schemes.flatMap((scheme) =>
    everyRequirement(scheme, catalogue).map((one) => demandOf(one, scheme.id)),
  );
  return {
    facts: [...catalogue.facts.values()]
      .map(({ id, type, choices = [] }) => ({ id, type, choices }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    categories: [...new Set(schemes.flatMap((scheme) => [...categoriesOf(scheme)]))].sort(),
    provisions: [...standards].sort().flatMap((standard) => everyProvision(standard, catalogue).map(laid)),
    demands: [...new Map(demands.map((one) => [keyOf(one), one] as const)).values()],
    asOf,
    bodies: [...bodies].sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

/** The requirements of an edition for products of every category that it knows, and of all others. */
function everyRequirement(scheme: Profile, catalogue: Catalogue): readonly Requirement[] {
  return ['', ...categoriesOf(scheme)].flatMap((category) => requirementsOf(scheme, catalogue, category));
}

/** A requirement for every provision of a standard, asked by nobody: only what it is and what speaks for it. */
export function everyProvision(from: EditionRef, catalogue: Catalogue): readonly Requirement[] {
  const standard = catalogue.standards.get(from);
  if (!standard) throw new Error(`not in the catalogue: ${from}`);
  const itself = { source: editionRef(standard.id, standard.edition), confidence: 'sure' } as const;
  const method = {
    id: 'any',
    activity: 'declaration',
    party: 'first',
    competence: 'none',
    title: 'any',
    ...itself,
  } as const;
  const provisions = standard.provisions.map(({ id }) => id);
  const group = {
    id: 'all',
    level: 1,
    from,
    provisions,
    method: method.id,
    justifiedNotApplicable: false,
    ...itself,
  };
  const profile = {
    id: standard.id,
    edition: standard.edition,
    levels: [],
    methods: [method],
    requirements: [group],
    settings: [],
  };
  return requirementsOf(profile, catalogue, '');
}

/** A provision with all that its outcome rests on in the catalogue: whose words speak for it, part by part. */
export function laid({ ref, provision, carries }: Requirement): LaidProvision {
  const speakers = carries.map((carry) => [
    carry.ref,
    carry.through,
    carry.provision.assessedPer ?? '',
    carry.through === 'part' ? carry.applies.map(({ expression }) => expression) : [],
  ]);
  return { ref, rests: JSON.stringify([provision.scope, speakers]) };
}

/** What a requirement demands of the way in which findings come about. */
export function demandOf({ method, maxAgeDays }: Requirement, scheme: string): LaidDemand {
  const { activity, party, competence } = method;
  return {
    activity,
    party,
    competence,
    maxAgeDays: maxAgeDays ?? null,
    scheme: party === 'third' ? scheme : '',
  };
}

/** One text for each demand that can be told from the others. */
export function keyOf({ activity, party, competence, maxAgeDays, scheme }: LaidDemand): string {
  return JSON.stringify([activity, party, competence, maxAgeDays, scheme]);
}
