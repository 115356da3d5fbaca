import { setTimeout as sleep } from 'node:timers/promises';

import type { MailId } from '@assay/vocabulary/desk-ids';
import { onTestFinished, describe, expect, test } from 'vitest';

import { ADMINISTRATOR } from '../test/sandbox.ts';
import { databases, freshDatabase } from '../test/databases.ts';
import { enqueueJob } from './jobs.ts';
import { openRecords, type Records } from './open.ts';
import { startWorker, type Tasks } from './worker.ts';

/** Tasks of which only one does something. */
function sending(act: (payload: unknown) => Promise<void>): Tasks {
  const none = () => Promise.resolve();
  return {
    ...{ 'tell-of-case': none, 'tell-of-account': none, 'send-mail': act },
    ...{ 'call-webhook': none, 'look-around': none },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !holds(); turn += 1) await sleep(25);
  expect(holds()).toBe(true);
}

function mailNumbered(n: number): MailId {
  return `mail_${String(n).padStart(16, '0')}` as MailId;
}

function later(records: Records, n: number, key?: string): Promise<void> {
  const payload = { administrator: ADMINISTRATOR, mail: mailNumbered(n) };
  return records.write((tx) => enqueueJob(tx, 'send-mail', payload, key === undefined ? {} : { key }));
}

describe.each(databases())('on $name', (server) => {
  async function opened() {
    const url = await freshDatabase(server);
    const records = openRecords(url);
    onTestFinished(() => records.close());
    const complaints: unknown[] = [];
    const work = async (tasks: Tasks) => {
      const worker = await startWorker({ url, tasks, complain: (error) => complaints.push(error) });
      onTestFinished(() => worker.stop());
      return worker;
    };
    return { records, work, complaints };
  }

  test('a job is there exactly if its cause is: what is undone leaves none', async () => {
    const { records, work } = await opened();
    const done: unknown[] = [];
    await expect(
      records.write(async (tx) => {
        await enqueueJob(tx, 'send-mail', { administrator: ADMINISTRATOR, mail: mailNumbered(7) });
        throw new Error('the cause fails');
      }),
    ).rejects.toThrow('the cause fails');
    await later(records, 1);
    await work(sending((payload) => Promise.resolve(void done.push(payload))));
    await until(() => done.length > 0);
    await sleep(100);
    expect(done).toEqual([{ administrator: ADMINISTRATOR, mail: mailNumbered(1) }]);
  });

  test('several workers share the jobs, and each is done by one of them', async () => {
    const { records, work } = await opened();
    const done: string[] = [];
    for (const name of ['one', 'other'])
      await work(
        sending(async (payload) => {
          await sleep(5);
          done.push(`${name} ${JSON.stringify(payload)}`);
        }),
      );
    for (let n = 0; n < 60; n += 1) await later(records, n);
    await until(() => done.length >= 60);
    expect(new Set(done.map((line) => line.slice(line.indexOf(' ')))).size).toBe(60);
    expect(done).toHaveLength(60);
    expect(new Set(done.map((line) => line.split(' ')[0])).size).toBe(2);
  });

  test('what waits under one name waits once', async () => {
    const { records, work } = await opened();
    const done: unknown[] = [];
    await later(records, 1, 'mail/1');
    await later(records, 1, 'mail/1');
    await later(records, 2, 'mail/2');
    await work(sending((payload) => Promise.resolve(void done.push(payload))));
    await until(() => done.length >= 2);
    await sleep(100);
    expect(done).toHaveLength(2);
  });

  test('a worker that stops first finishes what it has begun, and takes nothing else', async () => {
    const { records, work } = await opened();
    const begun: unknown[] = [];
    const done: unknown[] = [];
    const worker = await work(
      sending(async (payload) => {
        begun.push(payload);
        await sleep(300);
        done.push(payload);
      }),
    );
    await later(records, 1);
    await until(() => begun.length === 1);
    await worker.stop();
    expect(done).toHaveLength(1);
    await later(records, 2);
    await sleep(200);
    expect(begun).toHaveLength(1);
  });

  test('a job that fails is complained of, and stays to be tried again', async () => {
    const { records, work, complaints } = await opened();
    let attempts = 0;
    await later(records, 1);
    await work(
      sending(() => {
        attempts += 1;
        return attempts === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve();
      }),
    );
    await until(() => attempts === 2);
    expect(complaints).toHaveLength(1);
    expect(String(complaints[0])).toContain('not yet');
  });
});
