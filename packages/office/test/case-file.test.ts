import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { TrustAnchors } from '@assay/attestation/trust';
import { databases } from '@assay/records/test/databases';
import { describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { exportCase } from '../src/case-file/export-case.ts';
import { verifyCaseFile, type CaseFileReport } from '../src/case-file/verify-case.ts';
import { loadWords } from '../src/words.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import {
  caseNumbered,
  freshOffice,
  HOME,
  sandboxLibrary,
  valueOf,
  type SandboxOffice,
} from './sandbox-office.ts';

const CASE = caseNumbered(1);
const words = await loadWords(HOME);

describe.each(databases())('$name', (server) => {
  test('a case from application to grant is exported whole, and checks as sound', async () => {
    const place = await freshOffice(server);
    const { file, anchors } = await exported(
      place,
      'submit',
      'accept',
      'record',
      'evaluate',
      'review',
      'grant',
    );
    const report = await checked(file, anchors);
    expect(report.checks.map(({ id, ok }) => [id, ok])).toEqual([
      ['members', true],
      ['seal', true],
      ['history', true],
      ['documents', true],
      ['files', true],
      ['signatures', true],
      ['evaluation', true],
    ]);
    expect(report.outcome).toBe('sound');
    expect(report.manifest).toMatchObject({ case: CASE, version: 6, sandbox: true });
    const pdf = (await membersOf(file)).get('case.pdf');
    expect(pdf?.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
  });

  test('one that has just begun is a case file too', async () => {
    const { file, anchors } = await exported(await freshOffice(server), 'submit');
    expect((await checked(file, anchors)).outcome).toBe('sound');
  });

  test('without anybody to believe it is unproven, and by the key of another it is altered', async () => {
    const place = await freshOffice(server);
    const { file } = await exported(place, 'submit');
    expect((await checked(file)).outcome).toBe('unproven');
    const other = await ownAnchors((await freshOffice(server, { seed: 'another' })).office);
    const report = await checked(file, other);
    expect(failed(report)).toEqual([['seal', 'wrong-signature']]);
  });

  test('whatever was changed afterwards is found, and where', async () => {
    const place = await freshOffice(server);
    const { file, anchors } = await exported(place, 'submit', 'accept', 'record', 'evaluate');
    const members = await membersOf(file);
    const document = [...members.keys()].find((name) => name.startsWith('documents/')) ?? '';
    const changed: readonly (readonly [string, (copy: Map<string, Buffer>) => void, string])[] = [
      [
        'a byte of a document',
        (copy) => copy.set(document, Buffer.concat([Buffer.from('#'), copy.get(document) ?? Buffer.of()])),
        'members',
      ],
      ['a document that is missing', (copy) => copy.delete(document), 'members'],
      ['one that was put in', (copy) => copy.set('documents/more', Buffer.from('more')), 'members'],
      [
        'a reason in the history',
        (copy) =>
          copy.set(
            'events.ndjson',
            edited(copy.get('events.ndjson'), 'Sandbox: accept.', 'Sandbox: accepted.'),
          ),
        'members',
      ],
      ['the seal of nobody', (copy) => copy.set('seal.jws', Buffer.from('a.b.c')), 'seal'],
      ['no seal', (copy) => copy.delete('seal.jws'), 'seal'],
      [
        'the day of the export',
        (copy) =>
          copy.set(
            'manifest.json',
            edited(copy.get('manifest.json'), '"exportedAt": "2026', '"exportedAt": "2025'),
          ),
        'seal',
      ],
      ['the printed case', (copy) => copy.set('case.pdf', Buffer.from('%PDF-1.7 all is well')), 'members'],
    ];
    for (const [what, change, where] of changed) {
      const copy = new Map(members);
      change(copy);
      const report = await checked(await zipped(join(place.folder, `changed-${where}.zip`), copy), anchors);
      expect([what, report.outcome, failed(report)[0]?.[0]]).toEqual([what, 'altered', where]);
    }
  });

  test('what is no case file is refused with the reason', async () => {
    const { folder } = await freshOffice(server);
    const text = join(folder, 'text.zip');
    writeFileSync(text, 'not an archive');
    const none = await zipped(join(folder, 'none.zip'), new Map([['readme.txt', Buffer.from('hello')]]));
    const library = await sandboxLibrary();
    for (const [file, code] of [
      [text, 'archive-malformed'],
      [none, 'not-a-case-file'],
      [
        await zipped(join(folder, 'bomb.zip'), new Map([['bomb', Buffer.alloc(4 * 1024 * 1024)]])),
        'archive-too-large',
      ],
    ] as const) {
      const report = await verifyCaseFile(file, { library });
      expect(report.ok ? 'read' : report.refusal.code).toBe(code);
    }
  });
});

async function exported(
  { office, folder }: SandboxOffice,
  ...acts: Parameters<typeof inTurn> extends [unknown, ...infer Acts] ? Acts : never
): Promise<{ readonly file: string; readonly anchors: TrustAnchors }> {
  await inTurn(await lampCase(office, CASE), ...acts);
  const file = join(folder, 'case.zip');
  valueOf(await exportCase(office, words, { case: CASE, into: file, confidential: true }));
  return { file, anchors: await ownAnchors(office) };
}

async function checked(file: string, anchors?: TrustAnchors): Promise<CaseFileReport> {
  return valueOf(await verifyCaseFile(file, { library: await sandboxLibrary(), anchors }));
}

function failed({ checks }: CaseFileReport): readonly (readonly [string, string])[] {
  return checks.filter(({ ok }) => ok === false).map(({ id, detail }) => [id, detail]);
}

function edited(bytes: Buffer | undefined, was: string, is: string): Buffer {
  const text = bytes?.toString() ?? '';
  expect(text).toContain(was);
  return Buffer.from(text.replace(was, is));
}

async function membersOf(file: string): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(readFileSync(file), { lazyEntries: true });
  const members = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry))
      if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    members.set(entry.fileName, Buffer.concat(chunks));
  }
  return members;
}

async function zipped(file: string, members: ReadonlyMap<string, Buffer>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, bytes] of members) zip.addBuffer(bytes, name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}
