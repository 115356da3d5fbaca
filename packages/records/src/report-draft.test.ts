import type { Digest, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { EMPTY_REPORT, type ReportDraft } from '@assay/vocabulary/report-draft';
import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import { ADMINISTRATOR, AT, caseNumbered } from '../test/sandbox.ts';
import { markReported, readReportDraft, saveReportDraft } from './report-draft.ts';
import type { Records } from './open.ts';

const OF = {
  administrator: ADMINISTRATOR,
  case: caseNumbered(1),
  laboratory: 'org_sandbox-laboratory' as OrganisationId,
};
const BY = 'person_sandbox-analyst' as PersonId;
const REPORT = `sha256:${'a'.repeat(64)}` as Digest;
const DRAFT: ReportDraft = { ...EMPTY_REPORT, instruments: [{ name: 'Sandbox <b>&"\' \u202e scanner' }] };

const save = (
  records: Records,
  expected: number,
  more: Partial<Parameters<typeof saveReportDraft>[1]> = {},
) =>
  records.write((tx) =>
    saveReportDraft(tx, { ...OF, number: 1, expected, draft: DRAFT, at: AT, by: BY, ...more }),
  );

describe.each(databases())('on $name', (server) => {
  test('a report under way is read as it was saved, and of two who saw the same one saves', async () => {
    const records = await freshRecords(server);
    expect(await readReportDraft(records.read, OF)).toBeUndefined();
    const begun = await Promise.all([save(records, 0), save(records, 0)]);
    expect(begun.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const saved = await Promise.all([save(records, 1), save(records, 1, { draft: EMPTY_REPORT })]);
    expect(saved.filter(({ ok }) => !ok)).toMatchObject([
      { refusal: { code: 'version-conflict', expected: 1, actual: 2 } },
    ]);
    await save(records, 2);
    expect(await readReportDraft(records.read, OF)).toEqual({
      ...{ ...OF, number: 1, draft: DRAFT, version: 3, savedAt: AT, savedBy: BY, report: undefined },
    });
  });

  test('another laboratory, and another case, have their own', async () => {
    const records = await freshRecords(server);
    await save(records, 0);
    const other = 'org_sandbox-rival' as OrganisationId;
    expect(await readReportDraft(records.read, { ...OF, laboratory: other })).toBeUndefined();
    expect(await readReportDraft(records.read, { ...OF, case: caseNumbered(2) })).toBeUndefined();
  });

  test('a report that was handed in takes nothing more, and the next one begins beside it', async () => {
    const records = await freshRecords(server);
    await save(records, 0);
    const mark = (version: number) =>
      records.write((tx) => markReported(tx, { ...OF, number: 1, version, report: REPORT }));
    expect([await mark(2), await mark(1), await mark(1)]).toEqual([false, true, false]);
    expect(await save(records, 1)).toMatchObject({ ok: false });
    expect(await readReportDraft(records.read, OF)).toMatchObject({ number: 1, report: REPORT });
    await save(records, 0, { number: 2 });
    expect(await readReportDraft(records.read, OF)).toMatchObject({ number: 2, report: undefined });
  });
});
