/**
 * `npm run bench`: how fast dossiers are judged, beside other engines on the same dossiers in the same run. Exit 1 where
 * a bar is missed.
 */
import { catalogueOf } from '@assay/conformity/0-programme/catalogue';
import { loadLibrary } from '@assay/office/0-programme/load-library';

import { table } from './measure.ts';
import { speed } from './speed.ts';

const home = new URL('../..', import.meta.url).pathname;
const library = await loadLibrary(home);
if (!library.ok) throw new Error(JSON.stringify(library.refusal));
const { facts, standards } = library.value.catalogue;
const standard = [...standards.values()].find(
  ({ id, edition }) => id === 'etsi-en-303-645' && edition === '2.1.1',
);
if (!standard) throw new Error('EN 303 645 is not in the library');

// The peers know nothing of provisions that a later edition splits; so here there is none.
const catalogue = catalogueOf({ facts: { facts: [...facts.values()] }, standards: [standard], schemes: [] });
const { report, bars } = await speed(catalogue, standard);
console.log(report);
console.log();
console.log(
  table([
    ['bar', 'wanted', 'found', ''],
    ...bars.map(({ what, wanted, found, held }) => [what, wanted, found, held ? 'held' : 'MISSED']),
  ]),
);
process.exitCode = bars.every(({ held }) => held) ? 0 : 1;
