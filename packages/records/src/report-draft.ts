import type { CaseId, Digest, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { ReportDraft } from '@assay/vocabulary/report-draft';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { VersionConflict } from './case-file.ts';
import type { Reader, Tx } from './open.ts';

type Of = {
  readonly administrator: string;
  readonly case: CaseId;
  readonly laboratory: OrganisationId;
};

/** A test report under way, or as it was handed in. */
export type KeptReportDraft = Of & {
  /** Which report of this laboratory in this case it is, from 1. */
  readonly number: number;
  readonly draft: ReportDraft;
  readonly version: number;
  readonly savedAt: Instant;
  readonly savedBy: PersonId;
  /** Digest of the report that it became. */
  readonly report: Digest | undefined;
};

/** The newest report of a laboratory in a case, under way or handed in. */
export async function readReportDraft(reader: Reader, of: Of): Promise<KeptReportDraft | undefined> {
  const row = await reader
    .selectFrom('report_draft')
    .select(['number', 'document', 'version', 'saved_at', 'saved_by', 'report'])
    .where('administrator', '=', of.administrator)
    .where('case_id', '=', of.case)
    .where('laboratory', '=', of.laboratory)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { number, document: draft, version, saved_by: savedBy, report } = row;
  const { administrator, laboratory } = of;
  return {
    ...{ administrator, case: of.case, laboratory, number, draft, version, savedBy },
    ...{ savedAt: instantOf(row.saved_at), report: report ?? undefined },
  };
}

/**
 * Keeps what was entered, if the report is as the writer saw it and not handed in yet; `expected` 0 begins it. Hands back
 * the new version. A further report counts on from the version of the one before (`after`), so that no two have one.
 */
export async function saveReportDraft(
  tx: Tx,
  saving: Of & {
    readonly number: number;
    readonly expected: number;
    readonly after?: number;
    readonly draft: ReportDraft;
    readonly at: Instant;
    readonly by: PersonId;
  },
): Promise<Result<number, VersionConflict>> {
  const { administrator, laboratory, number, expected, after = 0, draft, at, by } = saving;
  const document = JSON.stringify(draft);
  const key = { administrator, case_id: saving.case, laboratory, number };
  const saved =
    expected === 0
      ? await tx
          .insertInto('report_draft')
          .values({
            ...{ ...key, document, version: after + 1, begun_at: at, saved_at: at, saved_by: by },
            report: null,
          })
          .onConflict((found) => found.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await tx
          .updateTable('report_draft')
          .set({ document, version: expected + 1, saved_at: at, saved_by: by })
          .where('administrator', '=', administrator)
          .where('case_id', '=', saving.case)
          .where('laboratory', '=', laboratory)
          .where('number', '=', number)
          .where('version', '=', expected)
          .where('report', 'is', null)
          .returning('version')
          .executeTakeFirst();
  if (saved) return ok(saved.version);
  const there = await readReportDraft(tx, saving);
  return refuse({ code: 'version-conflict', expected, actual: there?.version ?? 0 });
}

/** Notes which report a draft became, for good: if it is still as it was signed. */
export async function markReported(
  tx: Tx,
  {
    administrator,
    laboratory,
    ...of
  }: Of & Pick<KeptReportDraft, 'number' | 'version'> & { readonly report: Digest },
): Promise<boolean> {
  const marked = await tx
    .updateTable('report_draft')
    .set({ report: of.report })
    .where('administrator', '=', administrator)
    .where('case_id', '=', of.case)
    .where('laboratory', '=', laboratory)
    .where('number', '=', of.number)
    .where('version', '=', of.version)
    .where('report', 'is', null)
    .returning('number')
    .executeTakeFirst();
  return marked !== undefined;
}
