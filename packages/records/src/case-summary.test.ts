import { describe, expect, test } from 'vitest';

import { addSeconds } from '@assay/vocabulary/instant';

import { ADMINISTRATOR, AT, caseNumbered, SCHEME } from '../test/sandbox.ts';
import { databases, freshRecords } from '../test/databases.ts';
import { listCases, putCaseSummary, readCaseSummary, type CaseSummary } from './case-summary.ts';
import type { Records } from './open.ts';

function summary(n: number, changes: Partial<CaseSummary> = {}): CaseSummary {
  return {
    ...{ case: caseNumbered(n), stage: 'review', scheme: SCHEME, level: 1, product: `Sandbox gateway ${n}` },
    ...{ manufacturer: 'Sandbox maker', version: 3, updatedAt: AT, ...changes },
  };
}

async function put(records: Records, one: CaseSummary): Promise<void> {
  await records.write((tx) => putCaseSummary(tx, { administrator: ADMINISTRATOR, ...one }));
}

describe.each(databases())('on $name', (server) => {
  test('a case is summed up as it stands, and an older summary does not come back', async () => {
    const records = await freshRecords(server);
    await put(records, summary(1));
    await put(records, summary(1, { stage: 'decision', version: 5 }));
    await put(records, summary(1, { stage: 'review', version: 4 }));
    expect(
      await readCaseSummary(records.read, { administrator: ADMINISTRATOR, case: caseNumbered(1) }),
    ).toEqual(summary(1, { stage: 'decision', version: 5 }));
  });

  test('paging shows each case once, the last changed first, whatever changes at the same second', async () => {
    const records = await freshRecords(server);
    const all = Array.from({ length: 11 }, (_, n) => summary(n, { updatedAt: addSeconds(AT, n >> 2) }));
    for (const one of all) await put(records, one);
    const seen: CaseSummary[] = [];
    let after: string | undefined;
    do {
      const page = await listCases(records.read, {
        administrator: ADMINISTRATOR,
        limit: 3,
        ...(after === undefined ? {} : { after }),
      });
      if (!page.ok) throw new Error(page.refusal.code);
      seen.push(...page.value.rows);
      after = page.value.next;
    } while (after !== undefined);
    const order = (one: CaseSummary): string => `${9e15 - Date.parse(one.updatedAt)} ${one.case}`;
    expect(seen).toEqual(all.toSorted((one, other) => (order(one) < order(other) ? -1 : 1)));
  });

  test('a stage is listed alone, a full last page has no next, and a made-up cursor is refused', async () => {
    const records = await freshRecords(server);
    await put(records, summary(1, { stage: 'decision' }));
    await put(records, summary(2));
    const of = { administrator: ADMINISTRATOR, limit: 1, stage: 'decision' };
    expect(await listCases(records.read, of)).toEqual({
      ok: true,
      value: { rows: [summary(1, { stage: 'decision' })] },
    });
    for (const cursor of ['', 'zzz', Buffer.from(`2026-02-30T00:00:00Z x`).toString('base64url')])
      expect(await listCases(records.read, { ...of, after: cursor })).toEqual({
        ok: false,
        refusal: { code: 'malformed-cursor', cursor },
      });
  });
});
