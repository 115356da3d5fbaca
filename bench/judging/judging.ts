/**
 * `npm run bench`: how fast dossiers are judged, beside other engines on the same dossiers in the same run; how fast a
 * million are re-judged; how fast the command line answers. Words after it choose among speed, million and start. Exit 1
 * where a bar is missed.
 */
import { catalogueOf } from '@assay/conformity/0-programme/catalogue';
import { loadLibrary, type Library } from '@assay/office/0-programme/load-library';

import { changed, schemeIn, standardIn } from './editions.ts';
import { table, type Bar } from './measure.ts';
import { million } from './million.ts';
import { speed } from './speed.ts';
import { start } from './start.ts';

type Measured = { readonly report: string; readonly bars: readonly Bar[] };

const HOME = new URL('../..', import.meta.url).pathname;
const PARTS: Readonly<Record<string, (library: Library) => Measured | Promise<Measured>>> = {
  speed: ({ catalogue }) => {
    const standard = standardIn(catalogue.standards.values());
    // The peers know nothing of provisions that a later edition splits; so here there is none.
    const facts = { facts: [...catalogue.facts.values()] };
    return speed(catalogueOf({ facts, standards: [standard], schemes: [] }), standard);
  },
  million: ({ catalogue }) => {
    const standard = standardIn(catalogue.standards.values());
    const was = schemeIn(catalogue.schemes.values());
    return million({ catalogue, standard, was, now: changed(was) });
  },
  start: () => start(HOME),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) throw new Error(`${unknown}: there are ${Object.keys(PARTS).join(', ')}`);
const library = await loadLibrary(HOME);
if (!library.ok) throw new Error(JSON.stringify(library.refusal));
const bars: Bar[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const measured = await part(library.value);
  console.log(`${measured.report}\n`);
  bars.push(...measured.bars);
}
console.log(
  table([
    ['bar', 'wanted', 'found', ''],
    ...bars.map(({ what, wanted, found, held }) => [what, wanted, found, held ? 'held' : 'MISSED']),
  ]),
);
process.exitCode = bars.every(({ held }) => held) ? 0 : 1;
