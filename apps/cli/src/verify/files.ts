import { rename, writeFile } from 'node:fs/promises';

import { readBytes } from '@assay/formats/read-text';

import { UsageError } from '../usage.ts';
import { said } from './said.ts';

const LARGEST = 4 * 1024 * 1024;

/** A file as text, at most 4 MiB. */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file, LARGEST);
  if (!bytes.ok) throw new UsageError(await said(bytes.refusal));
  return new TextDecoder().decode(bytes.value);
}

/** A file as JSON, at most 4 MiB. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON`);
  }
}

/** Writes a file so that a reader sees the old one or the new one, whole. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${String(process.pid)}`;
  await writeFile(beside, text, { mode: 0o644 });
  await rename(beside, file);
}
