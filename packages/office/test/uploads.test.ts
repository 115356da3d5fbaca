import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { databases } from '@assay/records/test/databases';
import { readUpload } from '@assay/records/upload';
import { putSetting } from '@assay/records/setting';
import { mintId, type UploadId } from '@assay/vocabulary/desk-ids';
import type { EvidenceGiven } from '@assay/vocabulary/evidence-given';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { finishUpload } from '../src/evidence/finish-upload.ts';
import { readOwnEvidence, withdrawEvidence } from '../src/evidence/own-evidence.ts';
import { receiveEvidence } from '../src/evidence/receive-evidence.ts';
import { abandonUpload, appendToUpload, beginUpload, uploadSoFar } from '../src/evidence/upload.ts';
import type { Office } from '../src/office.ts';
import { day, freshOffice, instant, valueOf, type SandboxOffice } from './sandbox-office.ts';

const ORGANISATION = 'org_sandbox-developer' as OrganisationId;
const RIVAL = 'org_sandbox-rival' as OrganisationId;
const BY = 'person_ada-applicant' as PersonId;
const OURS = { organisation: ORGANISATION, by: BY };
const GIVEN: EvidenceGiven = {
  kind: 'design-document',
  title: 'How it updates',
  effective: { from: day('2026-11-01') },
  confidential: true,
  covers: [],
};
const MIB = 2 ** 20;
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3 * MIB, 'a')]);

async function* sent(bytes: Uint8Array, cutAt = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    if (at >= cutAt) throw new Error('the connection was reset');
    yield bytes.subarray(at, Math.min(at + 65_536, cutAt));
  }
}

async function begun(office: Office, size: number, fileName = 'updates.pdf'): Promise<UploadId> {
  const declaredType = fileName.endsWith('.pdf') ? 'application/pdf' : '';
  return valueOf(await beginUpload(office, { ...OURS, fileName, declaredType, size })).id;
}

const append = (office: Office, upload: UploadId, offset: number, bytes: AsyncIterable<Uint8Array>) =>
  appendToUpload(office, { ...OURS, upload, offset, bytes });

/** Every file below the folder of blobs. */
function lyingThere({ folder }: SandboxOffice): readonly string[] {
  const root = join(folder, 'blobs');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((one) =>
    one.isFile() ? [join(one.parentPath, one.name)] : [],
  );
}

/** Files below the folder of blobs that this process holds open; told by Linux alone. */
function openFiles({ folder }: SandboxOffice): readonly string[] {
  const own = '/proc/self/fd';
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .map((one) => readlinkOf(join(own, one)))
    .filter((path) => path.startsWith(join(folder, 'blobs')));
}

/** What was open a moment ago may be closed by now. */
function readlinkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

async function readBack(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}

const [server] = databases();
if (!server) throw new Error('there is always a server');

describe('an upload', () => {
  test('that was cut at 99 % goes on there, and has the digest of its bytes', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    const cutAt = Math.floor(PDF.length * 0.99);
    await append(at.office, upload, 0, sent(PDF, cutAt));
    const { received } = valueOf(await uploadSoFar(at.office, { ...OURS, upload }));
    expect(received).toBe(cutAt);
    expect(await finishUpload(at.office, { ...OURS, upload, given: GIVEN })).toMatchObject({
      refusal: { code: 'upload-incomplete', received, size: PDF.length },
    });
    await append(at.office, upload, received, sent(PDF.subarray(received)));
    const evidence = valueOf(await finishUpload(at.office, { ...OURS, upload, given: GIVEN }));
    const digest = `sha256:${createHash('sha256').update(PDF).digest('hex')}`;
    expect(evidence).toMatchObject({ digest, mediaType: 'application/pdf', size: PDF.length });
    const told: string[] = [];
    const file = valueOf(
      await readOwnEvidence(at.office, {
        ...{ organisation: ORGANISATION, evidence: evidence.id },
        tell: async ({ id }) => void told.push(id),
      }),
    );
    expect(await readBack(file.bytes)).toBe(digest);
    expect(told).toEqual([evidence.id]);
    expect(lyingThere(at)).toEqual([expect.stringContaining(digest.slice(7))]);
    expect(statSync(String(lyingThere(at)[0])).mode & 0o077).toBe(0);
  });

  test('in whatever pieces and cuts it comes, is the same file', async () => {
    const at = await freshOffice(server);
    const cuts = fc.array(fc.integer({ min: 1, max: PDF.length }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const upload = await begun(at.office, PDF.length);
        for (;;) {
          const { received } = valueOf(await uploadSoFar(at.office, { ...OURS, upload }));
          if (received === PDF.length) break;
          await append(at.office, upload, received, sent(PDF.subarray(received), places.pop()));
        }
        const { digest } = valueOf(await finishUpload(at.office, { ...OURS, upload, given: GIVEN }));
        expect(digest).toBe(`sha256:${createHash('sha256').update(PDF).digest('hex')}`);
      }),
      { numRuns: 8 },
    );
    expect(lyingThere(at)).toHaveLength(1);
  });

  test('of 2 GB is refused before a byte of it is sent', async () => {
    const at = await freshOffice(server);
    const asked = { ...OURS, fileName: 'firmware.bin', declaredType: '', size: 2 * 2 ** 30 };
    expect(await beginUpload(at.office, asked)).toEqual({
      ok: false,
      refusal: { code: 'evidence-too-large', bytes: 2 * 2 ** 30, limit: 2 ** 30 },
    });
    expect(lyingThere(at)).toEqual([]);
  });

  test('is limited as the administrator has set, and so is all that one organisation has under way', async () => {
    const { office } = await freshOffice(server);
    const setting = { administrator: 'SB', name: 'largest-evidence', value: 100 };
    await office.records.write((tx) => putSetting(tx, setting));
    const ask = (size: number) => beginUpload(office, { ...OURS, fileName: 'a.bin', declaredType: '', size });
    expect(await ask(101)).toMatchObject({ refusal: { code: 'evidence-too-large', limit: 100 } });
    for (let n = 0; n < 4; n += 1) expect(await ask(100)).toMatchObject({ ok: true });
    expect(await ask(1)).toMatchObject({ refusal: { code: 'evidence-too-large', limit: 0 } });
    expect(await ask(0)).toMatchObject({ refusal: { code: 'evidence-empty' } });
    const rival = { ...OURS, organisation: RIVAL, fileName: 'a.bin', declaredType: '', size: 100 };
    expect(await beginUpload(office, rival)).toMatchObject({ ok: true });
  });

  test('takes no more than was announced, and no other place than where it stands', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, 10);
    expect(await append(at.office, upload, 0, sent(PDF.subarray(0, 11)))).toMatchObject({
      refusal: { code: 'upload-too-long', size: 10 },
    });
    expect(await append(at.office, upload, 3, sent(PDF.subarray(3, 10)))).toMatchObject({
      refusal: { code: 'wrong-offset', offset: 3 },
    });
    expect(valueOf(await uploadSoFar(at.office, { ...OURS, upload })).received).toBe(0);
    const known = { ...OURS, upload, offset: 0, bytes: sent(PDF.subarray(0, 9)), length: 11 };
    expect(await appendToUpload(at.office, known)).toMatchObject({ refusal: { code: 'upload-too-long' } });
    expect(lyingThere(at)).toEqual([]);
  });

  test('to which two send at once holds the bytes of one of them', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    const other = Buffer.from(PDF).fill('b', 9);
    const both = await Promise.all([
      append(at.office, upload, 0, sent(PDF)),
      append(at.office, upload, 0, sent(other)),
    ]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)).toMatchObject({ refusal: { code: 'wrong-offset' } });
    const { digest } = valueOf(await finishUpload(at.office, { ...OURS, upload, given: GIVEN }));
    const won = both[0].ok ? PDF : other;
    expect(digest).toBe(`sha256:${createHash('sha256').update(won).digest('hex')}`);
  });

  test('finished twice, and by several at once, is one piece of evidence', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    await append(at.office, upload, 0, sent(PDF));
    const finish = () => finishUpload(at.office, { ...OURS, upload, given: GIVEN });
    const all = await Promise.all([finish(), finish(), finish()]);
    const ids = new Set([...all, await finish()].map((one) => valueOf(one).id));
    expect(ids.size).toBe(1);
    expect(await append(at.office, upload, PDF.length, sent(PDF))).toMatchObject({
      refusal: { code: 'upload-finished' },
    });
  });

  test('whose end is cut short leaves nothing joined and no file open, and is finished by another try', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    await append(at.office, upload, 0, sent(PDF));
    const before = [lyingThere(at), openFiles(at)];
    const given = { ...OURS, upload, given: GIVEN };
    const stopped = () => {
      throw new Error('stopped');
    };
    await expect(finishUpload({ ...at.office, clock: stopped }, given)).rejects.toThrow('stopped');
    const lost = { ...at.office.records, write: () => Promise.reject(new Error('the database is gone')) };
    await expect(finishUpload({ ...at.office, records: lost }, given)).rejects.toThrow('gone');
    expect([lyingThere(at), openFiles(at)]).toEqual(before);
    valueOf(await finishUpload(at.office, given));
    expect([lyingThere(at).length, openFiles(at)]).toEqual([1, []]);
  });

  test('that nobody finishes is forgotten after a day, with its bytes', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    await append(at.office, upload, 0, sent(PDF, MIB));
    at.setClock(instant('2026-11-22T09:30:01Z'));
    expect(await append(at.office, upload, MIB, sent(PDF))).toMatchObject({
      refusal: { code: 'upload-expired' },
    });
    await begun(at.office, 10);
    expect(
      await readUpload(at.office.records.read, { organisation: ORGANISATION, id: upload }),
    ).toBeUndefined();
    expect(lyingThere(at)).toEqual([]);
  });

  test('that its sender gives up is forgotten at once', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    await append(at.office, upload, 0, sent(PDF, MIB));
    expect(await abandonUpload(at.office, { ...OURS, upload })).toMatchObject({ ok: true });
    expect(await uploadSoFar(at.office, { ...OURS, upload })).toMatchObject({
      refusal: { code: 'no-such-upload' },
    });
    expect(lyingThere(at)).toEqual([]);
  });

  test('of another organisation is as absent as one that never was', async () => {
    const at = await freshOffice(server);
    const upload = await begun(at.office, PDF.length);
    const theirs = { organisation: RIVAL, by: BY, upload };
    const none = { ...theirs, upload: mintId('upload', new Uint8Array(10)) };
    for (const one of [theirs, none]) {
      const refused = { ok: false, refusal: { code: 'no-such-upload' } };
      expect(await uploadSoFar(at.office, one)).toEqual(refused);
      expect(await abandonUpload(at.office, one)).toEqual(refused);
      expect(await finishUpload(at.office, { ...one, given: GIVEN })).toEqual(refused);
      expect(await appendToUpload(at.office, { ...one, offset: 0, bytes: sent(PDF) })).toEqual(refused);
    }
  });
});

describe('a file whose content is not its type', () => {
  test.each([
    {
      what: 'a program that calls itself a PDF',
      as: 'application/pdf',
      hex: '7f454c46',
      is: 'application/x-elf',
    },
    {
      what: 'a program with the name of a PDF',
      as: '',
      hex: '4d5a90',
      is: 'application/vnd.microsoft.portable-executable',
    },
    { what: 'text with the name of a PDF', as: 'application/octet-stream', hex: '6869', is: 'text/plain' },
    {
      what: 'an archive that calls itself a PDF',
      as: 'application/pdf',
      hex: '504b0304',
      is: 'application/zip',
    },
  ])('is refused with what it is: $what', async ({ as: declaredType, hex, is: found }) => {
    const at = await freshOffice(server);
    const bytes = Buffer.from(hex, 'hex');
    const announced = { ...OURS, fileName: 'a.pdf', declaredType, size: bytes.length };
    const upload = valueOf(await beginUpload(at.office, announced)).id;
    await append(at.office, upload, 0, sent(bytes));
    expect(await finishUpload(at.office, { ...OURS, upload, given: GIVEN })).toMatchObject({
      refusal: { code: 'content-not-its-type', found },
    });
    expect(lyingThere(at)).toEqual([]);
  });

  test('an archive is kept as it came and never unpacked', async () => {
    const at = await freshOffice(server);
    const bomb = gzipSync(Buffer.alloc(64 * MIB));
    const kept = valueOf(
      await receiveEvidence(at.office, {
        ...{ ...OURS, fileName: '../../etc/bomb.gz', declaredType: 'application/gzip' },
        ...{ bytes: sent(bomb), given: GIVEN },
      }),
    );
    expect(kept).toMatchObject({ fileName: 'bomb.gz', mediaType: 'application/gzip', size: bomb.length });
  });
});

describe('a file from a form', () => {
  const form = (office: Office, bytes: AsyncIterable<Uint8Array>, fileName = '<b>updates</b>.pdf') =>
    receiveEvidence(office, { ...OURS, fileName, declaredType: 'application/pdf', bytes, given: GIVEN });

  test('comes in one go', async () => {
    const at = await freshOffice(server);
    expect(valueOf(await form(at.office, sent(PDF)))).toMatchObject({
      ...{ size: PDF.length, fileName: 'b>.pdf' },
    });
  });

  test('that is cut, too large, empty or without a name leaves nothing behind', async () => {
    const at = await freshOffice(server);
    await at.office.records.write((tx) =>
      putSetting(tx, { administrator: 'SB', name: 'largest-evidence', value: MIB }),
    );
    expect(await form(at.office, sent(PDF))).toMatchObject({ refusal: { code: 'evidence-too-large' } });
    expect(await form(at.office, sent(PDF, 9_000))).toMatchObject({ refusal: { code: 'upload-cut' } });
    expect(await form(at.office, sent(Buffer.alloc(0)))).toMatchObject({
      refusal: { code: 'evidence-empty' },
    });
    for (const name of ['', '..', 'a/', '\u0000\u202e'])
      expect(await form(at.office, sent(PDF), name)).toMatchObject({
        refusal: { code: 'file-name-refused' },
      });
    expect(lyingThere(at)).toEqual([]);
  });
});

test('a file is read only once its reading has been told, and not by another organisation', async () => {
  const { office } = await freshOffice(server);
  const form = { ...OURS, fileName: 'a.pdf', declaredType: '', bytes: sent(PDF), given: GIVEN };
  const { id: evidence } = valueOf(await receiveEvidence(office, form));
  const tell = () => Promise.reject(new Error('the audit trail is full'));
  await expect(readOwnEvidence(office, { organisation: ORGANISATION, evidence, tell })).rejects.toThrow(
    'full',
  );
  expect(await readOwnEvidence(office, { organisation: RIVAL, evidence, tell })).toEqual({
    ok: false,
    refusal: { code: 'no-such-evidence' },
  });
});

test('a file that is withdrawn says since when and why', async () => {
  const { office } = await freshOffice(server);
  const form = { ...OURS, fileName: 'a.pdf', declaredType: '', bytes: sent(PDF), given: GIVEN };
  const { id: evidence } = valueOf(await receiveEvidence(office, form));
  const withdrawal = { ...OURS, evidence, reason: 'It is about another product.' };
  expect(valueOf(await withdrawEvidence(office, withdrawal)).withdrawn).toMatchObject({
    reason: 'It is about another product.',
  });
  expect(await withdrawEvidence(office, { ...withdrawal, organisation: RIVAL })).toMatchObject({
    refusal: { code: 'no-such-evidence' },
  });
});
