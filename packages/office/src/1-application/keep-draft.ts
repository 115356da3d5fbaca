import { dirname } from 'node:path';

import { draftOf, dossierOf, emptyDraft, type Incomplete } from '@assay/conformity/1-application/draft';
import { documentText } from '@assay/formats/amend-document';
import { readBytesAs, type CannotRead } from '@assay/formats/read-document';
import { below, readBytes, type Unreadable } from '@assay/formats/read-text';
import type { Evidence } from '@assay/vocabulary/dossier';
import { DossierDraftKind, type DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { Digest, ProvisionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Library } from '../0-programme/load-library.ts';
import { digestOf } from '../digest.ts';
import { readDossier, type Inconsistent } from '../handed.ts';
import { writeWhole } from '../write-whole.ts';
import { nameOf } from './blank-documents.ts';

/** A draft, the file that keeps it, and the bytes that the file had when it was last read or written. */
export type KeptDraft = {
  readonly file: string;
  readonly draft: DossierDraft;
  /** Absent: the file is not there yet. */
  readonly digest: Digest | undefined;
  /** Whether the file held a dossier when it was opened: whoever stops early gets it back as one. */
  readonly wasDossier: boolean;
};

/** The file holds other bytes than when it was last read: somebody edited it meanwhile. */
export type Edited = { readonly code: 'draft-edited'; readonly file: string };

/** Opens the draft that a file keeps, or a dossier as a draft, or begins an empty one where there is no file. */
export async function openDraft(
  library: Pick<Library, 'catalogue'>,
  file: string,
): Promise<Result<KeptDraft, CannotRead | Inconsistent>> {
  const bytes = await readBytes(file);
  if (!bytes.ok)
    return bytes.refusal.code === 'no-such-file'
      ? ok({ file, draft: emptyDraft(nameOf(file)), digest: undefined, wasDossier: false })
      : bytes;
  const digest = digestOf(bytes.value);
  const draft = readBytesAs(DossierDraftKind, file, bytes.value);
  if (draft.ok) return ok({ file, draft: draft.value.document, digest, wasDossier: false });
  if (draft.refusal.code !== 'misfit') return draft;
  const dossier = readDossier(library, { file, bytes: bytes.value });
  if (dossier.ok) return ok({ file, draft: draftOf(dossier.value.document), digest, wasDossier: true });
  // Which of the two it was meant to be is told by its first member.
  return /^draft:/m.test(new TextDecoder().decode(bytes.value)) ? draft : dossier;
}

/** Keeps a draft whole or not at all; refuses where the file was edited since, and leaves that file as it is. */
export async function keepDraft(kept: KeptDraft, draft: DossierDraft): Promise<Result<KeptDraft, Edited>> {
  return keepText({ ...kept, draft }, documentText(draft));
}

/** Puts the dossier that the draft has become in its place. Refuses while something is missing that every dossier has. */
export async function finishDraft(kept: KeptDraft): Promise<Result<KeptDraft, Edited | Incomplete>> {
  const dossier = dossierOf(kept.draft);
  return dossier.ok ? keepText(kept, documentText(dossier.value)) : dossier;
}

async function keepText(kept: KeptDraft, text: string): Promise<Result<KeptDraft, Edited>> {
  const { file, digest } = kept;
  const there = await readBytes(file);
  const now = there.ok ? digestOf(there.value) : undefined;
  if (now !== digest) return refuse({ code: 'draft-edited', file });
  const bytes = new TextEncoder().encode(text);
  await writeWhole(file, bytes);
  return ok({ ...kept, digest: digestOf(bytes) });
}

/** A document beside the dossier as evidence for provisions. Refuses a path that leads out of the dossier's folder. */
export async function evidenceFrom(question: {
  readonly dossier: string;
  readonly path: string;
  readonly covers: readonly ProvisionRef[];
  readonly on: CalendarDate;
}): Promise<Result<Evidence, Unreadable>> {
  const { dossier, path, covers, on } = question;
  const folder = dirname(dossier);
  const file = await below(folder, path);
  if (!file.ok) return file;
  const bytes = await readBytes(file.value);
  if (!bytes.ok) return bytes;
  return ok({
    id: path
      .replaceAll(/[^A-Za-z0-9_.-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 80),
    kind: 'document',
    title: path.slice(0, 200),
    digest: digestOf(bytes.value),
    path,
    received: on,
    effective: { from: on },
    confidential: true,
    covers: [...covers],
  });
}
