import { parseArgs } from 'node:util';

import { gapFiles } from '@assay/office/2-evaluation/gap';

import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import { GAP_FORMATS } from '../terminal/gap-formats.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { tellNotInForce } from '../terminal/not-in-force.ts';
import { styleFor } from '../terminal/style.ts';
import { UsageError } from '../usage.ts';
import { writeOutput } from '../write-output.ts';
import { parseDay } from './check.ts';

/** `assay gap`: exit 0 where no scheme that takes the product waits for anything from the maker, 1 where one does. */
export async function gap(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scheme: { type: 'string', multiple: true, default: [] },
      report: { type: 'string', multiple: true, default: [] },
      programme: { type: 'string' },
      'as-of': { type: 'string' },
      format: { type: 'string', default: 'table' },
      output: { type: 'string' },
    },
  });
  const [dossier, ...more] = positionals;
  if (dossier === undefined || more.length > 0) throw new UsageError('name one dossier');
  const load = Object.hasOwn(GAP_FORMATS, values.format) ? GAP_FORMATS[values.format] : undefined;
  if (!load)
    throw new UsageError(`--format ${values.format}: there are ${Object.keys(GAP_FORMATS).join(', ')}`);
  const asOf = parseDay(values['as-of']);
  const [rules, view] = await Promise.all([openRules(io), load()]);
  if (!rules) return 2;
  const { words, library } = rules;
  const { programme } = values;
  const papers = { dossier, reports: values.report, ...(programme !== undefined && { programme }) };
  const found = await gapFiles(library, { ...papers, schemes: values.scheme, asOf });
  if (!found.ok) {
    io.error(explain(found.refusal, words));
    return 2;
  }
  tellNotInForce(library, { named: values.scheme, day: asOf }, io);
  const inputs = [dossier, ...values.report, ...(programme === undefined ? [] : [programme])];
  // A file has no colours, whatever the terminal has.
  const plain = values.output === undefined ? io : { ...io, style: styleFor({}, {}) };
  const text = view(found.value, { library, words, io: plain });
  await writeOutput(text, { file: values.output, inputs }, io);
  return found.value.fixes.length === 0 ? 0 : 1;
}
