/** The typed client against a real office, over a real connection. */
import { randomUUID } from 'node:crypto';

import { openClient, type Client } from '@assay/client/client';
import { SCOPES } from '@assay/office/sign-in/api-keys';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { DEVELOPER } from '@assay/office/test/sandbox-people';
import { databases } from '@assay/records/test/databases';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { employ } from './office-staff.ts';
import { sampleDesk } from './sample-desk.ts';

const LAMP = {
  ...{ name: 'Sandbox Lamp', brand: 'Sandbox', manufacturer: 'Sandbox Maker (fictional)' },
  ...{ models: ['SL-1 (fictional)'], gtins: [], category: 'smart-lighting' },
};

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let origin = '';
let key = '';
let client: Client;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  origin = await portal.listen(0, '127.0.0.1');
  ({ key } = await employ(office, DEVELOPER, { id: 'ci', roles: ['applicant'], scopes: SCOPES }));
  client = openClient({ origin, key, newKey: () => randomUUID() });
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

describe('the client', () => {
  test('does any operation by its method and path, and tells the version to change next', async () => {
    const made = await client.call('POST /api/v1/products', { body: LAMP });
    if (!made.ok) throw new Error(made.refusal.code);
    expect(made.value.location).toBe(`/api/v1/products/${String(made.value.value['product'])}`);
    const path = { product: String(made.value.value['product']) };
    const read = await client.call('GET /api/v1/products/{product}', { path });
    if (!read.ok) throw new Error(read.refusal.code);
    expect([read.value.version, read.value.value]).toMatchObject([1, LAMP]);
    const body = { ...LAMP, name: 'Sandbox Lamp Two' };
    const changed = await client.call('PUT /api/v1/products/{product}', { path, version: 1, body });
    expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
    const stale = await client.call('PUT /api/v1/products/{product}', { path, version: 1, body });
    expect(stale).toMatchObject({ ok: false, refusal: { status: 412, code: 'condition-failed' } });
    const page = await client.call('GET /api/v1/products', { query: { after: 'forged' } });
    expect(page).toMatchObject({ refusal: { code: 'malformed-cursor' } });
  });

  test('knows what is sent to an act, and what comes back, by its type', async () => {
    const product = await client.call('POST /api/v1/products', { body: LAMP });
    if (!product.ok) throw new Error(product.refusal.code);
    const path = { product: String(product.value.value['product']) };
    const wanted = { scheme: 'singapore-cls@1.4', level: 1 };
    const begun = await client.call('POST /api/v1/products/{product}/apply', { path, body: wanted });
    if (!begun.ok) throw new Error(begun.refusal.code);
    const draft = { draft: String(begun.value.value['draft']) };
    const row = { ...draft, table: '1-AuthMech', row: 'AuthMech-1' };
    const body = { fields: { description: 'A button (sandbox).' } };
    const put = await client.call('PUT /api/v1/drafts/{draft}/ixit/{table}/rows/{row}', {
      ...{ path: row, version: 1, body },
    });
    if (!put.ok) throw new Error(put.refusal.code);
    expect([put.value.value.draft, put.value.value.version, put.value.version]).toEqual([draft.draft, 2, 2]);
    const tables = await client.call('GET /api/v1/drafts/{draft}/ixit', { path: draft });
    if (!tables.ok) throw new Error(tables.refusal.detail);
    const filled = tables.value.value.items.filter(({ rows }) => rows.length > 0);
    expect(filled).toMatchObject([{ table: '1-AuthMech', rows: [{ id: 'AuthMech-1', ...body }] }]);
  });

  test('sends a file, takes its upload back, and reads it as it arrives', async () => {
    const given = { kind: 'design-doc', title: 'A file', confidential: true, covers: [] };
    const effective = { from: '2026-10-01' };
    const sent = await client.sendFile({
      ...{ name: 'a.txt', bytes: new Blob(['What it says.']) },
      given: parseGiven({ ...given, effective }),
    });
    if (!sent.ok) throw new Error(JSON.stringify(sent.refusal));
    const path = { evidence: sent.value.evidence };
    const file = await client.call('GET /api/v1/evidence/{evidence}/file', { path });
    if (!file.ok) throw new Error(file.refusal.code);
    expect(await new Response(file.value.value).text()).toBe('What it says.');
    const begun = await client.call('POST /api/v1/evidence/uploads', {
      body: { fileName: 'b.txt', size: 9 },
    });
    if (!begun.ok) throw new Error(begun.refusal.code);
    const { upload } = begun.value.value;
    expect(await client.call('DELETE /api/v1/evidence/uploads/{upload}', { path: { upload } })).toMatchObject(
      {
        ...{ ok: true, value: { value: undefined } },
      },
    );
    const gone = await client.call('GET /api/v1/evidence/uploads/{upload}', { path: { upload } });
    expect(gone).toMatchObject({ refusal: { status: 404, code: 'no-such-upload' } });
  });

  test.each(['', '.', '..', undefined])(
    'asks nothing at an address that the name %j leads away from',
    async (name) => {
      const path = { draft: name as string };
      expect(await client.call('GET /api/v1/drafts/{draft}', { path })).toMatchObject({
        ...{ ok: false, refusal: { status: 0, code: 'no-such-address' } },
      });
    },
  );

  test('keeps a name with every sign that an address knows in its place', async () => {
    for (const draft of ['../products', 'a/b?c#d', '%2e%2e', 'draft_{draft}'])
      expect(await client.call('GET /api/v1/drafts/{draft}', { path: { draft } })).toMatchObject({
        refusal: { status: 404, code: 'no-such-draft' },
      });
  });

  test('tells where a key does not let in, where nobody answers, and each place that does not fit', async () => {
    const stranger = openClient({ origin, key: `assay_${'A'.repeat(32)}`, newKey: () => randomUUID() });
    expect(await stranger.call('GET /api/v1/drafts', {})).toMatchObject({
      refusal: { status: 401, code: 'sign-in-needed' },
    });
    const nowhere = openClient({ origin: 'http://127.0.0.1:9', key, newKey: () => randomUUID() });
    expect(await nowhere.cases()).toMatchObject({ refusal: { status: 0, code: 'unreachable' } });
    const misfit = await client.call('POST /api/v1/products', {
      body: Object.assign({}, LAMP, { colour: 'red' }),
    });
    expect(misfit).toMatchObject({
      refusal: { status: 422, code: 'misfit', complaints: [{ path: '/colour' }] },
    });
  });
});

function parseGiven(given: unknown): never {
  return given as never;
}
