/** Requests that come slowly, over a real socket to a real office that has little patience. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { developersOwn } from './developers-own.ts';
import { employ, type Somebody } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

const PATIENCE = 400;
const KIB = 1_024;
const COVERS = 'nist-ir-8425@2022#DP.2';
const OURS = 'org_sandbox-developer' as OrganisationId;

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let ada: Somebody;
let draft = '';
let port = 0;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const scopes = ['evidence:read', 'evidence:write'];
  ada = await employ(office, OURS, { id: 'ada-on-a-slow-line', roles: ['applicant'], scopes });
  ({ draft = '' } = await developersOwn(office, { organisation: OURS, by: ada.person }));
  const options = { requestsPerMinute: 100_000, patience: PATIENCE };
  portal = await openPortal(sampleDesk(), options, { desk: await officeDesk(office) });
  port = Number(new URL(await portal.listen(0, '127.0.0.1')).port);
}, 60_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

type Sending = {
  readonly head: readonly string[];
  readonly body: Uint8Array;
  /** Bytes that are sent at once, a tenth of a second apart. */
  readonly each: number;
};

/** Sends a request piece by piece; what came back, and how long the connection was open. */
async function sendSlowly({ head, body, each }: Sending) {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  const closed = new Promise<void>((resolve) => {
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve();
    });
  });
  const begun = performance.now();
  socket.write(`${[...head, 'Host: localhost', 'Connection: close'].join('\r\n')}\r\n\r\n`);
  for (let at = 0; at < body.length && !socket.closed; at += each) {
    socket.write(body.subarray(at, at + each));
    await pause(100);
  }
  await closed;
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? [];
  return { status: status === undefined ? undefined : Number(status), took: performance.now() - begun };
}

async function announced(size: number): Promise<string> {
  const url = '/api/v1/evidence/uploads';
  const headers = { authorization: `Bearer ${ada.key}`, 'idempotency-key': crypto.randomUUID() };
  const payload = { fileName: 'a.txt', size };
  const { statusCode, headers: told } = await portal.inject({ method: 'POST', url, headers, payload });
  expect(statusCode).toBe(201);
  return String(told.location);
}

function patch(to: string, size: number, key: string) {
  return [
    `PATCH ${to}?offset=0 HTTP/1.1`,
    `Authorization: Bearer ${key}`,
    'Content-Type: application/octet-stream',
    `Content-Length: ${String(size)}`,
  ];
}

async function receivedOf(upload: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${ada.key}` };
  return (await portal.inject({ url: upload, headers })).json<{ received: unknown }>().received;
}

describe('a file on a slow line', () => {
  test('arrives through the plain form although it takes many times the patience for other requests', async () => {
    const url = `/desk/drafts/${draft}/evidence`;
    const page = await visitor(portal, ada.session).get(url);
    const said = { title: 'Slow (sandbox)', kind: 'design-document', from: '2026-11-01', covers: COVERS };
    const form = new FormData();
    const fields = { ...hiddenFields(page.body), ...said };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([Buffer.alloc(200 * KIB, 'a')], { type: 'text/plain' }), 'slow.txt');
    const parts = new Request('http://localhost/', { method: 'POST', body: form });
    const body = new Uint8Array(await parts.arrayBuffer());
    const head = [
      `POST ${url} HTTP/1.1`,
      `Cookie: __Host-assay=${ada.session}`,
      `Content-Type: ${parts.headers.get('content-type') ?? ''}`,
      `Content-Length: ${String(body.length)}`,
    ];
    const { status, took } = await sendSlowly({ head, body, each: 10 * KIB });
    expect(took).toBeGreaterThan(4 * PATIENCE);
    expect(status).toBe(303);
    const rows = await place.office.records.read.selectFrom('evidence').select(['title', 'size']).execute();
    expect(rows).toContainEqual({ title: 'Slow (sandbox)', size: 200 * KIB });
  });

  test('arrives from a program as well', async () => {
    const size = 160 * KIB;
    const upload = await announced(size);
    const body = Buffer.alloc(size, 'a');
    const sent = await sendSlowly({ head: patch(upload, size, ada.key), body, each: 10 * KIB });
    expect(sent.status).toBe(200);
    expect(sent.took).toBeGreaterThan(3 * PATIENCE);
    expect(await receivedOf(upload)).toBe(size);
  });
});

describe('a connection that is only held', () => {
  test('by dripping a file ends soon, and what came of the file is kept to go on from', async () => {
    const size = 10 * KIB;
    const upload = await announced(size);
    const body = Buffer.alloc(size, 'a');
    const { status, took } = await sendSlowly({ head: patch(upload, size, ada.key), body, each: 20 });
    expect(status).toBeUndefined();
    expect(took).toBeLessThan(5 * PATIENCE);
    expect(Number(await receivedOf(upload))).toBeLessThan(size);
  });

  test('by a form that is no file ends although it goes on', async () => {
    const body = Buffer.alloc(20 * KIB, 'a');
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const head = ['POST /sign-in HTTP/1.1', type, `Content-Length: ${String(body.length)}`];
    const { status, took } = await sendSlowly({ head, body, each: KIB });
    expect(status).toBeUndefined();
    expect(took).toBeLessThan(4 * PATIENCE);
  });

  test('by somebody without a key ends, however fast the file comes', async () => {
    const size = 200 * KIB;
    const upload = await announced(size);
    const head = patch(upload, size, 'assay_made-up-made-up-made-up-made-up');
    const { status, took } = await sendSlowly({ head, body: Buffer.alloc(size, 'a'), each: 5 * KIB });
    expect(status).toBe(401);
    expect(took).toBeLessThan(4 * PATIENCE);
  });

  test('by a head without end is over before anybody is asked who it is', async () => {
    const socket = connect(port, '127.0.0.1');
    const begun = performance.now();
    const closed = new Promise<void>((resolve) => {
      socket.on('close', () => {
        resolve();
      });
    });
    socket.on('error', () => undefined).resume();
    socket.write('GET /desk HTTP/1.1\r\n');
    const drip = setInterval(() => socket.write('X-More: 1\r\n'), 50);
    await closed;
    clearInterval(drip);
    expect(performance.now() - begun).toBeLessThan(5 * PATIENCE);
  });
});
