import type { CaseId, Digest, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

type Of = {
  readonly administrator: string;
  readonly case: CaseId;
  readonly laboratory: OrganisationId;
};

/** A report that a laboratory sent to its desk whole, word for word, and nobody has signed yet. */
export type FinishedReport = Of & {
  readonly digest: Digest;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sentAt: Instant;
  readonly sentBy: PersonId;
};

/** Keeps a finished report; the one that the laboratory sent before for the same case gives way. */
export async function keepFinishedReport(tx: Tx, report: FinishedReport): Promise<void> {
  const { administrator, laboratory, digest, bytes } = report;
  const row = {
    ...{ digest, file_name: report.fileName, body: bytes },
    ...{ sent_at: report.sentAt, sent_by: report.sentBy },
  };
  await tx
    .insertInto('finished_report')
    .values({ administrator, case_id: report.case, laboratory, ...row })
    .onConflict((found) => found.columns(['administrator', 'case_id', 'laboratory']).doUpdateSet(row))
    .execute();
}

/** The finished report of a laboratory that waits to be signed in a case. */
export async function readFinishedReport(reader: Reader, of: Of): Promise<FinishedReport | undefined> {
  const row = await reader
    .selectFrom('finished_report')
    .select(['digest', 'file_name', 'body', 'sent_at', 'sent_by'])
    .where('administrator', '=', of.administrator)
    .where('case_id', '=', of.case)
    .where('laboratory', '=', of.laboratory)
    .executeTakeFirst();
  if (!row) return undefined;
  const { administrator, laboratory } = of;
  return {
    ...{ administrator, case: of.case, laboratory, digest: row.digest, fileName: row.file_name },
    ...{ bytes: row.body, sentAt: instantOf(row.sent_at), sentBy: row.sent_by },
  };
}

/** When the finished report was sent that waits to be signed; undefined: none does. */
export async function finishedReportWaits(reader: Reader, of: Of): Promise<Instant | undefined> {
  const row = await reader
    .selectFrom('finished_report')
    .select('sent_at')
    .where('administrator', '=', of.administrator)
    .where('case_id', '=', of.case)
    .where('laboratory', '=', of.laboratory)
    .executeTakeFirst();
  return row && instantOf(row.sent_at);
}

/** Takes a finished report away, once it is signed or given up. False where it was another one by then, or none. */
export async function dropFinishedReport(
  tx: Tx,
  { administrator, laboratory, digest, ...of }: Of & { readonly digest: Digest },
): Promise<boolean> {
  const dropped = await tx
    .deleteFrom('finished_report')
    .where('administrator', '=', administrator)
    .where('case_id', '=', of.case)
    .where('laboratory', '=', laboratory)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return dropped.numDeletedRows === 1n;
}
