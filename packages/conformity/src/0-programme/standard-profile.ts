import { editionRef } from '@assay/vocabulary/ids';
import type { RequirementGroup } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import type { Profile } from '../2-evaluation/requirement.ts';

const ITSELF = { source: 'the standard itself', confidence: 'sure' } as const;

/**
 * A standard read as something to reach: level 1 is every mandatory provision, level 2 the recommended ones as well. No
 * scheme asks for this; it answers how far a product is from the standard, on the developer's own word.
 */
export function standardProfile(standard: StandardEdition): Profile {
  const group = (level: number, modality: 'mandatory' | 'recommended'): RequirementGroup => ({
    id: modality,
    level,
    from: editionRef(standard.id, standard.edition),
    provisions: standard.provisions
      .filter((provision) => provision.modality === modality)
      .map(({ id }) => id),
    method: 'own-word',
    justifiedNotApplicable: modality === 'recommended',
    ...ITSELF,
  });
  const groups = [group(1, 'mandatory'), group(2, 'recommended')].filter(
    ({ provisions }) => provisions.length > 0,
  );
  return {
    id: standard.id,
    edition: standard.edition,
    levels: groups.map(({ level, id }) => ({
      rank: level,
      name: id,
      symbol: id.charAt(0).toUpperCase(),
      basis: 'provisions',
      ...ITSELF,
    })),
    methods: [
      {
        id: 'own-word',
        activity: 'declaration',
        party: 'first',
        competence: 'none',
        title: 'ownWord',
        ...ITSELF,
      },
    ],
    requirements: groups,
    settings: [],
  };
}
