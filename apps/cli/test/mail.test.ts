import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { mailServer } from '@assay/office/test/mail-server';
import { enqueueMails, readMail } from '@assay/records/mail';
import { openRecords } from '@assay/records/open';
import { databases, freshDatabase } from '@assay/records/test/databases';
import { passingFolder } from '@assay/records/test/folder';
import type { MailId } from '@assay/vocabulary/desk-ids';
import { instantOf } from '@assay/vocabulary/instant';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { build, freePort, ROOT } from './program.ts';

const ID = 'mail_0000000000000001' as MailId;
const NAMED = { administrator: 'SB', id: ID };

/** An installation on a database with one mail that waits, and how to serve it. */
async function installation() {
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  const database = await freshDatabase(server);
  const records = openRecords(database);
  const data = passingFolder('mail-served');
  onTestFinished(async () => {
    await records.close();
    rmSync(data, { recursive: true, force: true });
  });
  const mail = {
    ...{ id: ID, cause: 'a/test', kind: 'invitation', address: 'ada@developer.example' },
    ...{ subject: 'Sandbox', body: 'Sandbox\n', enqueuedAt: instantOf(new Date()) },
  };
  await records.write((tx) => enqueueMails(tx, { administrator: 'SB', mails: [mail] }));
  const serve = async (variables: Readonly<Record<string, string>>) => {
    const args = ['serve', '--data', data, '--port', String(await freePort())];
    const child = spawn(process.execPath, [join(ROOT, 'apps/cli/dist/assay.js'), ...args], {
      env: { ...process.env, DATABASE_URL: database, ...variables },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    const stop = () => {
      child.kill('SIGTERM');
      return ended;
    };
    return { ended, stop, said: () => said };
  };
  const settled = async () => {
    for (let turn = 0; turn < 300; turn += 1) {
      const found = await readMail(records.read, NAMED);
      if (found && found.state !== 'waiting') return found;
      await sleep(50);
    }
    throw new Error('nobody sent it');
  };
  return { serve, settled };
}

beforeAll(build, 60_000);

describe('the mail of an installation that serves', () => {
  test('stays on this machine unless it is told of a server, and it stops cleanly', async () => {
    const { serve, settled } = await installation();
    const serving = await serve({});
    expect(await settled()).toMatchObject({ state: 'captured' });
    expect(serving.said()).toContain('Mail is kept here');
    expect(await serving.stop()).toBe(0);
  });

  test('goes to the server it is told of', async () => {
    const smtp = await mailServer({ encrypted: 'never' });
    const { serve, settled } = await installation();
    const serving = await serve({ ASSAY_SMTP_URL: `smtp://127.0.0.1:${String(smtp.server.port)}` });
    expect(await settled()).toMatchObject({ state: 'sent' });
    expect(smtp.taken).toMatchObject([{ to: ['ada@developer.example'], from: 'desk@sandbox.example' }]);
    expect(await serving.stop()).toBe(0);
  });

  test('is not left to a guess: a server that is none stops the start with what is expected', async () => {
    const { serve } = await installation();
    const serving = await serve({ ASSAY_SMTP_URL: 'mail.example' });
    expect(await serving.ended).toBe(2);
    expect(serving.said()).toContain('smtps://');
  });
});
