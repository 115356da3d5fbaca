import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import type { CaseFileManifest } from '@assay/vocabulary/case-file';
import { ok, type Result } from '@assay/vocabulary/result';

import type { UnknownCase } from '../case-act.ts';
import type { Office } from '../office.ts';
import type { Words } from '../words.ts';
import { exportCase, type Export } from './export-case.ts';

/** An archive on its way to whoever asked for it: nothing of it stays here. */
export type HandedOut = { readonly file: Readable; readonly manifest: CaseFileManifest };

/** Writes a case into an archive and streams it; its file has no name any more when the first byte leaves. */
export async function handOutCase(
  office: Office,
  words: Words,
  { case: id, confidential }: Omit<Export, 'into'>,
): Promise<Result<HandedOut, UnknownCase>> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-case-'));
  try {
    const into = join(folder, 'case.zip');
    const manifest = await exportCase(office, words, { case: id, into, confidential });
    if (!manifest.ok) return manifest;
    const archive = await open(into, 'r');
    return ok({ file: archive.createReadStream(), manifest: manifest.value });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
