/**
 * `npm run bench:desks`: how long each desk takes to open, and how often it asks the database, with a thousand cases and
 * with a hundred thousand; a number after it says how often each page is opened. Exit 1 where a bar is missed.
 */
import { table } from '../judging/measure.ts';
import { desks } from './open-desks.ts';

const times = Number(process.argv[2] ?? 200);
if (!Number.isSafeInteger(times) || times < 1) throw new Error('how often each page is opened is a number');
const { report, bars } = await desks({ times });
console.log(`${report}\n`);
console.log(
  table([
    ['bar', 'wanted', 'found', ''],
    ...bars.map(({ what, wanted, found, held }) => [what, wanted, found, held ? 'held' : 'MISSED']),
  ]),
);
process.exitCode = bars.every(({ held }) => held) ? 0 : 1;
