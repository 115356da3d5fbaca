import type { CaseDesk } from '@assay/conformity/case-desk';
import { seenAs, type Sight } from '@assay/conformity/sight';
import { parseCaseId, type CaseId, type OrganisationId, type PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import { labelNumbered } from '../test/sandbox.ts';
import { countCases } from './case-counts.ts';
import { caseQueue, overdueCases, putCaseDesk, putCaseLabels, readCaseLine } from './case-desk.ts';
import { denialsOf, earlierWaiting, readQueuePlace } from './case-order.ts';
import type { Records } from './open.ts';

const AT: Instant = parseAs('2026-11-21T09:30:00Z');
const MAKER: OrganisationId = parseAs('org_sandbox-developer');
const TESTER: OrganisationId = parseAs('org_sandbox-laboratory');
const NOBODY: PersonId = parseAs('person_nobody');
const ours: Sight = { kind: 'administrator', administrator: 'SB' };
const of = (administrator: string): Sight => ({ kind: 'administrator', administrator });

function numbered(n: number): CaseId {
  const id = parseCaseId(`case_${String(n).padStart(16, '0')}`);
  if (!id.ok) throw new Error('a number makes a case id');
  return id.value;
}

function desk(n: number, more: Partial<CaseDesk> = {}): CaseDesk {
  return {
    ...{ case: numbered(n), scheme: parseAs('us-cyber-trust-mark@2024'), level: 1 },
    ...{
      product: `Sandbox Lamp ${n}`,
      manufacturer: 'Sandbox Maker',
      applicant: MAKER,
      laboratory: undefined,
    },
    ...{ stage: 'submitted', waitsFor: 'intake', due: undefined, filedAt: AT, completeAt: undefined },
    ...{ decidedAt: undefined, version: 1, updatedAt: AT, identity: [`name:maker:lamp${n}`], took: [] },
    ...more,
  };
}

async function lay(records: Records, administrator: string, ...desks: readonly CaseDesk[]): Promise<void> {
  for (const one of desks) await records.write(async (tx) => putCaseDesk(tx, { administrator, desk: one }));
}

async function numbers(records: Records, sight: Sight, more: object = {}): Promise<readonly number[]> {
  const page = await caseQueue(records.read, { sight, at: AT, limit: 50, ...more });
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value.rows.map((row) => Number(row.case.slice(5)));
}

describe.each(databases())('on $name', (server) => {
  test('a case is seen by its administrator, applicant, laboratory and scheme, and by nobody else', async () => {
    const records = await freshRecords(server);
    await lay(records, 'SB', desk(1), desk(2, { laboratory: TESTER }));
    await lay(
      records,
      'ZZ',
      desk(3, { applicant: TESTER }),
      desk(4, { scheme: parseAs('singapore-cls@1.4') }),
    );
    const schemes = (...names: string[]): Sight => ({ kind: 'schemes', schemes: names });
    const rows: readonly (readonly [Sight, readonly number[]])[] = [
      [ours, [1, 2]],
      [of('ZZ'), [3, 4]],
      [of('XX'), []],
      [{ kind: 'applicant', organisation: MAKER }, [1, 2, 4]],
      [{ kind: 'applicant', organisation: TESTER }, [3]],
      [{ kind: 'laboratory', organisation: TESTER }, [2]],
      [{ kind: 'laboratory', organisation: MAKER }, []],
      [schemes('us-cyber-trust-mark'), [1, 2, 3]],
      [schemes('singapore-cls'), [4]],
      [schemes('singapore-cls', 'us-cyber-trust-mark'), [1, 2, 3, 4]],
      [schemes(), []],
      [{ kind: 'none' }, []],
    ];
    for (const [sight, seen] of rows) {
      expect(await numbers(records, sight)).toEqual(seen);
      for (const n of [1, 2, 3, 4]) {
        const line = await readCaseLine(records.read, { sight, at: AT, case: numbered(n) });
        expect([sight, n, line !== undefined]).toEqual([sight, n, seen.includes(n)]);
        // The rule that decides what is shown of a case agrees with the one that decides whether it is.
        if (line) expect(seenAs([sight], line)).toEqual([sight.kind]);
      }
      const { intake } = await countCases(records.read, { sight, at: AT });
      expect(intake).toBe(seen.length);
    }
  });

  test('a queue is in the order of receipt, page by page, whatever happens to its cases meanwhile', async () => {
    const records = await freshRecords(server);
    await lay(records, 'SB', ...[5, 3, 4, 1, 2].map((n) => desk(n)));
    await lay(records, 'SB', desk(5, { version: 2, waitsFor: 'applicant', stage: 'returned' }));
    const first = await caseQueue(records.read, { sight: ours, at: AT, limit: 2, waitsFor: 'intake' });
    if (!first.ok || first.value.next === undefined) throw new Error('there is a second page');
    expect(first.value.rows.map((row) => row.case)).toEqual([numbered(3), numbered(4)]);
    await lay(
      records,
      'SB',
      desk(5, { version: 3 }),
      desk(6),
      desk(1, { version: 2, waitsFor: 'evaluator', stage: 'accepted' }),
    );
    expect(await numbers(records, ours, { waitsFor: 'intake', after: first.value.next })).toEqual([2, 6]);
    // What came back stands where it stood.
    expect(await numbers(records, ours, { waitsFor: 'intake' })).toEqual([5, 3, 4, 2, 6]);
    expect(await numbers(records, ours, { stage: 'accepted' })).toEqual([1]);
    expect(await caseQueue(records.read, { sight: ours, at: AT, limit: 2, after: 'x' })).toMatchObject({
      refusal: { code: 'malformed-cursor' },
    });
    const forged = Buffer.from(`${AT} drop table`).toString('base64url');
    expect(await caseQueue(records.read, { sight: ours, at: AT, limit: 2, after: forged })).toMatchObject({
      refusal: { code: 'malformed-cursor' },
    });
  });

  test('what is overdue is told from the instant on which it is, and what is issued waits for nobody', async () => {
    const records = await freshRecords(server);
    const due = (overdueFrom: string) => ({
      ...{ on: parseAs('2026-11-20'), clock: 'decision' },
      overdueFrom: parseAs(overdueFrom),
    });
    await lay(
      records,
      'SB',
      desk(1, { due: due('2026-11-21T09:30:01Z') }),
      desk(2, { due: due('2026-11-21T09:30:00Z') }),
      desk(3, { due: due('2026-11-01T00:00:00Z'), waitsFor: 'evaluator', stage: 'accepted' }),
      desk(4, { stage: 'granted', waitsFor: 'issuer', decidedAt: AT }),
    );
    const late = async (more: object = {}) => {
      const page = await overdueCases(records.read, { sight: ours, at: AT, limit: 10, ...more });
      return page.ok ? page.value.rows.map((row) => row.case) : page.refusal.code;
    };
    expect(await late()).toEqual([numbered(3), numbered(2)]);
    expect(await late({ after: 'nonsense' })).toBe('malformed-cursor');
    expect(await late({ sight: of('ZZ') })).toEqual([]);
    expect(await countCases(records.read, { sight: ours, at: AT })).toEqual({
      ...{ applicant: 0, laboratory: 0, intake: 2, evaluator: 1, reviewer: 0, decider: 0, issuer: 1 },
      ...{ surveillance: 0, authority: 0 },
      overdue: 2,
    });
    const label = labelNumbered(1);
    await records.write(async (tx) =>
      putCaseLabels(tx, { administrator: 'SB', issued: [[numbered(4), label]] }),
    );
    await records.write(async (tx) =>
      putCaseLabels(tx, { administrator: 'ZZ', issued: [[numbered(3), label]] }),
    );
    const line = (n: number) => readCaseLine(records.read, { sight: ours, at: AT, case: numbered(n) });
    expect(await line(4)).toMatchObject({ label, waitsFor: 'nobody' });
    expect(await line(3)).toMatchObject({ label: undefined, waitsFor: 'evaluator', due: { overdue: true } });
  });

  test('what is overdue is read page by page to its end, the longest first, also where many are since one moment', async () => {
    const records = await freshRecords(server);
    const days = ['03', '01', '02', '01', '01', '03', '02'];
    const desks = days.map((of, i) => {
      const overdueFrom = parseAs(`2026-11-${of}T00:00:00Z`);
      return desk(i + 1, { due: { on: parseAs('2026-10-31'), clock: 'decision', overdueFrom } });
    });
    await lay(records, 'SB', ...desks.slice(0, 4));
    await lay(records, 'ZZ', ...desks.slice(4));
    const read = async (sight: Sight, limit: number) => {
      const seen: string[] = [];
      for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
        const next = after === undefined ? {} : { after };
        const page = await overdueCases(records.read, { sight, at: AT, limit, ...next });
        if (!page.ok) throw new Error(page.refusal.code);
        seen.push(...page.value.rows.map((row) => row.case));
        after = page.value.next;
      }
      return seen;
    };
    expect(await read(ours, 2)).toEqual([2, 4, 3, 1].map(numbered));
    const schemes = { kind: 'schemes', schemes: [desk(1).scheme.replace(/@.*/, '')] } as const;
    for (const limit of [1, 2, 3, 7])
      expect(await read(schemes, limit)).toEqual([2, 4, 5, 3, 7, 1, 6].map(numbered));
  });

  test('only cases that the same person could have taken are passed over', async () => {
    const records = await freshRecords(server);
    await lay(
      records,
      'SB',
      desk(1, { manufacturer: 'Sandbox Rival' }),
      desk(2, { took: [NOBODY] }),
      desk(3, { waitsFor: 'applicant' }),
      desk(4, { scheme: parseAs('singapore-cls@1.4') }),
      desk(5),
      desk(6),
    );
    await lay(records, 'ZZ', desk(7));
    await lay(records, 'SB', desk(8));
    const place = await readQueuePlace(records.read, { administrator: 'SB', case: numbered(6) });
    if (!place) throw new Error('the case lies on a desk');
    const passed = (person: PersonId, conflicts: readonly string[]) =>
      earlierWaiting(records.read, { administrator: 'SB', place, person, conflicts });
    expect(await passed(NOBODY, ['Sandbox Rival'])).toEqual({ count: 1, cases: [numbered(5)] });
    expect((await passed(parseAs('person_other'), [])).cases).toEqual([1, 2, 5].map(numbered));
    expect(await readQueuePlace(records.read, { administrator: 'SB', case: numbered(9) })).toBeUndefined();
  });

  test('a denial of a similar product is found wherever it was, and named to whom it is in sight', async () => {
    const records = await freshRecords(server);
    const denied = { stage: 'refused', waitsFor: 'nobody', decidedAt: AT } as const;
    await lay(
      records,
      'SB',
      desk(1, { ...denied, identity: ['gtin:1', 'name:maker:lamp'] }),
      desk(2, denied),
    );
    await lay(records, 'ZZ', desk(3, { ...denied, identity: ['gtin:1'] }), desk(4, { identity: ['gtin:1'] }));
    const found = await denialsOf(records.read, {
      identity: ['gtin:1', 'gtin:2'],
      sight: ours,
      apart: numbered(9),
    });
    expect(found).toEqual([
      { administrator: 'SB', scheme: 'us-cyber-trust-mark@2024', at: AT, case: numbered(1) },
      { administrator: 'ZZ', scheme: 'us-cyber-trust-mark@2024', at: AT },
    ]);
    expect(await denialsOf(records.read, { identity: [], sight: ours, apart: numbered(9) })).toEqual([]);
    expect(
      await denialsOf(records.read, { identity: ['gtin:1'], sight: ours, apart: numbered(1) }),
    ).toHaveLength(1);
  });
});

/** Words of a test are written by hand. */
function parseAs(text: string): never {
  return text as never;
}
