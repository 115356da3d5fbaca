import { sql } from 'kysely';

import type { CaseId, EditionRef } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';

import { pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';

/** What a list of cases shows of one: made from its events, in the transaction that appends them. */
export type CaseSummary = {
  readonly case: CaseId;
  readonly stage: string;
  readonly scheme: EditionRef;
  readonly level: number;
  readonly product: string;
  readonly manufacturer: string;
  /** Version of the stream that this sums up. */
  readonly version: number;
  readonly updatedAt: Instant;
};

/** Keeps the summary of a case; one of an earlier version never replaces one of a later. */
export async function putCaseSummary(
  tx: Tx,
  summary: CaseSummary & { readonly administrator: string },
): Promise<void> {
  const {
    administrator,
    case: caseId,
    updatedAt,
    stage,
    scheme,
    level,
    product,
    manufacturer,
    version,
  } = summary;
  const columns = { stage, scheme, level, product, manufacturer, version, updated_at: updatedAt };
  await tx
    .insertInto('case_summary')
    .values({ administrator, case_id: caseId, ...columns })
    .onConflict((found) =>
      found
        .columns(['administrator', 'case_id'])
        .doUpdateSet(columns)
        .where('case_summary.version', '<', version),
    )
    .execute();
}

type List = {
  readonly administrator: string;
  readonly stage?: string;
  readonly after?: string;
  readonly limit: number;
};

/** Cases, the last changed first. */
export async function listCases(
  reader: Reader,
  { administrator, stage, after, limit }: List,
): Promise<Result<Page<CaseSummary>, MalformedCursor>> {
  const place = parseCursor(after);
  if (!place.ok) return place;
  let query = summaries(reader)
    .where('administrator', '=', administrator)
    .orderBy('updated_at', 'desc')
    .orderBy('case_id')
    .limit(limit + 1);
  if (stage !== undefined) query = query.where('stage', '=', stage);
  if (place.value) {
    const { at, id } = place.value;
    query = query.where(sql<boolean>`updated_at <= ${at} and (updated_at < ${at} or case_id > ${id})`);
  }
  const rows = (await query.execute()).map(summaryOf);
  return ok(pageOf(rows, limit, (row) => ({ at: row.updatedAt, id: row.case })));
}

/** The summary of one case. */
export async function readCaseSummary(
  reader: Reader,
  { administrator, case: caseId }: { readonly administrator: string; readonly case: CaseId },
): Promise<CaseSummary | undefined> {
  const row = await summaries(reader)
    .where('administrator', '=', administrator)
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row && summaryOf(row);
}

function summaries(reader: Reader) {
  return reader
    .selectFrom('case_summary')
    .select(['case_id', 'stage', 'scheme', 'level', 'product', 'manufacturer', 'version', 'updated_at']);
}

function summaryOf({
  case_id,
  updated_at,
  ...rest
}: {
  case_id: CaseId;
  stage: string;
  scheme: EditionRef;
  level: number;
  product: string;
  manufacturer: string;
  version: number;
  updated_at: Date;
}): CaseSummary {
  return { case: case_id, ...rest, updatedAt: instantOf(updated_at) };
}
