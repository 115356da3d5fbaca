import { Readable } from 'node:stream';

import { caseOf, type Case } from '@assay/conformity/case';
import { paperPdf } from '@assay/formats/paper/paper-pdf';
import { readStream } from '@assay/records/case-file';
import { readDocument } from '@assay/records/document';
import { CaseFileManifestKind, type CaseFileManifest } from '@assay/vocabulary/case-file';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId, Digest } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument as readAs } from '@assay/vocabulary/schema';

import { keptEvaluation } from '../2-evaluation/evaluate-case.ts';
import type { UnknownCase } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import type { BlobStore } from '../evidence/blob-store.ts';
import { administratorOf, type Office } from '../office.ts';
import type { Words } from '../words.ts';
import { writeArchive, type Member } from './archive.ts';
import { filesOfCase, stateFiles, type StatedFile } from './case-files.ts';
import { casePaper } from './case-paper.ts';
import { digestsNamed } from './digests-named.ts';
import { namesInCase } from './names-in-case.ts';
import { sealOf } from './seal.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A case as its file tells it. */
export type OpenCase = Exclude<Case, { stage: 'none' }>;

export type Export = {
  readonly case: CaseId;
  /** The file to write; there is none yet. */
  readonly into: string;
  /** Whether confidential files are for whoever gets it. */
  readonly confidential: boolean;
};

/**
 * Writes a whole case into one archive: every event, every document and every file that it names word for word, the bodies whose results counted,
 * and the case printed for people; of each file that could not be put in it says why. A manifest of their digests, and the administrator's seal over it. `assay case verify` checks it without us.
 */
export async function exportCase(
  office: Office,
  words: Words,
  { case: id, into, confidential }: Export,
): Promise<Result<CaseFileManifest, UnknownCase>> {
  const administrator = administratorOf(office);
  const events = await readStream(office.records.read, { administrator, stream: id });
  const state = caseOf(events);
  if (state.stage === 'none') return refuse({ code: 'unknown-case', case: id });
  const documents = await Promise.all(
    digestsNamed(events).map(async (digest) => {
      const found = await readDocument(office.records.read, { administrator, digest });
      if (!found) throw new Error(`${digest} is named in a case file and not among the documents`);
      const { kind, mediaType, body } = found;
      return { kind, mediaType, name: `documents/${digest.slice('sha256:'.length)}`, bytes: body };
    }),
  );
  const files = await stateFiles(office, await filesOfCase(office, events), { confidential, thorough: true });
  const paper = await printed(office, words, { state, events, files });
  const parts = {
    events: {
      name: 'events.ndjson',
      bytes: utf8(events.map((event) => `${JSON.stringify(event)}\n`).join('')),
    },
    paper: { name: 'case.pdf', bytes: paper },
    bodies: {
      name: 'bodies.json',
      bytes: utf8(JSON.stringify({ bodies: office.programme.bodies }, null, 2)),
    },
  };
  const { name, code } = office.programme.administrator;
  const manifest = manifestOf({
    format: 'assay-case-file/2',
    case: id,
    administrator: { code, name, did: office.did },
    sandbox: office.programme.sandbox,
    exportedAt: office.clock(),
    version: events.length,
    events: stated(parts.events),
    paper: stated(parts.paper),
    bodies: stated(parts.bodies),
    documents: documents.map(({ kind, mediaType, ...member }) => ({
      member: stated(member),
      kind,
      mediaType,
    })),
    files: files.map(fileStated),
  });
  const bytes = utf8(`${JSON.stringify(manifest, null, 2)}\n`);
  const seal = await sealOf(manifest, digestOf(bytes), await office.keyring.active('vc'));
  const members: readonly Member[] = [
    { name: 'manifest.json', bytes },
    { name: 'seal.jws', bytes: utf8(seal) },
    ...Object.values(parts),
    ...documents,
    ...openFiles(office, files),
  ];
  await writeArchive(into, members, manifest.exportedAt);
  return ok(manifest);
}

type Told = { readonly state: OpenCase; readonly events: readonly CaseEvent[] };

/** The case as one tagged PDF, with every file that it names. */
export async function printCase(
  office: Office,
  words: Words,
  { confidential, ...told }: Told & { readonly confidential: boolean },
): Promise<Uint8Array> {
  const named = await filesOfCase(office, told.events);
  const files = await stateFiles(office, named, { confidential, thorough: false });
  return printed(office, words, { ...told, files });
}

async function printed(
  office: Office,
  words: Words,
  { state, events, files }: Told & { readonly files: readonly StatedFile[] },
): Promise<Uint8Array> {
  const evaluation = state.evaluation && (await keptEvaluation(office, state.evaluation.digest)).evaluation;
  const names = await namesInCase(office, state, events);
  return paperPdf(casePaper(office, words, { state, events, evaluation, files, names }));
}

function fileStated(file: StatedFile): NonNullable<CaseFileManifest['files']>[number] {
  const { digest, place, state, confidential, kept, title = kept?.title, source, found } = file;
  return {
    ...{ digest, place, state, confidential },
    ...(title !== undefined && { title }),
    ...(kept && { name: kept.fileName, mediaType: kept.mediaType }),
    ...(state === 'here' && kept && { member: { name: memberOf(digest), digest, bytes: kept.size } }),
    ...(source !== undefined && { source }),
    ...(found !== undefined && { found }),
  };
}

/** The files that go into the archive, each once; opened when its turn comes. */
function openFiles({ blobs }: Office, files: readonly StatedFile[]): readonly Member[] {
  const here = files.flatMap(({ state, kept }) => (state === 'here' && kept ? [kept] : []));
  return [...new Map(here.map((one) => [one.digest, one])).values()].map(({ digest, size }) => ({
    ...{ name: memberOf(digest), size },
    open: () => Readable.from(bytesOf(blobs, digest)),
  }));
}

/** What vanished since it was looked at breaks the export off: what is sealed is in it. */
async function* bytesOf(blobs: BlobStore, digest: Digest) {
  const blob = await blobs.read(digest);
  if (!blob) throw new Error(`${digest} vanished while its case was exported`);
  yield* blob.bytes;
}

function memberOf(digest: Digest): string {
  return `files/${digest.slice('sha256:'.length)}`;
}

function stated({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }) {
  return { name, digest: digestOf(bytes), bytes: bytes.length };
}

/** What we are about to seal must be what a reader will take. */
function manifestOf(manifest: CaseFileManifest): CaseFileManifest {
  const read = readAs(CaseFileManifestKind, manifest);
  if (!read.ok) throw new Error(`a manifest that nobody could read: ${JSON.stringify(read.refusal)}`);
  return read.value;
}
