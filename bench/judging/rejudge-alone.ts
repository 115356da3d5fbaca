/** Re-judges one file of encoded dossiers in a process of its own: names to standard output, what it took to standard error. */
import { loadLibrary } from '@assay/office/0-programme/load-library';
import { openPopulation } from '@assay/office/0-programme/encoded-population';
import { rejudge } from '@assay/office/0-programme/rejudge';

import { changed, schemeIn } from './editions.ts';
import { processorTime } from './measure.ts';

/** What the process says when it is done: microseconds of processor time for the work alone, bytes at its largest. */
export type Alone = {
  readonly time: number;
  readonly peak: number;
  readonly held: number;
  readonly lapsed: number;
};

const [file = ''] = process.argv.slice(2);
const library = await loadLibrary(new URL('../..', import.meta.url).pathname);
if (!library.ok) throw new Error(JSON.stringify(library.refusal));
const { catalogue } = library.value;
const was = schemeIn(catalogue.schemes.values());
const begin = processorTime();
const opened = await openPopulation(file);
if (!opened.ok) throw new Error(opened.refusal.problem);
const judged = await rejudge(opened.value, catalogue, { was, now: changed(was), view: 'declared' }, (name) =>
  process.stdout.write(`${name}\n`),
);
await opened.value.close();
const time = processorTime() - begin;
if (!judged.ok) throw new Error(JSON.stringify(judged.refusal));
const { held, lapsed } = judged.value;
const said: Alone = { time, peak: process.resourceUsage().maxRSS * 1024, held, lapsed };
process.stderr.write(JSON.stringify(said));
