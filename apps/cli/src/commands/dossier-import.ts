import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';

import { isMakersFile } from '@assay/formats/import/read-makers-file';
import { readBytes, type Unreadable } from '@assay/formats/read-text';
import { importFiles, type Import, type Imported } from '@assay/office/1-application/import-files';
import { writeWhole } from '@assay/office/write-whole';
import { ok, type Result } from '@assay/vocabulary/result';

import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import { importJson, importTable } from '../terminal/import-views.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { parseDay, parseFormat } from './check.ts';

/** Files of one folder at most. */
const MOST_FILES = 500;

/** `assay dossier import`: exit 0 where all was taken that belongs in the documents, 1 where it is held back, 2 where it cannot be read. */
export async function dossierImport(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      into: { type: 'string' },
      report: { type: 'string' },
      standard: { type: 'string' },
      replace: { type: 'boolean', default: false },
      'leave-out': { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      'as-of': { type: 'string' },
      format: { type: 'string', default: 'table' },
    },
  });
  if (positionals.length === 0) throw new UsageError('name the files or folders to read');
  if (values.into !== undefined && values.into === values.report)
    throw new UsageError('--into and --report name two files');
  const format = parseFormat(values.format);
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  const found = await filesAt(positionals);
  const [dossier, report] = [await documentAt(values.into), await documentAt(values.report)];
  for (const one of [found, dossier, report])
    if (!one.ok) {
      io.error(explain(one.refusal, words));
      return 2;
    }
  if (!found.ok || !dossier.ok || !report.ok) return 2;
  const imported = importFiles(library, {
    files: await placed(found.value.files, values.into),
    ...(dossier.value && { dossier: dossier.value }),
    ...(report.value && { report: report.value }),
    ...(values.standard !== undefined && { standard: values.standard }),
    ...{ replace: values.replace, leaveOut: values['leave-out'], asOf: parseDay(values['as-of']) },
  });
  if (!imported.ok) {
    io.error(explain(imported.refusal, words));
    return 2;
  }
  const written = imported.value.held === undefined ? await write(imported.value) : [];
  const told = { ...imported.value, passedOver: found.value.passedOver, written };
  io.out(format === 'json' ? importJson(told, words) : importTable(told, words, io, values.all));
  return imported.value.held === undefined ? 0 : 1;
}

/** The dossier is the last: where writing stops between the two, the next run does it again. */
async function write({ documents }: Imported): Promise<readonly string[]> {
  const changed = documents.filter((one) => one.changed).reverse();
  for (const { file, text } of changed) await writeWhole(file, new TextEncoder().encode(text));
  return changed.map(({ file }) => file);
}

type Read = { readonly file: string; readonly bytes: Uint8Array };
type Found = { readonly files: readonly Read[]; readonly passedOver: readonly string[] };

/** The files named, and those of the folders named whose names end like a format that is read; the rest is told. */
async function filesAt(paths: readonly string[]): Promise<Result<Found, Unreadable>> {
  const names: string[] = [];
  const passedOver: string[] = [];
  for (const path of paths) {
    if (!(await isFolder(path))) {
      names.push(path);
      continue;
    }
    for (const name of (await readdir(path)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })))
      if (isMakersFile(name)) names.push(join(path, name));
      else passedOver.push(join(path, name));
  }
  if (names.length > MOST_FILES)
    throw new UsageError(`${String(names.length)} files; at most ${String(MOST_FILES)} are read at once`);
  const files: Read[] = [];
  for (const file of new Set(names)) {
    const bytes = await readBytes(file);
    if (!bytes.ok) return bytes;
    files.push({ file, bytes: bytes.value });
  }
  return ok({ files, passedOver });
}

/** A file to be written: what it holds already, if it is there. */
async function documentAt(file: string | undefined): Promise<Result<Import['dossier'], Unreadable>> {
  if (file === undefined) return ok(undefined);
  const bytes = await readBytes(file);
  if (bytes.ok) return ok({ file, bytes: bytes.value });
  return bytes.refusal.code === 'no-such-file' ? ok({ file }) : bytes;
}

/** Where a file lies below the dossier's folder, by its path from there: a dossier checks such files against their digests. */
async function placed(files: readonly Read[], dossier: string | undefined): Promise<Import['files']> {
  if (dossier === undefined) return files;
  const folder = await realpath(dirname(dossier)).catch(() => undefined);
  if (folder === undefined) return files;
  return Promise.all(
    files.map(async (one) => {
      const way = relative(folder, await realpath(one.file));
      return way.startsWith('..') ? one : { ...one, below: way };
    }),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
