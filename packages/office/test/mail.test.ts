import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { listMails, readMail, reviveMail, wakeMails } from '@assay/records/mail';
import { databases } from '@assay/records/test/databases';
import { passingFolder } from '@assay/records/test/folder';
import type { MailId } from '@assay/vocabulary/desk-ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { parseMailAddress, type MailAddress } from '@assay/vocabulary/mail-address';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Notice } from '../src/notices/compose-mail.ts';
import { mailSource } from '../src/notices/mail-source.ts';
import { readMailSettings } from '../src/notices/mail-settings.ts';
import { nextAttempt } from '../src/notices/retry.ts';
import { sendMail, type MailDoor } from '../src/notices/send-mail.ts';
import { smtpMailer, type SmtpServer } from '../src/notices/smtp.ts';
import { writeMail } from '../src/notices/write-mail.ts';
import { administratorOf } from '../src/office.ts';
import { loadWords } from '../src/words.ts';
import { mailServer } from './mail-server.ts';
import { AT, caseNumbered, freshOffice, HOME, type SandboxOffice } from './sandbox-office.ts';

const CASE = caseNumbered(1);
const SENDER = {
  name: 'Sandbox Label Office',
  address: 'desk@sandbox.example' as MailAddress,
  host: 'localhost:4303',
};
const RETURNED: Notice = {
  kind: 'application-returned',
  facts: { case: CASE },
  path: `/desk/cases/${CASE}`,
};
const words = await loadWords(HOME);

async function write({ office }: SandboxOffice, address = 'ada@developer.example', notice = RETURNED) {
  return office.records.write((tx) =>
    writeMail(tx, office, words, {
      ...{ to: { address }, cause: `${CASE}/3`, notice, case: CASE },
    }),
  );
}

async function only({ office }: SandboxOffice) {
  const { rows } = await listMails(office.records.read, {
    administrator: administratorOf(office),
    limit: 10,
  });
  expect(rows).toHaveLength(1);
  const [mail] = rows;
  if (!mail) throw new Error('counted above');
  return mail;
}

function doorTo(server: SmtpServer, trusted: string): MailDoor {
  return { sender: SENDER, mailer: smtpMailer(server, trusted) };
}

describe.each(databases())('on $name', (server) => {
  test('without a mail server a mail stays here, and can be read as it would have gone', async () => {
    const at = await freshOffice(server);
    await write(at);
    await sendMail(at.office, (await only(at)).id, { sender: SENDER });
    const mail = await only(at);
    expect(mail).toMatchObject({ state: 'captured', attempts: 1, settledAt: AT, case: CASE });
    const source = (await mailSource(mail, SENDER)).toString();
    expect(source).toContain(`Message-ID: <${mail.id}@localhost>`);
    expect(source).toContain('To: ada@developer.example');
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(source).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
    expect(source).not.toMatch(/multipart|text\/html/);
    expect(await mailSource(mail, SENDER)).toEqual(Buffer.from(source));
  });

  test('a mail names its case and links to the desk', async () => {
    const at = await freshOffice(server);
    await write(at);
    const { subject, body } = await only(at);
    expect(subject).toContain(CASE);
    expect(body).toContain(`${at.office.origin}/desk/cases/${CASE}`);
    expect(body).toMatch(/^SANDBOX/);
  });

  test.each(['from-the-start', 'on-request'] as const)(
    'a mail goes over TLS (%s), with name and password, and is then out of our hands',
    async (encrypted) => {
      const at = await freshOffice(server);
      const smtp = await mailServer({ encrypted, password: 'sandbox' });
      await write(at);
      const { id } = await only(at);
      const login = { user: 'assay', password: 'sandbox' };
      await sendMail(at.office, id, doorTo({ ...smtp.server, ...login }, smtp.trusted));
      expect(smtp.taken).toMatchObject([
        { from: SENDER.address, to: ['ada@developer.example'], encrypted: true, user: 'assay' },
      ]);
      expect(smtp.taken[0]?.source).toContain(`<${id}@localhost>`);
      expect(await only(at)).toMatchObject({ state: 'sent', settledAt: AT });
      await sendMail(at.office, id, doorTo({ ...smtp.server, ...login }, smtp.trusted));
      expect(smtp.taken).toHaveLength(1);
    },
  );

  test('nothing is said to a server that offers no encryption, or that nobody vouches for', async () => {
    for (const encrypted of ['never', 'on-request'] as const) {
      const at = await freshOffice(server);
      const smtp = await mailServer({ encrypted });
      await write(at);
      const { id } = await only(at);
      const door =
        encrypted === 'never'
          ? doorTo(smtp.server, smtp.trusted)
          : { sender: SENDER, mailer: smtpMailer(smtp.server) };
      await sendMail(at.office, id, door);
      expect(smtp.taken).toEqual([]);
      const mail = await only(at);
      expect(mail.state).toBe('waiting');
      expect(mail.failure).toMatch(encrypted === 'never' ? /STARTTLS/i : /self-signed/);
    }
  });

  test('what cannot go now is tried again ever later, and at last given up into the dead letters', async () => {
    const at = await freshOffice(server);
    const smtp = await mailServer({ refuse: () => '451 try later' });
    await write(at);
    const { id } = await only(at);
    let now = AT;
    const waits: number[] = [];
    for (let turn = 0; turn < 20 && (await only(at)).state === 'waiting'; turn += 1) {
      await sendMail(at.office, id, doorTo(smtp.server, smtp.trusted));
      const { nextAt } = await only(at);
      waits.push((Date.parse(nextAt) - Date.parse(now)) / 1000);
      now = nextAt;
      at.setClock(now);
    }
    expect(await only(at)).toMatchObject({ state: 'dead', attempts: 10 });
    expect((await only(at)).failure).toContain('try later');
    expect(waits.slice(0, -1)).toEqual(waits.slice(0, -1).toSorted((one, other) => one - other));
    expect(Date.parse(now) - Date.parse(AT)).toBeGreaterThan(36 * 3_600_000);
  });

  test('an address that the server does not know is given up at once, and sent again when somebody says so', async () => {
    const at = await freshOffice(server);
    let known = false;
    const smtp = await mailServer({ refuse: () => (known ? undefined : '550 no such mailbox') });
    await write(at);
    const { id } = await only(at);
    const administrator = administratorOf(at.office);
    const revive = () => at.office.records.write((tx) => reviveMail(tx, { administrator, id, at: AT }));
    expect(await revive()).toBe(false);
    await sendMail(at.office, id, doorTo(smtp.server, smtp.trusted));
    expect(await only(at)).toMatchObject({ state: 'dead', attempts: 1 });
    known = true;
    expect(await revive()).toBe(true);
    await sendMail(at.office, id, doorTo(smtp.server, smtp.trusted));
    expect((await only(at)).state).toBe('sent');
  });

  test('a wrong password of ours is no fault of the mail: it waits', async () => {
    const at = await freshOffice(server);
    const smtp = await mailServer({ password: 'right' });
    await write(at);
    const { id } = await only(at);
    await sendMail(at.office, id, doorTo({ ...smtp.server, user: 'assay', password: 'wrong' }, smtp.trusted));
    expect((await only(at)).state).toBe('waiting');
  });

  test('two workers at once send a mail once, and one whose worker died is sent by the next', async () => {
    const at = await freshOffice(server);
    const smtp = await mailServer();
    await write(at);
    const { id } = await only(at);
    const door = doorTo(smtp.server, smtp.trusted);
    await Promise.all([1, 2, 3].map(() => sendMail(at.office, id, door)));
    expect(smtp.taken).toHaveLength(1);

    const killed = await freshOffice(server);
    await write(killed);
    const left = (await only(killed)).id;
    const dies = () => Promise.reject(new Error('killed'));
    await expect(sendMail(killed.office, left, { sender: SENDER, mailer: dies })).rejects.toThrow('killed');
    await sendMail(killed.office, left, door);
    expect(smtp.taken).toHaveLength(1);
    const later = addSeconds(AT, 1_000);
    killed.setClock(later);
    const administrator = administratorOf(killed.office);
    const woken = { administrator, before: addSeconds(AT, 600), at: later };
    expect(await killed.office.records.write((tx) => wakeMails(tx, woken))).toBe(1);
    await sendMail(killed.office, left, door);
    expect(smtp.taken).toHaveLength(2);
    expect(await killed.office.records.write((tx) => wakeMails(tx, woken))).toBe(0);
  });

  test('nobody is told the same twice; somebody else is told too', async () => {
    const at = await freshOffice(server);
    expect(await write(at)).toEqual({ ok: true, value: { written: true } });
    expect(await write(at, 'Ada@Developer.example')).toEqual({ ok: true, value: { written: false } });
    await only(at);
    expect(await write(at, 'grace@developer.example')).toEqual({ ok: true, value: { written: true } });
  });

  test.each([
    'ada@developer.example\r\nBcc: everybody@example.org',
    'ada@developer.example, grace@developer.example',
    'Ada <ada@developer.example>',
    '"ada\\"@x"@developer.example',
    'ada@[127.0.0.1]',
    'ada@',
    '@developer.example',
    '',
  ])('an address that could be more than one, or end a line, is refused: %j', async (address) => {
    const at = await freshOffice(server);
    expect(await write(at, address)).toEqual({ ok: false, refusal: { code: 'malformed-mail-address' } });
    const { rows } = await listMails(at.office.records.read, {
      administrator: administratorOf(at.office),
      limit: 1,
    });
    expect(rows).toEqual([]);
  });

  test('the mail of another administrator is not there', async () => {
    const at = await freshOffice(server);
    await write(at);
    const { id } = await only(at);
    expect(await readMail(at.office.records.read, { administrator: 'XX', id })).toBeUndefined();
    expect(await listMails(at.office.records.read, { administrator: 'XX', limit: 5 })).toEqual({ rows: [] });
  });
});

describe('the source of a mail', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 200 });
  const MAIL = {
    id: 'mail_0000000000000001' as MailId,
    kind: 'invitation',
    address: 'ada@developer.example',
    enqueuedAt: AT,
  };
  test('has the same headers whatever a name in it holds: none is added, none moved', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (subject, name) => {
        const source = await mailSource(
          { ...MAIL, subject: `${subject}\r\nBcc: all@example.org`, body: `${name}\r\n.\r\nRCPT TO:<x>` },
          SENDER,
        );
        const [head = ''] = source.toString('latin1').split('\r\n\r\n');
        const names = head
          .replaceAll(/\r\n[ \t]/g, ' ')
          .split('\r\n')
          .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
        expect(names.toSorted()).toEqual([
          ...['auto-submitted', 'content-transfer-encoding', 'content-type', 'date', 'from', 'message-id'],
          ...['mime-version', 'subject', 'to', 'x-assay-kind'],
        ]);
        expect(head).not.toMatch(/(^|[^\r])\n|\r(?!\n)/);
      }),
      { numRuns: 200 },
    );
  });

  test('shows markup of a name as the text that it is', async () => {
    const organisation = '<img src=x onerror=alert(1)> {days} Sandbox';
    const { subject, body } = words.mail('invitation', { organisation, until: '2026-12-01' });
    expect(subject).toContain(organisation);
    expect(body).toContain(organisation);
    const source = (await mailSource({ ...MAIL, subject, body }, SENDER)).toString();
    expect(source).toContain('Content-Type: text/plain');
  });
});

test('what reads as an address is one address on one line', () => {
  const address = /^[!-?A-~]+@[A-Za-z0-9.-]+$/;
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
      const read = parseMailAddress(text);
      if (read.ok) expect(text).toMatch(address);
    }),
  );
  expect(parseMailAddress('ada.l+label@developer.example').ok).toBe(true);
});

test('a retry is never in the past, and ever one attempt nearer to giving up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 255 }), (attempts, dice) => {
      const next = nextAttempt([1, 60, 3_600], { attempts, at: AT, dice });
      if (attempts > 3) expect(next).toBeUndefined();
      else expect(Date.parse(next ?? '')).toBeGreaterThan(Date.parse(AT));
    }),
  );
});

describe('the settings of mail', () => {
  const CONTACT = 'desk@sandbox.example';
  const read = (url: string, contact = CONTACT, from?: string) =>
    readMailSettings(passingFolder('mail-test'), contact, {
      ASSAY_SMTP_URL: url,
      ...(from !== undefined && { ASSAY_MAIL_FROM: from }),
    });

  test('without any, mail stays here', async () => {
    expect(await read('')).toEqual({ ok: true, value: { from: CONTACT } });
  });

  test('an address says how it is encrypted: always, but to this machine itself', async () => {
    const encryption = async (url: string) => {
      const settings = await read(url);
      return settings.ok ? settings.value.server : settings.refusal;
    };
    expect(await encryption('smtps://a%40b:p%2Fw@mail.example')).toEqual({
      ...{ host: 'mail.example', port: 465, encryption: 'from-the-start', user: 'a@b', password: 'p/w' },
    });
    expect(await encryption('smtp://mail.example')).toEqual({
      ...{ host: 'mail.example', port: 587, encryption: 'before-anything' },
    });
    expect(await encryption('smtp://127.0.0.1:25')).toMatchObject({ encryption: 'if-offered', port: 25 });
  });

  test.each([
    'mail.example',
    'http://mail.example',
    'smtp://mail.example/x',
    'smtp://u@h',
    'smtp://h?tls=no',
  ])('%s is no mail server', async (url) => {
    expect(await read(url)).toEqual({
      ok: false,
      refusal: { code: 'mail-server-malformed', place: 'ASSAY_SMTP_URL' },
    });
  });

  test('mail that is sent needs a sender that can be answered', async () => {
    const refused = await read('smtp://mail.example', 'Postbox 1, Sandbox');
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'mail-sender-unknown' } });
    expect(await read('smtp://mail.example', 'Postbox 1', 'a@b.example')).toMatchObject({
      ok: true,
      value: { from: 'a@b.example' },
    });
  });

  test('a file holds them too, and its password is elsewhere', async () => {
    const folder = passingFolder('mail-test');
    const settings = (value: unknown) =>
      writeFile(join(folder, 'mail.json'), typeof value === 'string' ? value : JSON.stringify(value));
    const ask = () => readMailSettings(folder, CONTACT, {});
    await settings({
      ...{ server: 'smtps://mail.example', user: 'assay', from: 'label@office.example' },
      password: { file: 'mail-password' },
    });
    await writeFile(join(folder, 'mail-password'), 'sandbox\n', { mode: 0o600 });
    expect(await ask()).toMatchObject({
      ok: true,
      value: { from: 'label@office.example', server: { user: 'assay', password: 'sandbox' } },
    });
    await settings({ server: 'smtps://assay:sandbox@mail.example' });
    expect(await ask()).toMatchObject({ refusal: { code: 'mail-server-malformed' } });
    for (const broken of ['{', { servr: 'smtp://x' }, { server: 'smtp://x', password: 'sandbox' }]) {
      await settings(broken);
      expect(await ask()).toMatchObject({ refusal: { code: 'mail-settings-unreadable' } });
    }
  });
});
