import { caseOf, type Case } from '@assay/conformity/case';
import { paperPdf } from '@assay/formats/paper/paper-pdf';
import { readStream } from '@assay/records/case-file';
import { readDocument } from '@assay/records/document';
import { CaseFileManifestKind, type CaseFileManifest } from '@assay/vocabulary/case-file';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument as readAs } from '@assay/vocabulary/schema';

import { keptEvaluation } from '../2-evaluation/evaluate-case.ts';
import type { UnknownCase } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { administratorOf, type Office } from '../office.ts';
import type { Words } from '../words.ts';
import { writeArchive, type Member } from './archive.ts';
import { casePaper } from './case-paper.ts';
import { digestsNamed } from './digests-named.ts';
import { sealOf } from './seal.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A case as its file tells it. */
export type OpenCase = Exclude<Case, { stage: 'none' }>;

/**
 * Writes a whole case into one archive: every event, every document it names word for word, the bodies whose results counted, and the case
 * printed for people; a manifest of their digests, and the administrator's seal over it. `assay case verify` checks it without us.
 */
export async function exportCase(
  office: Office,
  words: Words,
  { case: id, into }: { readonly case: CaseId; readonly into: string },
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
  const paper = await printCase(office, words, { state, events });
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
    format: 'assay-case-file/1',
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
  });
  const bytes = utf8(`${JSON.stringify(manifest, null, 2)}\n`);
  const seal = await sealOf(manifest, digestOf(bytes), await office.keyring.active('vc'));
  const members: readonly Member[] = [
    { name: 'manifest.json', bytes },
    { name: 'seal.jws', bytes: utf8(seal) },
    ...Object.values(parts),
    ...documents,
  ];
  await writeArchive(into, members, manifest.exportedAt);
  return ok(manifest);
}

/** The case as one tagged PDF. */
export async function printCase(
  office: Office,
  words: Words,
  { state, events }: { readonly state: OpenCase; readonly events: readonly CaseEvent[] },
): Promise<Uint8Array> {
  const evaluation = state.evaluation && (await keptEvaluation(office, state.evaluation.digest)).evaluation;
  return paperPdf(casePaper(office, words, { state, events, evaluation }));
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
