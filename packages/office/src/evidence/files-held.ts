import { evidenceWith } from '@assay/records/evidence';
import type { Reader } from '@assay/records/open';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Digest, OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import type { Office } from '../office.ts';

/** Files that are named and not here for whoever names them, withdrawn since, or not as they were kept; each by its place. */
export type NotHeld = { readonly code: 'evidence-not-held'; readonly evidence: readonly string[] };

/** Where a document names a file: a JSON pointer with what it is called there. */
export type NamedPlace = { readonly place: string; readonly digest: Digest };

/**
 * Refuses what names a file that is not kept here as this organisation's own: nothing of a case may rest on bytes that
 * nobody can be shown. Another organisation's file is as absent as one that is nowhere.
 */
export async function holdsFiles(
  { blobs }: Pick<Office, 'blobs'>,
  reader: Reader,
  { organisation, named }: { readonly organisation: OrganisationId; readonly named: readonly NamedPlace[] },
): Promise<Result<undefined, NotHeld>> {
  const digests = [...new Set(named.map(({ digest }) => digest))];
  const kept = await evidenceWith(reader, { organisation, digests });
  const here = new Set<Digest>();
  for (const digest of digests) {
    const one = kept.find((file) => file.digest === digest && file.withdrawn === undefined);
    if (one && (await blobs.sizeOf(digest)) === one.size) here.add(digest);
  }
  const evidence = named.filter(({ digest }) => !here.has(digest)).map(({ place }) => place);
  return evidence.length === 0 ? ok(undefined) : refuse({ code: 'evidence-not-held', evidence });
}

/** The files that a dossier must be able to show from here: all but what its maker has published under the same digest. */
export function filesNeeded({ evidence }: Pick<Dossier, 'evidence'>): readonly NamedPlace[] {
  return evidence.flatMap(({ id, digest, source, confidential }, index) =>
    source !== undefined && !confidential ? [] : [{ place: `/evidence/${String(index)} (${id})`, digest }],
  );
}

/** The files that were sent along with words, in the order in which they were named. */
export function filesAlong(evidence: readonly Digest[]): readonly NamedPlace[] {
  return evidence.map((digest, index) => ({ place: `/evidence/${String(index)} (${digest})`, digest }));
}

/** The outputs of tools that a report names. */
export function outputsNamed({ instruments }: Pick<TestReport, 'instruments'>): readonly NamedPlace[] {
  return instruments.flatMap(({ name, output: digest }, index) =>
    digest === undefined ? [] : [{ place: `/instruments/${String(index)}/output (${name})`, digest }],
  );
}
