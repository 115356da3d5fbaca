import { parseArgs } from 'node:util';

import { crosswalkNames, crosswalkOscal, readCrosswalk } from '@assay/office/0-programme/crosswalk-export';
import { startOfDay } from '@assay/vocabulary/instant';

import { homeFolder } from '../home.ts';
import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { writeOutput } from '../write-output.ts';
import { parseDay } from './check.ts';

const FORMATS: readonly string[] = ['oscal', 'json'];

/** `assay crosswalk list` names the crosswalks; `assay crosswalk export [NAME]` writes one of them for other programs. */
export async function crosswalk(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'oscal' },
      'as-of': { type: 'string' },
      output: { type: 'string' },
    },
  });
  const [act, named, ...more] = positionals;
  const home = homeFolder();
  const known = await crosswalkNames(home);
  if (act === 'list' && named === undefined) {
    io.out(known.join('\n'));
    return 0;
  }
  if (act !== 'export' || more.length > 0)
    throw new UsageError('say: crosswalk list, or crosswalk export [NAME]');
  if (!FORMATS.includes(values.format))
    throw new UsageError(`--format ${values.format}: there are ${FORMATS.join(', ')}`);
  const name = named ?? (known.length === 1 ? known[0] : undefined);
  if (name === undefined) throw new UsageError(`name one crosswalk: ${known.join(', ')}`);
  const at = startOfDay(parseDay(values['as-of']), 'UTC');
  const rules = await openRules(io);
  if (!rules) return 2;
  const read = await readCrosswalk(home, name);
  if (!read.ok) {
    io.error(explain(read.refusal, rules.words));
    return 2;
  }
  const { catalogue } = rules.library;
  const document =
    values.format === 'json' ? read.value.document : crosswalkOscal(read.value, { catalogue, at });
  await writeOutput(
    JSON.stringify(document, null, 2),
    { file: values.output, inputs: [read.value.file] },
    io,
  );
  return 0;
}
