import { parseArgs } from 'node:util';

import { type Library } from '@assay/office/0-programme/load-library';
import { editionBefore, namedEdition } from '@assay/office/0-programme/named-edition';
import { simulatePopulation } from '@assay/office/0-programme/simulate-population';
import { type Words } from '@assay/office/words';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { simulationCsv, simulationJson, simulationMarkdown } from '../terminal/simulation-exports.ts';
import { simulationTable } from '../terminal/simulation-table.ts';
import { printable } from '../terminal/table.ts';
import { UsageError } from '../usage.ts';
import { parseDay } from './check.ts';

const VIEWS = {
  table: simulationTable,
  json: simulationJson,
  md: simulationMarkdown,
  csv: simulationCsv,
} as const;

/**
 * `assay scheme simulate <edition> --population FOLDER`: exit 0 where no label lapses, 1 where one does, 2 where the call
 * or a product cannot be read; those that can be read are judged and shown all the same.
 */
export async function schemeSimulate(args: readonly string[], io: Io): Promise<ExitCode> {
  const asked = parseSimulate(args);
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  const next = await namedEdition(library, asked.edition);
  if (!next.ok) return refused(next.refusal, words, io);
  const was = await before(library, asked.was, next.value.scheme);
  if (!was.ok) return refused(was.refusal, words, io);
  const { folder, level, asOf, view, programme, show } = asked;
  const simulated = await simulatePopulation(
    library,
    {
      ...{ folder, next: next.value.scheme, asOf, view },
      ...(was.value && { was: was.value }),
      ...(level !== undefined && { level }),
      ...(programme !== undefined && { programme }),
    },
    everySecond(io),
  );
  if (!simulated.ok) return refused(simulated.refusal, words, io);
  const { products, unreadable } = simulated.value;
  for (const { product, refusal } of unreadable)
    io.error(printable(`${product}: ${explain(refusal, words)}`));
  io.out(show(simulated.value, words, io));
  if (unreadable.length > 0) return 2;
  return products.some(({ fate }) => fate.standing === 'lapses') ? 1 : 0;
}

function parseSimulate(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      population: { type: 'string' },
      was: { type: 'string' },
      level: { type: 'string' },
      programme: { type: 'string' },
      'as-of': { type: 'string' },
      assessed: { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
    },
  });
  const [edition, ...more] = positionals;
  const { population: folder, was, level, programme } = values;
  if (edition === undefined || more.length > 0)
    throw new UsageError('name one edition: id@edition of one that is loaded, or the path of a draft');
  if (folder === undefined) throw new UsageError('name the folder of products: --population FOLDER');
  if (level !== undefined && !/^[1-9]\d?$/.test(level))
    throw new UsageError(`--level ${level}: a level is a number from 1`);
  const show = Object.entries(VIEWS).find(([name]) => name === values.format)?.[1];
  if (!show) throw new UsageError(`--format ${values.format}: there are ${Object.keys(VIEWS).join(', ')}`);
  return {
    ...{ edition, folder, was, programme, show },
    level: level === undefined ? undefined : Number(level),
    asOf: parseDay(values['as-of']),
    view: values.assessed ? ('assessed' as const) : ('declared' as const),
  };
}

/** The edition to compare with: the one that is named, else the newest of the scheme that came before. */
async function before(library: Library, name: string | undefined, next: SchemeEdition) {
  if (name === undefined) return { ok: true as const, value: editionBefore(library, next) };
  const named = await namedEdition(library, name);
  return named.ok ? { ok: true as const, value: named.value.scheme } : named;
}

/** Tells how far the work is, once a second, beside the answer and never in it. */
function everySecond(io: Io): (done: number, of: number) => void {
  let told = Date.now();
  return (done, of) => {
    if (Date.now() - told < 1_000) return;
    told = Date.now();
    io.error(`${String(done)} of ${String(of)} products judged`);
  };
}

function refused(refusal: { readonly code: string }, words: Words, io: Io): 2 {
  io.error(explain(refusal, words));
  return 2;
}
