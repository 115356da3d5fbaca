import { Readable } from 'node:stream';

import { may } from '@assay/conformity/journey';
import { readDocument } from '@assay/records/document';
import type { KeptEvidence } from '@assay/records/evidence';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { signedHow } from '../2-evaluation/signed-how.ts';
import { openEvidence, type TellReading } from '../evidence/own-evidence.ts';
import { administratorOf, type Office } from '../office.ts';
import { filesOfCase, type CaseFile } from './case-files.ts';
import type { CaseSheet } from './case-sheet.ts';

/** What a document is to the case that names it. */
export type CaseDocument = {
  readonly digest: Digest;
  readonly is:
    'dossier' | 'corrected-dossier' | 'own-report' | 'report' | 'signature' | 'evaluation' | 'request';
  readonly at: Instant;
  /** How it was signed; only of a laboratory's report. */
  readonly signed?: string;
};

/** A file of a case; `kept`: its bytes are here, and under which name. */
export type CaseEvidence = Pick<CaseFile, 'digest' | 'confidential' | 'source'> & {
  readonly title: string;
  readonly kind: string;
  readonly effective: CaseFile['effective'];
  readonly kept: Pick<KeptEvidence, 'fileName' | 'mediaType' | 'size' | 'withdrawn'> | undefined;
};

/** Every document that the events of a case name, in the order of their coming. */
export function caseDocuments(events: readonly CaseEvent[]): readonly CaseDocument[] {
  return events.flatMap((event) =>
    named(event).map(([digest, is]) => ({
      ...{ digest, is, at: event.at },
      ...(is === 'report' && event.type === 'TestReportReceived' && { signed: signedHow(event) }),
    })),
  );
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

/** Every file of a case that is for whoever reads it: to the applicant their own alone. */
export async function caseEvidence(
  office: Pick<Office, 'records' | 'programme'>,
  sheet: Pick<CaseSheet, 'state' | 'events' | 'reader'>,
): Promise<readonly CaseEvidence[]> {
  return (await filesFor(office, sheet)).map((file) => {
    const { digest, confidential, source, kept } = file;
    const { title = 'A file', kind = 'file', effective } = { ...kept, ...file };
    return { digest, confidential, ...(source !== undefined && { source }), title, kind, effective, kept };
  });
}

export type NoSuchDocument = { readonly code: 'no-such-document' };
/** It is for the applicant, the laboratory of the case and its administrator alone; what came with an ordered report, also for its authority. */
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
  const { events } = sheet;
  const short = digest.slice('sha256:'.length, 'sha256:'.length + 12);
  const own = caseDocuments(events).find((one) => one.digest === digest);
  if (own) {
    const administrator = administratorOf(office);
    const found = await readDocument(office.records.read, { administrator, digest });
    if (!found) throw new Error(`${digest} is named in a case file and not among the documents`);
    const { mediaType, body } = found;
    return ok({ file: body, mediaType, name: `${own.is}-${short}${EXTENSIONS[mediaType] ?? ''}` });
  }
  const found = (await filesFor(office, sheet)).find((one) => one.digest === digest && one.kept);
  if (!found?.kept) return refuse({ code: 'no-such-document' });
  if (found.confidential && !confidential && !isReportedTo(sheet, digest))
    return refuse({ code: 'confidential-here' });
  const { bytes } = await openEvidence(office, found.kept, tell);
  return ok({ file: Readable.from(bytes), mediaType: found.kept.mediaType, name: found.kept.fileName });
}

/** Whether a file came with a report that an authority ordered, and the reader is of one: they read what they ordered. */
function isReportedTo({ state, events, reader }: CaseSheet, digest: Digest): boolean {
  if (!may('closeOrder', reader, state).ok) return false;
  return events.some((event) => event.type === 'OrderedReportReceived' && event.evidence.includes(digest));
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/yaml': '.yaml',
  'application/json': '.json',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
};

async function filesFor(
  office: Pick<Office, 'records' | 'programme'>,
  { state, events, reader }: Pick<CaseSheet, 'state' | 'events' | 'reader'>,
): Promise<readonly CaseFile[]> {
  const files = await filesOfCase(office, events);
  const { organisation } = reader;
  return organisation === state.applicant ? files.filter(({ owner }) => owner === organisation) : files;
}
