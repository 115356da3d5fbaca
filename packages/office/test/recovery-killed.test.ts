import { databases } from '@assay/records/test/databases';
import { expect, test } from 'vitest';

import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { auditPublic, onlyLabel } from './audit.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { grantLamp } from './lamp-case.ts';
import { officeProgram } from './office-processes.ts';
import { rowsAt } from './recover-at.ts';
import { act, recover } from './restored.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  freshPlace,
  HOST,
  issueOf,
  valueOf,
  workAt,
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
      valueOf(await recoverAfterKill(place));
      expect(await rowsAt(place), `after a kill at ${String(at + 1)}, ${name}`).toEqual(end);
      await workAt(place, async ({ office }) => {
        expect((await counts(office))['outbox']).toBe(0);
      });
      await auditPublic(place.folder);
    }
  },
);

/** What a killed process committed last may land while the next one looks: whoever starts it looks again. */
async function recoverAfterKill(place: Place) {
  try {
    return await recover(place, { at: AT });
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('have moved')) throw error;
    return recover(place, { at: AT });
  }
}

/** A backup with one label on its way; then that label, another, an exchange of keys, a revocation and a suspension. */
async function backupAndMore(): Promise<Place> {
  if (!server) throw new Error('there is always a server');
  const lost = await freshPlace(server);
  await workAt(lost, async ({ office }) => {
    await grantLamp(office, caseNumbered(1));
    await grantLamp(office, caseNumbered(2));
    valueOf(await issueLabelOf(office, issueOf(caseNumbered(1))));
  });
  const backup = await copyOf(server, lost);
  await workAt(lost, async ({ office, folder }) => {
    await act(office, 'suspend', onlyLabel({ folder }));
    await exchangeKeys({ office, folder }, caseNumbered(2));
  });
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
