import { parseArgs } from 'node:util';

import { schemeInForce } from '@assay/conformity/0-programme/catalogue';
import { loadLibrary, type Library } from '@assay/office/0-programme/load-library';
import { loadWords } from '@assay/office/words';
import { dateOf, instantOf } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { cacheFolder, homeFolder } from '../home.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { schemeList, schemeWhole } from '../terminal/scheme-table.ts';
import { UsageError } from '../usage.ts';
import { parseFormat } from './check.ts';
import { libraryFolder } from './library-folder.ts';
import { schemeCheck } from './scheme-check.ts';
import { schemeDiff } from './scheme-diff.ts';
import { schemeSimulate } from './scheme-simulate.ts';

/** `assay scheme list|show|check|diff|simulate`. */
export async function scheme(args: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = args;
  if (word === 'diff') return schemeDiff(rest, io);
  if (word === 'simulate') return schemeSimulate(rest, io);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'table' } },
  });
  const [verb, name, ...more] = positionals;
  if (!isVerb(verb) || more.length > 0)
    throw new UsageError(
      'say list, show <id>[@edition], check [FILE or FOLDER], diff <A> <B> or simulate <edition>',
    );
  if (verb === 'show' && name === undefined)
    throw new UsageError('name a scheme: assay scheme list shows them');
  if (verb === 'list' && name !== undefined) throw new UsageError(`list takes no word after it: ${name}`);
  if (verb === 'check') return schemeCheck(name, values.format, io);
  const format = parseFormat(values.format);
  const folder = libraryFolder(undefined);
  const library = await loadLibrary(folder, cacheFolder(folder));
  if (!library.ok) {
    io.error(explain(library.refusal, await loadWords(homeFolder())));
    return 2;
  }
  io.out(verb === 'list' ? list(library.value, format, io) : show(library.value, name ?? '', format, io));
  return 0;
}

type Format = ReturnType<typeof parseFormat>;

function list(library: Library, format: Format, io: Io): string {
  const schemes = [...library.catalogue.schemes.values()];
  return format === 'json' ? JSON.stringify(schemes.map(inShort), null, 2) : schemeList(schemes, library, io);
}

function show(library: Library, name: string, format: Format, io: Io): string {
  const found = find(library, name);
  if (!found) throw new UsageError(`there is no scheme ${name}: assay scheme list shows them`);
  return format === 'json' ? JSON.stringify(found, null, 2) : schemeWhole(found, library, io);
}

function isVerb(word: string | undefined): word is 'list' | 'show' | 'check' {
  return word === 'list' || word === 'show' || word === 'check';
}

function find({ catalogue }: Library, name: string): SchemeEdition | undefined {
  const exact = [...catalogue.schemes].find(([ref]) => ref === name)?.[1];
  return exact ?? schemeInForce(catalogue, name, dateOf(instantOf(new Date())));
}

function inShort({ id, edition, status, levelModel, levels, inForce }: SchemeEdition) {
  return {
    id,
    edition,
    status,
    levelModel,
    levels: levels.length,
    inForce: { from: inForce.from, to: inForce.to ?? null },
  };
}
