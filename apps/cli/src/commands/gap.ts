import { parseArgs } from 'node:util';

import { loadLibrary } from '@assay/office/0-programme/load-library';
import { gapFiles } from '@assay/office/2-evaluation/gap';
import { loadWords } from '@assay/office/words';

import { cacheFolder, homeFolder } from '../home.ts';
import { explain } from '../terminal/explain.ts';
import { gapJson, gapMarkdown, gapTable } from '../terminal/gap-views.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { tellNotInForce } from '../terminal/not-in-force.ts';
import { UsageError } from '../usage.ts';
import { parseDay } from './check.ts';

const VIEWS = { table: gapTable, json: gapJson, md: gapMarkdown } as const;

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
    },
  });
  const [dossier, ...more] = positionals;
  if (dossier === undefined || more.length > 0) throw new UsageError('name one dossier');
  const view = Object.entries(VIEWS).find(([name]) => name === values.format)?.[1];
  if (!view) throw new UsageError(`--format ${values.format}: there are ${Object.keys(VIEWS).join(', ')}`);
  const asOf = parseDay(values['as-of']);
  const home = homeFolder();
  const words = await loadWords(home);
  const library = await loadLibrary(home, cacheFolder(home));
  const { programme } = values;
  const papers = { dossier, reports: values.report, ...(programme !== undefined && { programme }) };
  const found = library.ok
    ? await gapFiles(library.value, { ...papers, schemes: values.scheme, asOf })
    : library;
  if (!found.ok) {
    io.error(explain(found.refusal, words));
    return 2;
  }
  if (library.ok) tellNotInForce(library.value, { named: values.scheme, day: asOf }, io);
  io.out(view(found.value, words, io));
  return found.value.fixes.length === 0 ? 0 : 1;
}
