import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { databases } from '@assay/records/test/databases';
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { auditLog } from './audit.ts';
import { caseNumbered, freshPlace, grantWhatIf, issueOf, openAt, valueOf } from './sandbox-office.ts';

const CASE = caseNumbered(1);
const MIGRATION = join(import.meta.dirname, '../../records/migrations/0020-entries-asked-for-whole.sql');

describe.each(databases())('on $name', (server) => {
  test('what an earlier release asked of the log without its words is logged with the words of its credential', async () => {
    const place = await freshPlace(server);
    const { office, folder } = await openAt(place);
    await grantWhatIf(office, CASE);
    const { label } = valueOf(await issueLabelOf(office, issueOf(CASE)));
    const client = new pg.Client({ connectionString: place.url });
    await client.connect();
    try {
      const asked = async () =>
        (await client.query<{ members: object }>(`select members from outbox where kind = 'label.granted'`))
          .rows;
      const now = await asked();
      await client.query(`update outbox set members = '{}' where kind = 'label.granted'`);
      await client.query(readFileSync(MIGRATION, 'utf8'));
      expect(await asked()).toEqual(now);
      expect(now).toMatchObject([{ members: { product: { brand: expect.any(String) as string } } }]);
    } finally {
      await client.end();
    }
    await finishIssuance(office);
    const { entries } = await auditLog(folder);
    expect(entries.filter((entry) => entry.type === 'label.granted')).toMatchObject([{ labelId: label }]);
  });
});
