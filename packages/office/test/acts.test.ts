import { describe, expect, test } from 'vitest';
import { databases } from '@assay/records/test/databases';
import { auditLists, auditLog } from './audit.ts';
import { counts, freshOffice, liveLabel, verified } from './sandbox-office.ts';
describe.each(databases())('$name', (server) => {
  test('smoke', async () => {
    let t = performance.now();
    const lap = (s: string) => {
      console.log(s, performance.now() - t);
      t = performance.now();
    };
    const { office, folder } = await freshOffice(server);
    lap('open');
    const label = await liveLabel(office);
    lap('live');
    expect((await verified(office, label)).outcome).toBe('VALID');
    lap('verify');
    const log = await auditLog(folder);
    await auditLists(folder, log);
    lap('audit');
    console.log(await counts(office), log.size);
  });
});
