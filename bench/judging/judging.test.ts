import { catalogueOf } from '@assay/conformity/0-programme/catalogue';
import { loadLibrary } from '@assay/office/0-programme/load-library';
import { expect, test } from 'vitest';

import { checkDossiers, contestants } from './contestants.ts';
import { standardIn } from './editions.ts';
import { sameAnswers } from './speed.ts';

test('every engine of the bench gives the answer of the reference, on dossiers that would be taken', async () => {
  const library = await loadLibrary(new URL('../..', import.meta.url).pathname);
  if (!library.ok) throw new Error(JSON.stringify(library.refusal));
  const { facts, standards } = library.value.catalogue;
  const standard = standardIn(standards.values());
  const catalogue = catalogueOf({
    facts: { facts: [...facts.values()] },
    standards: [standard],
    schemes: [],
  });
  checkDossiers(catalogue, standard);
  const { list } = contestants(catalogue, standard, 24);
  await sameAnswers(list, 24);
  expect(list).toHaveLength(6);
});
