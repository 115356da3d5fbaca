import { databases } from '@assay/records/test/databases';
import { expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLists, auditLog } from './audit.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { grantLamp } from './lamp-case.ts';
import { officeProgram } from './office-processes.ts';
import { recoverAt, rowsAt } from './recover-at.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  freshPlace,
  HOST,
  issueOf,
  openUntilClosed,
  sandboxLibrary,
  sandboxProgramme,
  valueOf,
  type Place,
} from './sandbox-office.ts';

const program = officeProgram();
const [server] = databases();

test(
  'a recovery that is killed at any write and run again ends as one that was left alone',
  { timeout: 120_000 },
  async () => {
    const restored = await backupAndMore();
    const whole = await inCopy(restored);
    const alone = await run(whole, 0);
    if (alone.killed) throw new Error('nobody killed it');
    const { moments } = alone;
    expect(moments.length).toBeGreaterThan(16);
    const end = await rowsAt(whole);
    for (const [at, name] of moments.entries()) {
      const place = await inCopy(restored);
      expect((await run(place, at + 1)).killed, name).toBe(true);
      valueOf(await again(place));
      expect(await rowsAt(place), `after a kill at ${String(at + 1)}, ${name}`).toEqual(end);
      const { office, close } = await openUntilClosed(place);
      expect((await counts(office))['outbox']).toBe(0);
      await auditLists(place.folder, await auditLog(place.folder));
      await close();
    }
  },
);

/** A backup with one label on its way; then that label, another, an exchange of keys, a revocation and a suspension. */
async function backupAndMore(): Promise<Place> {
  if (!server) throw new Error('there is always a server');
  const lost = await freshPlace(server);
  const first = await openUntilClosed(lost);
  await grantLamp(first.office, caseNumbered(1));
  await grantLamp(first.office, caseNumbered(2));
  const { label } = valueOf(await issueLabelOf(first.office, issueOf(caseNumbered(1))));
  await first.close();
  const backup = await copyOf(server, lost);
  const { office, folder, close } = await openUntilClosed(lost);
  const why = { because: 'Sandbox: a finding.', reasonCode: 'sandbox-finding' };
  valueOf(await suspendLabel(office, { label, by: CAST.surveillance, key: 'suspend', ...why }));
  await finishIssuance(office);
  await exchangeKeys({ office, folder }, caseNumbered(2));
  await close();
  return { url: backup.url, folder: lost.folder };
}

function inCopy(restored: Place): Promise<Place> {
  if (!server) throw new Error('there is always a server');
  return copyOf(server, restored);
}

function run({ url, folder }: Place, killAt: number) {
  const job = { host: HOST, at: AT, seed: 'process', killAt, fine: true } as const;
  return program().run({ url, folder, ...job, act: { kind: 'recover' } });
}

async function again({ url, folder }: Place) {
  const rules = { library: await sandboxLibrary(), programme: await sandboxProgramme() };
  return recoverAt({ url, folder, host: HOST, at: AT, rules });
}
