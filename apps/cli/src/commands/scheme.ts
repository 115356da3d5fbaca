import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { schemeInForce } from '@assay/conformity/0-programme/catalogue';
import { checkSchemeFile } from '@assay/office/0-programme/check-scheme-file';
import { loadLibrary, type Library } from '@assay/office/0-programme/load-library';
import { loadWords } from '@assay/office/words';
import { dateOf, instantOf } from '@assay/vocabulary/instant';
import { unreachable } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { cacheFolder, homeFolder } from '../home.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { schemeList, schemeWhole } from '../terminal/scheme-table.ts';
import { UsageError } from '../usage.ts';
import { parseFormat } from './check.ts';

/** `assay scheme list|show|check`. */
export async function scheme(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'table' } },
  });
  const [verb, name, ...more] = positionals;
  if (!isVerb(verb) || more.length > 0)
    throw new UsageError('say list, show <id>[@edition] or check [FILE or FOLDER]');
  if (verb === 'show' && name === undefined)
    throw new UsageError('name a scheme: assay scheme list shows them');
  if (verb === 'list' && name !== undefined) throw new UsageError(`list takes no word after it: ${name}`);
  const format = parseFormat(values.format);
  if (verb === 'check' && name !== undefined && (await isFile(name))) return checkFile(name, io);
  const folder = verb === 'check' && name !== undefined ? name : homeFolder();
  if (!existsSync(join(folder, 'standards')) || !existsSync(join(folder, 'schemes')))
    throw new UsageError(
      `${folder}: there are no standards/ and schemes/ in it; name a folder that holds both`,
    );
  // `check` looks at the files themselves, whatever was kept.
  const library = await loadLibrary(folder, verb === 'check' ? undefined : cacheFolder(folder));
  if (!library.ok) {
    io.error(explain(library.refusal, await loadWords(homeFolder())));
    return verb === 'check' ? 1 : 2;
  }
  switch (verb) {
    case 'check': {
      const { schemes, standards } = library.value.catalogue;
      io.out(
        `sound: ${String(schemes.size)} scheme editions, ${String(standards.size)} standard editions, ${String(library.value.ixit.length)} editions of IXIT tables`,
      );
      return 0;
    }
    case 'list': {
      const schemes = [...library.value.catalogue.schemes.values()];
      io.out(
        format === 'json'
          ? JSON.stringify(schemes.map(inShort), null, 2)
          : schemeList(schemes, library.value, io),
      );
      return 0;
    }
    case 'show': {
      const found = find(library.value, name ?? '');
      if (!found) throw new UsageError(`there is no scheme ${name ?? ''}: assay scheme list shows them`);
      io.out(format === 'json' ? JSON.stringify(found, null, 2) : schemeWhole(found, library.value, io));
      return 0;
    }
    default:
      return unreachable(verb);
  }
}

/** One scheme file, against the library of this installation. */
async function checkFile(file: string, io: Io): Promise<ExitCode> {
  const home = homeFolder();
  const words = await loadWords(home);
  const library = await loadLibrary(home, cacheFolder(home));
  const checked = library.ok ? await checkSchemeFile(library.value, file) : library;
  if (!checked.ok) {
    io.error(explain(checked.refusal, words));
    return 1;
  }
  const { id, edition, requirements } = checked.value;
  const count = requirements.reduce((sum, group) => sum + group.provisions.length, 0);
  io.out(`sound: ${id}@${edition}, ${String(count)} requirements`);
  return 0;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
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
