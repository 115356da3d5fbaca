import { readBytesAs } from '@assay/formats/read-document';
import type { CaseFileManifest } from '@assay/vocabulary/case-file';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import { DossierKind } from '@assay/vocabulary/dossier';
import type { Digest } from '@assay/vocabulary/ids';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
import { TestReportKind } from '@assay/vocabulary/test-report';

import type { ReadMember } from './archive.ts';
import { filesNamed, type NamedFile } from './files-named.ts';

type Members = ReadonlyMap<string, ReadMember>;
type Found = { readonly ok: boolean | null; readonly detail: string };
type Listed = NonNullable<CaseFileManifest['files']>[number];

/** How many files are named one by one where something is wrong with them. */
const MOST_NAMED = 20;

/**
 * Holds every file that the documents of an exported case name against the archive: each is there under its digest, or
 * the manifest says why not. What is missing or was changed is named, with the place that names it.
 */
export function filesHold(manifest: CaseFileManifest, members: Members, events: readonly CaseEvent[]): Found {
  const { files } = manifest;
  if (!files)
    return manifest.format === 'assay-case-file/1'
      ? { ok: null, detail: 'exported by an earlier release: files of evidence are not in it' }
      : { ok: false, detail: 'the manifest lists no files' };
  let named: readonly NamedFile[];
  try {
    named = filesNamed(events, {
      dossier: (digest) => read(DossierKind, members, digest),
      report: (digest) => read(TestReportKind, members, digest),
    });
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
  const listed = new Map(files.map((file) => [file.digest, file]));
  const wrong = named.flatMap((one) => wrongWith(one, listed.get(one.digest), members));
  if (wrong.length > 0) return { ok: false, detail: told(wrong) };
  const absent = files.flatMap((file) => absence(file));
  const here = files.length - absent.length;
  return absent.length > 0
    ? { ok: null, detail: told([`${String(here)} files are in it`, ...absent]) }
    : { ok: true, detail: `${String(here)} files, every one that the documents and answers name` };
}

function wrongWith(
  { digest, place, source, confidential }: NamedFile,
  file: Listed | undefined,
  members: Members,
): readonly string[] {
  if (!file) return [`${digest}, named in ${place}, is not listed`];
  const { state, title, found, member } = file;
  const what = `${title === undefined ? digest : `${title} (${digest})`}, named in ${place},`;
  switch (state) {
    case 'here': {
      const there = member && members.get(member.name);
      if (!member || !there) return [`${what} is missing`];
      return there.digest === digest && member.name === `files/${digest.slice('sha256:'.length)}`
        ? []
        : [`${what} was changed: the file has the digest ${there.digest}`];
    }
    case 'missing':
      return [`${what} was missing when this was exported`];
    case 'changed':
      return [`${what} had been changed when this was exported, to ${found ?? 'other bytes'}`];
    case 'published':
      return source === undefined || confidential || source !== file.source
        ? [`${what} is not in it, and nobody says that it is published`]
        : [];
    case 'withheld':
      return [];
  }
}

/** Why a file is not in the archive although nothing is wrong with it. */
function absence({ state, digest, title = digest, source = '' }: Listed): readonly string[] {
  if (state === 'withheld') return [`${title} is confidential and was withheld`];
  return state === 'published' ? [`${title} is only at ${source}`] : [];
}

function told(lines: readonly string[]): string {
  const more = lines.length - MOST_NAMED;
  return [...lines.slice(0, MOST_NAMED), ...(more > 0 ? [`${String(more)} more`] : [])].join('; ');
}

function read<S extends TSchema>(kind: DocumentKind<S>, members: Members, digest: Digest): Static<S> {
  const member = members.get(`documents/${digest.slice('sha256:'.length)}`);
  const found = member?.bytes && readBytesAs(kind, digest, member.bytes);
  if (!found?.ok) throw new Error(`${kind.name} ${digest} cannot be read, so its files are not known`);
  return found.value.document;
}
