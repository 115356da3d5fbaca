import { readBytesAs } from '@assay/formats/read-document';
import { keepDocument, readDocument } from '@assay/records/document';
import type { Reader, Tx } from '@assay/records/open';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import type { Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
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
export function keptDossier(reader: Reader | Tx, administrator: string, digest: Digest): Promise<Dossier> {
  return kept(reader, { administrator, digest, kind: DossierKind });
}

/** The test report kept under a digest. */
export function keptReport(reader: Reader | Tx, administrator: string, digest: Digest): Promise<TestReport> {
  return kept(reader, { administrator, digest, kind: TestReportKind });
}

async function kept<S extends TSchema>(
  reader: Reader | Tx,
  { administrator, digest, kind }: Wanted<S>,
): Promise<Static<S>> {
  const name = `${administrator} ${digest}`;
  const known = READ.get(name);
  if (known?.kind === kind) return parseKnown(kind, known.document);
  const found = await readDocument(reader, { administrator, digest });
  if (!found) throw new Error(`${digest} is named in a case file and not among the documents`);
  if (digestOf(found.body) !== digest)
    throw new Error(`${digest} is kept with other bytes: the records were altered`);
  const read = readBytesAs(kind, digest, found.body);
  if (!read.ok) throw new Error(`${digest}: ${JSON.stringify(read.refusal)}`);
  remember(name, { kind, document: read.value.document });
  return read.value.document;
}

type Wanted<S extends TSchema> = {
  readonly administrator: string;
  readonly digest: Digest;
  readonly kind: DocumentKind<S>;
};

/** Documents read lately, frozen, by administrator and digest. What a digest names never changes, so nothing here can be out of date. */
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
