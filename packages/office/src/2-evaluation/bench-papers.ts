import { finishedReportWaits } from '@assay/records/finished-report';
import { namesOfPeople } from '@assay/records/person';
import type { Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import {
  caseDocuments,
  caseEvidence,
  type CaseDocument,
  type CaseEvidence,
} from '../case-file/case-documents.ts';
import { eventsForLaboratory } from '../case-file/shown-of-case.ts';
import { administratorOf, type Office } from '../office.ts';
import type { Bench } from './report-bench.ts';
import { signedHow } from './signed-how.ts';

/** What lies beside a bench: what its laboratory handed in, what waits to be signed, and what the applicant handed in. */
export type BenchPapers = {
  readonly handedIn: readonly ReportHandedIn[];
  /** When the finished report was sent that waits to be signed. */
  readonly waitsSince: Instant | undefined;
  readonly documents: readonly CaseDocument[];
  readonly evidence: readonly CaseEvidence[];
};

/** A report of the laboratory in the case: how it was signed, and by whom it came in. */
export type ReportHandedIn = {
  readonly report: Digest;
  readonly at: Instant;
  readonly how: string;
  readonly by: string;
};

export async function benchPapers(
  office: Office,
  { state, events, analyst: reader, laboratory }: Bench,
): Promise<BenchPapers> {
  const { read } = office.records;
  const { organisation } = laboratory;
  const open = eventsForLaboratory(events, organisation);
  const received = open.filter((event) => event.type === 'TestReportReceived');
  const names = await namesOfPeople(read, [...new Set(received.map(({ by }) => by))]);
  const of = { administrator: administratorOf(office), case: state.id, laboratory: organisation };
  return {
    handedIn: received.map((event) => ({
      ...{ report: event.report, at: event.at, how: signedHow(event) },
      by: names.get(event.by) ?? event.by,
    })),
    waitsSince: await finishedReportWaits(read, of),
    documents: caseDocuments(open),
    evidence: await caseEvidence(office, { state, events: open, reader }),
  };
}
