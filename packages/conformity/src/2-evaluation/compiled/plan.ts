import { factsOf, type FactId } from '@assay/vocabulary/condition';

import type { Catalogue } from '../../0-programme/catalogue.ts';
import { byReference, requirementsOf, type Profile, type Requirement } from '../requirement.ts';
import { placesOf, type Places } from './heard.ts';
import type { Template } from './template.ts';

/** One requirement with all that does not depend on the dossier looked up beforehand. */
export type Step = {
  readonly requirement: Requirement;
  /** The requirement's own provision, and every provision that speaks for it, itself included, each once. */
  readonly own: number;
  readonly places: readonly number[];
  /** Places, in the plan's facts, of all that decides whether it or what speaks for it applies. */
  readonly facts: readonly number[];
  /** IXIT tables whose rows it would be judged for. */
  readonly tables: readonly string[];
  readonly byComponent: boolean;
  /** What a plain word of the developer amounts to, by the answers to the facts and by the word. */
  readonly templates: Map<number, Template>;
};

/** The requirements of an edition for one category of products, in the order of findings. */
export type Plan = {
  readonly steps: readonly Step[];
  readonly facts: readonly FactId[];
};

const plans = new WeakMap<Catalogue, WeakMap<Profile, Map<string, Plan>>>();

/** The plan of an edition for a category, made once: editions and catalogues never change. */
export function planOf(scheme: Profile, catalogue: Catalogue, category: string): Plan {
  const byScheme = made(plans, catalogue, () => new WeakMap<Profile, Map<string, Plan>>());
  const byCategory = made(byScheme, scheme, () => new Map<string, Plan>());
  const known = byCategory.get(category);
  if (known) return known;
  // A maker may write any category; an edition names few, and all others are asked alike.
  const asked = categoriesOf(scheme).has(category) ? category : '';
  const plan = byCategory.get(asked) ?? planned(scheme, catalogue, asked);
  byCategory.set(asked, plan);
  return plan;
}

/** Every category that an edition tells from the others when it selects requirements. */
export function categoriesOf({ classes = [], requirements }: Profile): ReadonlySet<string> {
  return new Set([
    ...classes.flatMap(({ categories }) => categories),
    ...requirements.flatMap(({ only }) => {
      if (only === undefined || 'classes' in only) return [];
      return 'categories' in only ? only.categories : only.exceptCategories;
    }),
  ]);
}

function planned(scheme: Profile, catalogue: Catalogue, category: string): Plan {
  return stepsFor([...requirementsOf(scheme, catalogue, category)].sort(byReference), placesOf(catalogue));
}

/** Requirements in their order with what can be looked up beforehand. */
export function stepsFor(requirements: readonly Requirement[], places: Places): Plan {
  const facts = [...new Set(requirements.flatMap(factsAbout))];
  const placeOfFact = new Map(facts.map((fact, place) => [fact, place]));
  const placeOf = (ref: Requirement['ref']): number => {
    const place = places.of.get(ref);
    if (place === undefined) throw new Error(`not in the catalogue: ${ref}`);
    return place;
  };
  return {
    facts,
    steps: requirements.map((requirement) => ({
      requirement,
      own: placeOf(requirement.ref),
      places: [...new Set(requirement.carries.map(({ ref }) => placeOf(ref)))],
      facts: factsAbout(requirement).flatMap((fact) => placeOfFact.get(fact) ?? []),
      tables: [...new Set(requirement.carries.flatMap(({ provision }) => provision.assessedPer ?? []))],
      byComponent: !['product', 'developer'].includes(requirement.provision.scope),
      templates: new Map<number, Template>(),
    })),
  };
}

/** Every fact that decides whether a requirement or what speaks for it applies, once. */
function factsAbout({ applies, carries }: Requirement): readonly FactId[] {
  const conditions = [applies, ...carries.map((carry) => carry.applies)].flat();
  return [...new Set(conditions.flatMap(({ expression }) => factsOf(expression)))];
}

function made<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found) return found;
  const value = make();
  known.set(key, value);
  return value;
}
