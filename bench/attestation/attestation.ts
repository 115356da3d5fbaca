/**
 * `npm run bench:attestation`: how fast labels are signed, verified, logged and audited, beside what the platform needs for
 * the same signatures in the same run, and what the page weighs that verifies them. Words after it choose among the parts. Exit 1
 * where a bar is missed.
 */
import { table, type Bar } from '../judging/measure.ts';
import { audit } from './audit.ts';
import { issuing } from './issuing.ts';
import { leaves } from './leaves.ts';
import { page } from './page.ts';
import { signatures } from './signatures.ts';

type Measured = { readonly report: string; readonly bars: readonly Bar[] };

const PARTS: Readonly<Record<string, () => Promise<Measured>>> = {
  // First what makes thousands of files: a file system that has just freed as many makes new ones ever so slowly.
  issuing: () => issuing(),
  leaves: () => leaves(),
  signatures: () => signatures(),
  page: () => page(),
  audit: () => audit(),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) throw new Error(`${unknown}: there are ${Object.keys(PARTS).join(', ')}`);
const bars: Bar[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const measured = await part();
  console.log(`${measured.report}\n`);
  bars.push(...measured.bars);
}
if (bars.length > 0)
  console.log(
    table([
      ['bar', 'wanted', 'found', ''],
      ...bars.map(({ what, wanted, found, held }) => [what, wanted, found, held ? 'held' : 'MISSED']),
    ]),
  );
process.exitCode = bars.every(({ held }) => held) ? 0 : 1;
