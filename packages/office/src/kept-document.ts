import { readBytesAs } from '@assay/formats/read-document';
import { keepDocument, readTexts } from '@assay/records/document';
import type { Reader, Tx } from '@assay/records/open';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import type { Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { readPassing, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { TestReportKind, type TestReport } from '@assay/vocabulary/test-report';

import { digestOf } from './digest.ts';

/** Keeps a document's bytes under their digest; the same bytes again are nothing new. */
export async function keep(
  tx: Tx,
  administrator: string,
  document: {
    readonly kind: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
    readonly at: Instant;
  },
): Promise<Digest> {
  const digest = digestOf(document.bytes);
  const { kind, mediaType, bytes: body, at: receivedAt } = document;
  const kept = await keepDocument(tx, { administrator, digest, kind, mediaType, body, receivedAt });
  if (!kept.ok) throw new Error(`${digest} is not the digest of its own bytes`);
  return digest;
}

/** The dossier kept under a digest. It was read when it came in; if it no longer reads, the records are broken. */
export function keptDossier(reader: Reader, administrator: string, digest: Digest): Promise<Dossier> {
  return keptAs(DossierKind, reader, { administrator, digest });
}

/** The test report kept under a digest. */
export function keptReport(reader: Reader, administrator: string, digest: Digest): Promise<TestReport> {
  return keptAs(TestReportKind, reader, { administrator, digest });
}

type Wanted = { readonly administrator: string; readonly digests: readonly Digest[] };

/** Dossiers by their digests, all at once. */
export function keptDossiers(reader: Reader, wanted: Wanted): Promise<ReadonlyMap<Digest, Dossier>> {
  return kept(DossierKind, reader, wanted);
}

/** Test reports by their digests, all at once. */
export function keptReports(reader: Reader, wanted: Wanted): Promise<ReadonlyMap<Digest, TestReport>> {
  return kept(TestReportKind, reader, wanted);
}

async function keptAs<S extends TSchema>(
  kind: DocumentKind<S>,
  reader: Reader,
  { administrator, digest }: { readonly administrator: string; readonly digest: Digest },
): Promise<Static<S>> {
  const document = (await kept(kind, reader, { administrator, digests: [digest] })).get(digest);
  if (document === undefined) throw new Error(`unreachable: ${digest} is kept or missed`);
  return document;
}

async function kept<S extends TSchema>(
  kind: DocumentKind<S>,
  reader: Reader,
  { administrator, digests }: Wanted,
): Promise<ReadonlyMap<Digest, Static<S>>> {
  const documents = new Map<Digest, Static<S>>();
  for (const digest of digests) {
    const known = READ.get(`${administrator} ${digest}`);
    if (known?.kind === kind) documents.set(digest, parseKnown(kind, known.document));
  }
  const missing = [...new Set(digests)].filter((digest) => !documents.has(digest));
  if (missing.length === 0) return documents;
  const texts = await readTexts(reader, { administrator, digests: missing });
  for (const digest of missing) {
    const text = texts.get(digest);
    if (text === undefined) throw new Error(`${digest} is named in a case file and not among the documents`);
    if (digestOf(text) !== digest)
      throw new Error(`${digest} is kept with other bytes: the records were altered`);
    const document = readAgain(kind, digest, text);
    remember(`${administrator} ${digest}`, { kind, document });
    documents.set(digest, document);
  }
  return documents;
}

/**
 * Reads what was read before, when it came in: JSON as JSON, since a reader of YAML, of which it is a part, takes ten
 * times as long to find what it then found.
 */
function readAgain<S extends TSchema>(kind: DocumentKind<S>, digest: Digest, text: string): Static<S> {
  const read = text.startsWith('{') ? readPassing(kind, JSON.parse(text)) : undefined;
  if (read?.ok === true) return read.value;
  const whole = readBytesAs(kind, digest, new TextEncoder().encode(text));
  if (!whole.ok) throw new Error(`${digest}: ${JSON.stringify(whole.refusal)}`);
  return whole.value.document;
}

/** Documents read lately, by administrator and digest. What a digest names never changes, so nothing here can be out of date. */
const READ = new Map<string, { readonly kind: unknown; readonly document: unknown }>();
const MOST = 32;

function remember(name: string, read: { readonly kind: unknown; readonly document: unknown }): void {
  READ.set(name, read);
  const [oldest] = READ.keys();
  if (READ.size > MOST && oldest !== undefined) READ.delete(oldest);
}

/** It was read as this very kind when it was remembered. */
function parseKnown<S extends TSchema>(_kind: DocumentKind<S>, document: unknown): Static<S> {
  return document as Static<S>;
}
