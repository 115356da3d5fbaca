import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { leafHash } from '@assay/attestation/log/merkle-tree';
import { appendLeaves, leafCount, takeFence } from '@assay/records/log';
import { migrate } from '@assay/records/migrate';
import { openRecords, type Records } from '@assay/records/open';
import { readyForLog, sendToLog } from '@assay/records/outbox';
import { startPostgres } from '@assay/records/postgres/launch';

import { median, table, type Bar } from '../judging/measure.ts';

const BATCH = 256;
const ROUNDS = 12;
const administrator = 'SB';
const LOG = { administrator, log: 'sandbox.example/log/2026' };

/** Leaves appended a second by PostgreSQL as npm brings it, each batch one transaction that is waited for. */
export async function leaves(rounds = ROUNDS, batch = BATCH): Promise<{ report: string; bars: Bar[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-leaves-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    await migrate(server.url);
    const records = openRecords(server.url);
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) taken.push(await appended(records, batch));
    await records.close();
    const each = median(taken) / batch;
    const report = table([
      ['leaves appended', 'in a batch', 'ms a batch', 'a second'],
      ['', String(batch), median(taken).toFixed(1), Math.round(1000 / each).toLocaleString('en')],
    ]);
    return { report, bars: [] };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds to take one batch out of the outbox into the log. */
async function appended(records: Records, batch: number): Promise<number> {
  await records.write(async (tx) => {
    for (let i = 0; i < batch; i += 1)
      await sendToLog(tx, {
        administrator,
        kind: 'log.note',
        label: null,
        members: { about: 0, text: `${i}` },
      });
  });
  const fence = await records.write((tx) => takeFence(tx, LOG));
  const ready = await readyForLog(records.read, { administrator, limit: batch });
  const from = await leafCount(records.read, LOG);
  const made = ready.map(({ seq }) => {
    const entry = new TextEncoder().encode(`sandbox entry ${seq} ${'x'.repeat(500)}`);
    return { seq, entry, hash: leafHash(sha256, entry) };
  });
  const begun = performance.now();
  const done = await records.write((tx) => appendLeaves(tx, { fence, from, leaves: made }));
  const taken = performance.now() - begun;
  if (!done.ok || done.value.size !== from + batch) throw new Error('the batch was not appended');
  return taken;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
