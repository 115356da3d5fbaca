/** The standard of the bench, and a scheme over it as it was and as it might become. */
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

/** EN 303 645, the edition of 2020. */
export function standardIn(standards: Iterable<StandardEdition>): StandardEdition {
  for (const one of standards) if (one.id === 'etsi-en-303-645' && one.edition === '2.1.1') return one;
  throw new Error('EN 303 645 is not in the library');
}

/** A scheme of one level over that standard, under an invented name: what is done to it here is nobody's plan. */
export function schemeIn(schemes: Iterable<SchemeEdition>): SchemeEdition {
  for (const one of schemes)
    if (one.id === 'germany-bsi-smart-consumer') return { ...one, id: 'bench-scheme', edition: '1' };
  throw new Error('the scheme is not in the library');
}

/** An edition that asks for four more provisions, two of them of cameras alone. */
export function changed(was: SchemeEdition): SchemeEdition {
  const [group] = was.requirements;
  if (!group) throw new Error('a scheme without requirements');
  const more = { ...group, id: 'added', provisions: ['5.3-1', '5.6-9'] };
  const cameras = {
    ...group,
    id: 'cameras',
    provisions: ['5.5-2', '5.7-1'],
    only: { categories: ['ip-camera'] },
  };
  return { ...was, edition: '2', requirements: [...was.requirements, more, cameras] };
}
