import { stat } from 'node:fs/promises';

import {
  checkLibrary,
  checkSchemeFile,
  isSound,
  type CheckReport,
} from '@assay/office/0-programme/check-library';
import { loadWords, type Words } from '@assay/office/words';

import { homeFolder, versionOf } from '../home.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { schemeCheckJson, schemeCheckSarif, schemeCheckTable } from '../terminal/scheme-check-views.ts';
import { UsageError } from '../usage.ts';
import { libraryFolder } from './library-folder.ts';

type View = (report: CheckReport, words: Words, io: Io) => Promise<string> | string;

const VIEWS: Readonly<Record<'table' | 'json' | 'sarif', View>> = {
  table: schemeCheckTable,
  json: schemeCheckJson,
  sarif: async (report, words) => schemeCheckSarif(report, words, await versionOf(homeFolder())),
};

/**
 * `assay scheme check`: looks at the files themselves, whatever was kept. Exit 0 where there is no fault, 1 where there
 * is one; warnings and notes are told and change nothing.
 */
export async function schemeCheck(name: string | undefined, format: string, io: Io): Promise<ExitCode> {
  const view = Object.entries(VIEWS).find(([word]) => word === format)?.[1];
  if (!view) throw new UsageError(`--format ${format}: there are ${Object.keys(VIEWS).join(', ')}`);
  const report =
    name !== undefined && (await isFile(name))
      ? await checkSchemeFile(homeFolder(), name)
      : await checkLibrary(libraryFolder(name));
  io.out(await view(report, await loadWords(homeFolder()), io));
  return isSound(report) ? 0 : 1;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
