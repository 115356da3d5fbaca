import { sql } from 'kysely';

import type { DraftId, ProductId } from '@assay/vocabulary/desk-ids';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { CaseId, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { Told } from '@assay/vocabulary/told';

import type { VersionConflict } from './case-file.ts';
import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';

type Of = { readonly organisation: OrganisationId };
type One = Of & { readonly id: DraftId };

/** An application under construction: which product, for which label of whom, and what has been answered so far. */
export type KeptDraft = One & {
  readonly product: ProductId;
  /** `correction`: of an application that came back. */
  readonly purpose: 'application' | 'correction';
  readonly administrator: string;
  /** The case that it becomes, or corrects. */
  readonly case: CaseId;
  readonly scheme: EditionRef;
  readonly level: number;
  readonly draft: DossierDraft;
  readonly told: Told;
  readonly version: number;
  readonly savedAt: Instant;
  readonly savedBy: PersonId;
  readonly handedInAt: Instant | undefined;
};

/** A draft without its answers, as lists show it. */
export type DraftRow = Omit<KeptDraft, 'draft' | 'told'>;

/** Begins a draft; the same id again is nothing, so that a form sent twice begins one. */
export async function beginDraft(
  tx: Tx,
  begun: Omit<KeptDraft, 'version' | 'handedInAt' | 'savedAt' | 'savedBy'> & {
    readonly at: Instant;
    readonly by: PersonId;
  },
): Promise<void> {
  const { case: caseId, draft, told, at, by, ...rest } = begun;
  await tx
    .insertInto('draft')
    .values({
      ...rest,
      ...{ case_id: caseId, document: JSON.stringify(draft), told: JSON.stringify(told) },
      ...{ version: 1, begun_at: at, saved_at: at, saved_by: by, handed_in_at: null },
    })
    .onConflict((found) => found.columns(['organisation', 'id']).doNothing())
    .execute();
}

/** What a save may change: the answers, what is told beside them, and which label is asked of whom. */
export type DraftSave = Pick<KeptDraft, 'draft' | 'told' | 'administrator' | 'scheme' | 'level'>;

/** Keeps what was answered, if the draft is as the writer saw it and not yet handed in; hands back the new version. */
export async function saveDraft(
  tx: Tx,
  saving: One & {
    readonly expected: number;
    readonly save: DraftSave;
    readonly at: Instant;
    readonly by: PersonId;
  },
): Promise<Result<number, VersionConflict>> {
  const { organisation, id, expected, save, at, by } = saving;
  const { draft, told, administrator, scheme, level } = save;
  const saved = await tx
    .updateTable('draft')
    .set({
      ...{ administrator, scheme, level, document: JSON.stringify(draft), told: JSON.stringify(told) },
      ...{ version: expected + 1, saved_at: at, saved_by: by },
    })
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .where('version', '=', expected)
    .where('handed_in_at', 'is', null)
    .returning('version')
    .executeTakeFirst();
  if (saved) return ok(saved.version);
  const there = await readDraft(tx, { organisation, id });
  return refuse({ code: 'version-conflict', expected, actual: there?.version ?? 0 });
}

/** Marks a draft as handed in, for good. Nothing where it was marked before. */
export async function markHandedIn(
  tx: Tx,
  { organisation, id, at }: One & { readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('draft')
    .set({ handed_in_at: at })
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .where('handed_in_at', 'is', null)
    .execute();
}

/** One draft of an organisation; another's is as absent as one that is not there. */
export async function readDraft(reader: Reader, { organisation, id }: One): Promise<KeptDraft | undefined> {
  const row = await drafts(reader)
    .select(['document', 'told'])
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...rowOf(row), draft: row.document, told: row.told };
}

/** The draft that became a case, or that corrects it: one that is still open, else the newest. */
export async function draftOfCase(
  reader: Reader,
  { organisation, case: caseId }: Of & { readonly case: CaseId },
): Promise<DraftRow | undefined> {
  const row = await drafts(reader)
    .where('organisation', '=', organisation)
    .where('case_id', '=', caseId)
    .orderBy(sql`handed_in_at is not null`)
    .orderBy('begun_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && rowOf(row);
}

/** The drafts of an organisation, or of one of its products, the one saved last first. */
export async function draftsOf(
  reader: Reader,
  list: Of & {
    readonly product?: ProductId | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<Result<Page<DraftRow>, MalformedCursor>> {
  const place = parseCursor(list.after);
  if (!place.ok) return place;
  let query = drafts(reader).where('organisation', '=', list.organisation);
  if (list.product !== undefined) query = query.where('product', '=', list.product);
  const newest = newestFirst(query, { at: 'saved_at', id: 'id', place: place.value, limit: list.limit });
  const rows = (await newest.execute()).map(rowOf);
  return ok(pageOf(rows, list.limit, ({ savedAt, id }) => ({ at: savedAt, id })));
}

function drafts(reader: Reader) {
  return reader
    .selectFrom('draft')
    .select(['organisation', 'id', 'product', 'purpose', 'administrator', 'case_id', 'scheme', 'level'])
    .select(['version', 'saved_at', 'saved_by', 'handed_in_at']);
}

type Row = Omit<DraftRow, 'case' | 'savedAt' | 'savedBy' | 'handedInAt'> & {
  readonly case_id: CaseId;
  readonly saved_at: Date;
  readonly saved_by: PersonId;
  readonly handed_in_at: Date | null;
};

function rowOf(row: Row): DraftRow {
  const { organisation, id, product, purpose, administrator, scheme, level, version } = row;
  return {
    ...{ organisation, id, product, purpose, administrator, scheme, level, version, case: row.case_id },
    ...{ savedAt: instantOf(row.saved_at), savedBy: row.saved_by },
    handedInAt: row.handed_in_at === null ? undefined : instantOf(row.handed_in_at),
  };
}
