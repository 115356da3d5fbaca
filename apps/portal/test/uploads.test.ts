/** Programs send files over a real socket to a real office. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { readAudit } from '@assay/records/audit';
import { databases } from '@assay/records/test/databases';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { sampleDesk } from './sample-desk.ts';

const UPLOADS = '/api/v1/evidence/uploads';
const MIB = 2 ** 20;
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(8 * MIB, 'a')]);
const GIVEN = {
  ...{ kind: 'design-document', title: 'How it updates', confidential: true, covers: [] },
  effective: { from: '2026-11-01' },
};

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let origin = '';
let ours = '';
let rivals = '';
let readOnly = '';

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const developer = 'org_sandbox-developer' as OrganisationId;
  const theirs = await registerBody(office, { id: 'org_sandbox-rival', kinds: ['developer'] });
  const roles = ['applicant'] as const;
  const scopes = ['evidence:read', 'evidence:write'];
  ({ key: ours } = await employ(office, developer, { id: 'ci-of-ours', roles, scopes }));
  ({ key: rivals } = await employ(office, theirs, { id: 'ci-of-a-rival', roles, scopes }));
  ({ key: readOnly } = await employ(office, developer, {
    id: 'ci-that-reads',
    roles,
    scopes: ['evidence:read'],
  }));
  const desk = await officeDesk(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
  origin = await portal.listen(0, '127.0.0.1');
});
afterAll(async () => {
  // Not even what was refused with its bytes unread holds a connection.
  await portal.close();
  await place.close();
}, 10_000);

type Told = { readonly status: number; readonly data: Readonly<Record<string, unknown>> };

async function ask(
  method: string,
  path: string,
  sent: { readonly json?: unknown; readonly bytes?: Uint8Array; readonly key?: string } = {},
): Promise<Told> {
  const { json, bytes, key = ours } = sent;
  const type = bytes ? 'application/octet-stream' : 'application/json';
  const body = bytes ? new Uint8Array(bytes) : json === undefined ? undefined : JSON.stringify(json);
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': crypto.randomUUID(),
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  return { status: answer.status, data: text === '' ? {} : (JSON.parse(text) as Told['data']) };
}

async function begun(size: number, fileName = 'updates.pdf', mediaType = 'application/pdf'): Promise<string> {
  const { status, data } = await ask('POST', UPLOADS, { json: { fileName, mediaType, size } });
  expect(status).toBe(201);
  return `${UPLOADS}/${String(data['upload'])}`;
}

/** Promises all bytes on a socket, sends some, and breaks off. */
async function sendAndBreakOff(path: string, bytes: Uint8Array, promised: number): Promise<void> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const head = [
    `PATCH ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${ours}`,
    'Content-Type: application/octet-stream',
    `Content-Length: ${String(promised)}`,
  ];
  await new Promise<void>((sent) => {
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(bytes, () => {
      sent();
    });
  });
  socket.destroy();
}

/** Where an upload stands once what was still on its way has been kept. */
async function restingAt(path: string): Promise<number> {
  for (let before = -1; ;) {
    const { data } = await ask('GET', path);
    const received = Number(data['received']);
    if (received > 0 && received === before) return received;
    before = received;
    await pause(100);
  }
}

describe('a program that sends evidence', () => {
  test('is cut at 99 %, goes on where the office stands, and the digest is that of its bytes', async () => {
    const upload = await begun(PDF.length);
    const cutAt = Math.floor(PDF.length * 0.99);
    await sendAndBreakOff(`${upload}?offset=0`, PDF.subarray(0, cutAt), PDF.length);
    const received = await restingAt(upload);
    expect(received).toBeLessThanOrEqual(cutAt);
    const early = await ask('POST', `${upload}/finish`, { json: GIVEN });
    expect([early.status, early.data['code']]).toEqual([409, 'upload-incomplete']);
    const stale = await ask('PATCH', `${upload}?offset=0`, { bytes: PDF });
    expect([stale.status, stale.data['code']]).toEqual([409, 'wrong-offset']);
    const rest = await ask('PATCH', `${upload}?offset=${String(received)}`, {
      bytes: PDF.subarray(received),
    });
    expect([rest.status, rest.data['received']]).toEqual([200, PDF.length]);
    const done = await ask('POST', `${upload}/finish`, { json: GIVEN });
    const digest = `sha256:${createHash('sha256').update(PDF).digest('hex')}`;
    expect(done).toMatchObject({ status: 200, data: { digest, size: PDF.length } });
    const again = await ask('POST', `${upload}/finish`, { json: GIVEN });
    expect(again.data).toEqual(done.data);
    const { lines } = await readAudit(place.office.records.read, {
      ...{ administrator: 'SB', limit: 50 },
      about: { casesAndSeat: 'org_sandbox-developer' as OrganisationId },
    });
    const kept = lines.find(({ action, outcome }) => action === 'evidence.received' && outcome === 'done');
    expect(kept).toMatchObject({ object: done.data['evidence'], inputs: [digest] });
  });

  test('with 2 GB to send is refused before a byte of it', async () => {
    const json = { fileName: 'image.bin', mediaType: 'application/octet-stream', size: 2 * 2 ** 30 };
    const { status, data } = await ask('POST', UPLOADS, { json });
    expect([status, data['code']]).toEqual([413, 'evidence-too-large']);
  });

  test('is refused a content that is not its type, and what came is forgotten', async () => {
    const program = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(100)]);
    const upload = await begun(program.length);
    await ask('PATCH', `${upload}?offset=0`, { bytes: program });
    const { status, data } = await ask('POST', `${upload}/finish`, { json: GIVEN });
    expect([status, data['code']]).toEqual([422, 'content-not-its-type']);
    expect((await ask('GET', upload)).status).toBe(404);
  });

  test('cannot send more than it announced, nor without saying where', async () => {
    const upload = await begun(10, 'a.txt', 'text/plain');
    const over = await ask('PATCH', `${upload}?offset=0`, { bytes: Buffer.from('eleven bytes') });
    expect([over.status, over.data['code']]).toEqual([422, 'upload-too-long']);
    const nowhere = await ask('PATCH', upload, { bytes: Buffer.from('ten bytes.') });
    expect(nowhere).toMatchObject({ status: 400, data: { code: 'malformed-parameter' } });
    expect((await ask('GET', upload)).data['received']).toBe(0);
  });

  test('gives an upload up, and it is gone', async () => {
    const upload = await begun(10, 'a.txt', 'text/plain');
    expect((await ask('DELETE', upload)).status).toBe(204);
    expect((await ask('GET', upload)).status).toBe(404);
  });

  test('finds nothing of another organisation, and a key to read does not write', async () => {
    const upload = await begun(10, 'a.txt', 'text/plain');
    const bytes = Buffer.from('ten bytes.');
    const theirs = [
      await ask('GET', upload, { key: rivals }),
      await ask('PATCH', `${upload}?offset=0`, { bytes, key: rivals }),
      await ask('POST', `${upload}/finish`, { json: GIVEN, key: rivals }),
      await ask('DELETE', upload, { key: rivals }),
    ];
    expect(theirs.map(({ status, data }) => [status, data['code']])).toEqual(
      theirs.map(() => [404, 'no-such-upload']),
    );
    const read = await ask('PATCH', `${upload}?offset=0`, { bytes, key: readOnly });
    expect([read.status, read.data['code']]).toEqual([403, 'key-not-for-this']);
    expect((await ask('GET', upload, { key: readOnly })).data['received']).toBe(0);
  });
});
