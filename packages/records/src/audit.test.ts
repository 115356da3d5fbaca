import type { CaseDesk } from '@assay/conformity/case-desk';
import { parseCaseId, type CaseId, type EditionRef } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';

import { databases, freshDatabase, freshRecords } from '../test/databases.ts';
import { layManyCases } from '../test/many-cases.ts';
import { keepAuditLine, readAuditOfSchemes } from './audit.ts';
import { putCaseDesk } from './case-desk.ts';
import { migrate } from './migrate.ts';
import { openRecords, type Records } from './open.ts';

const AT = parseInstant('2026-11-21T09:30:00Z');

describe.each(databases())('the audit of schemes, on $name', (server) => {
  test('shows the lines about their cases alone, whoever did it, newest first', async () => {
    const records = await freshRecords(server);
    await lay(records, 'SB', 1, 'us-cyber-trust-mark@2024');
    await lay(records, 'SC', 2, 'us-cyber-trust-mark@2025');
    await lay(records, 'SB', 3, 'sg-cls@2024');
    await say(records, 'SB', 'one', { object: numbered(1) });
    await say(records, 'SC', 'two', { object: numbered(2) });
    await say(records, 'SB', 'three', { object: numbered(3) });
    // Of another administrator, who tried a case that is not theirs; of a draft that corrects a case; of no case at all.
    await say(records, 'SB', 'tried', { object: numbered(2) });
    await say(records, 'SB', 'corrected', { about: numbered(3), object: 'draft_0000000000000001' });
    await say(records, 'SB', 'guessed', { object: numbered(9) });
    await say(records, 'SB', 'none', {});
    expect(await actions(records, ['us-cyber-trust-mark'])).toEqual(['tried', 'two', 'one']);
    expect(await actions(records, ['sg-cls', 'us-cyber-trust-mark'])).toEqual([
      ...['corrected', 'tried', 'three', 'two', 'one'],
    ]);
    expect(await actions(records, ['another', 'another'])).toEqual([]);
    expect(await actions(records, [])).toEqual([]);
  });

  test('leads on from page to page, and says each line once', async () => {
    const records = await freshRecords(server);
    await lay(records, 'SB', 1, 'us-cyber-trust-mark@2024');
    await lay(records, 'SB', 2, 'sg-cls@2024');
    for (let n = 0; n < 7; n += 1)
      await say(records, 'SB', `line-${String(n)}`, { object: numbered((n % 2) + 1) });
    const seen: string[] = [];
    let before: number | undefined;
    do {
      const asked = { schemes: ['sg-cls', 'us-cyber-trust-mark', 'sg-cls'], limit: 3 };
      const page = await readAuditOfSchemes(records.read, {
        ...asked,
        ...(before !== undefined && { before }),
      });
      expect(page.lines.length).toBeGreaterThan(0);
      seen.push(...page.lines.map(({ action }) => action));
      before = page.next;
    } while (before !== undefined);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `line-${String(n)}`));
  });
});

test.each(databases())(
  'lines of an earlier release are found by the scheme of their case, on $name',
  async (server) => {
    const url = await freshDatabase(server);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    // As the release before left it: without the column, and without the migration that brings it.
    await client.query(`alter table audit drop column scheme_id;
    delete from migration where name = '0014-audit-of-scheme.sql'`);
    await layManyCases(url, { from: 0, to: 1, applicant: 'org_maker', laboratory: 'org_tester' });
    const line = (object: string) =>
      client.query(
        `insert into audit (administrator, at, action, object, outcome, inputs)
       values ('SB', now(), $1, $1, 'read', array[]::text[])`,
        [object],
      );
    for (const object of ['case_0000000009000000', 'case_0000000000000001', 'product_1']) await line(object);
    expect(await migrate(url)).toEqual(['0014-audit-of-scheme.sql']);
    const records = openRecords(url);
    onTestFinished(() => records.close());
    expect(await actions(records, ['us-cyber-trust-mark'])).toEqual(['case_0000000009000000']);
    // What the audit says stays closed to changes.
    await expect(client.query(`update audit set action = 'x'`)).rejects.toThrow();
  },
);

async function actions(records: Records, schemes: readonly string[]): Promise<readonly string[]> {
  const { lines } = await readAuditOfSchemes(records.read, { schemes, limit: 10 });
  return lines.map(({ action }) => action);
}

async function say(
  records: Records,
  administrator: string,
  action: string,
  of: { readonly object?: string; readonly about?: CaseId },
): Promise<void> {
  const line = { at: addSeconds(AT, 1), action, outcome: 'read', inputs: [] } as const;
  await records.write((tx) => keepAuditLine(tx, { administrator, ...line, ...of }));
}

async function lay(records: Records, administrator: string, n: number, scheme: string): Promise<void> {
  const desk: CaseDesk = {
    ...{ case: numbered(n), scheme: parseEdition(scheme), level: 1, product: 'Sandbox Lamp' },
    ...{ manufacturer: 'Sandbox Maker', applicant: undefined, laboratory: undefined, stage: 'submitted' },
    ...{ waitsFor: 'intake', due: undefined, filedAt: AT, completeAt: undefined, decidedAt: undefined },
    ...{ version: 1, updatedAt: AT, identity: [], took: [] },
  };
  await records.write((tx) => putCaseDesk(tx, { administrator, desk }));
}

function numbered(n: number): CaseId {
  const id = parseCaseId(`case_${String(n).padStart(16, '0')}`);
  if (!id.ok) throw new Error('a number makes a case id');
  return id.value;
}

function parseInstant(text: string): Instant {
  return text as Instant;
}

function parseEdition(text: string): EditionRef {
  return text as EditionRef;
}
