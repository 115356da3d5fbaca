import { Readable } from 'node:stream';

import { readDocument } from '@assay/records/document';
import { evidenceWith, type KeptEvidence } from '@assay/records/evidence';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Dossier, Evidence } from '@assay/vocabulary/dossier';
import type { Digest, OrganisationId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { openEvidence, type TellReading } from '../evidence/own-evidence.ts';
import { administratorOf, type Office } from '../office.ts';
import type { CaseSheet } from './case-sheet.ts';

/** What a document is to the case that names it. */
export type CaseDocument = {
  readonly digest: Digest;
  readonly is:
    'dossier' | 'corrected-dossier' | 'own-report' | 'report' | 'signature' | 'evaluation' | 'request';
  readonly at: Instant;
};

/** A file that the applicant says shows something; `kept`: its bytes are here, and under which name. */
export type CaseEvidence = Pick<Evidence, 'digest' | 'title' | 'kind' | 'confidential' | 'effective'> & {
  readonly kept: Pick<KeptEvidence, 'fileName' | 'mediaType' | 'size' | 'withdrawn'> | undefined;
};

/** Every document that the events of a case name, in the order of their coming. */
export function caseDocuments(events: readonly CaseEvent[]): readonly CaseDocument[] {
  return events.flatMap((event) => named(event).map(([digest, is]) => ({ digest, is, at: event.at })));
}

type Named = readonly (readonly [Digest, CaseDocument['is']])[];

function named(event: CaseEvent): Named {
  if (event.type === 'ApplicationSubmitted')
    return [[event.dossier, 'dossier'], ...event.reports.map((one) => [one, 'own-report'] as const)];
  if (event.type === 'ApplicationResubmitted') return [[event.dossier, 'corrected-dossier']];
  if (event.type === 'TestReportReceived')
    return [
      [event.report, 'report'],
      ...(event.signature === undefined ? [] : [[event.signature, 'signature'] as const]),
    ];
  if (event.type === 'EvaluationCompleted') return [[event.evaluation, 'evaluation']];
  if (event.type === 'ApplicationDismissed' && event.grounds.kind === 'asked-by-applicant')
    return [[event.grounds.writing, 'request']];
  return [];
}

/** The evidence of the dossier as it stands, and what was handed in with answers. */
export async function caseEvidence(
  office: Pick<Office, 'records'>,
  { state, dossier, events }: Pick<CaseSheet, 'state' | 'dossier' | 'events'>,
): Promise<readonly CaseEvidence[]> {
  const answers = answeredWith(events);
  const digests = [...dossier.evidence.map(({ digest }) => digest), ...answers];
  const kept = await keptFor(office, state.applicant, digests);
  const stated = dossier.evidence.map(({ digest, title, kind, confidential, effective }) => ({
    ...{ digest, title, kind, effective },
    confidential: confidential || kept.get(digest)?.confidential === true,
    kept: kept.get(digest),
  }));
  const more = answers.filter((one) => !dossier.evidence.some(({ digest }) => digest === one));
  return [
    ...stated,
    ...more.flatMap((digest) => {
      const one = kept.get(digest);
      return one ? [{ ...one, kept: one }] : [];
    }),
  ];
}

export type NoSuchDocument = { readonly code: 'no-such-document' };
/** It is for the applicant, the laboratory of the case and its administrator alone. */
export type ConfidentialHere = { readonly code: 'confidential-here' };
/** A document to hand out, under a name for whoever keeps it. */
export type OpenedDocument = {
  readonly file: Uint8Array | Readable;
  readonly mediaType: string;
  readonly name: string;
};

/** Opens a document that the case names, or a file of its evidence; of anything else it says that there is none. */
export async function openCaseDocument(
  office: Office,
  {
    sheet,
    digest,
    tell,
    confidential,
  }: {
    readonly sheet: CaseSheet;
    readonly digest: Digest;
    readonly tell: TellReading;
    /** Whether the reader is one of those to whom a confidential file is promised to be open. */
    readonly confidential: boolean;
  },
): Promise<Result<OpenedDocument, NoSuchDocument | ConfidentialHere>> {
  const { state, events, dossier } = sheet;
  const short = digest.slice('sha256:'.length, 'sha256:'.length + 12);
  const own = caseDocuments(events).find((one) => one.digest === digest);
  if (own) {
    const administrator = administratorOf(office);
    const found = await readDocument(office.records.read, { administrator, digest });
    if (!found) throw new Error(`${digest} is named in a case file and not among the documents`);
    const { mediaType, body } = found;
    return ok({ file: body, mediaType, name: `${own.is}-${short}${EXTENSIONS[mediaType] ?? ''}` });
  }
  if (!isEvidenceOf({ dossier, events }, digest)) return refuse({ code: 'no-such-document' });
  const kept = (await keptFor(office, state.applicant, [digest])).get(digest);
  if (!kept) return refuse({ code: 'no-such-document' });
  const isSaidToBe = dossier.evidence.some((one) => one.digest === digest && one.confidential);
  if (!confidential && (kept.confidential || isSaidToBe)) return refuse({ code: 'confidential-here' });
  const { bytes } = await openEvidence(office, kept, tell);
  return ok({ file: Readable.from(bytes), mediaType: kept.mediaType, name: kept.fileName });
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/yaml': '.yaml',
  'application/json': '.json',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
};

function isEvidenceOf(
  { dossier, events }: { readonly dossier: Dossier; readonly events: readonly CaseEvent[] },
  digest: Digest,
): boolean {
  return dossier.evidence.some((one) => one.digest === digest) || answeredWith(events).includes(digest);
}

function answeredWith(events: readonly CaseEvent[]): readonly Digest[] {
  return [
    ...new Set(events.flatMap((event) => (event.type === 'InformationSupplied' ? event.evidence : []))),
  ];
}

/** Of several files with the same bytes the newest. */
async function keptFor(
  { records }: Pick<Office, 'records'>,
  organisation: OrganisationId | undefined,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, KeptEvidence>> {
  if (organisation === undefined) return new Map();
  const found = await evidenceWith(records.read, { organisation, digests });
  return new Map(found.toReversed().map((one) => [one.digest, one]));
}
