import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import type { Instant } from '@assay/vocabulary/instant';

import { ADMINISTRATOR, AT, digestOf } from '../test/sandbox.ts';
import { databases, freshRecords } from '../test/databases.ts';
import { keepDocument, readDocument } from './document.ts';

const body = new TextEncoder().encode('{"product":"Sandbox gateway"}\n\u0000ö');
const kept = { digest: digestOf(body), kind: 'dossier', mediaType: 'application/json', body, receivedAt: AT };
const keyed = { administrator: ADMINISTRATOR, ...kept };

describe.each(databases())('on $name', (server) => {
  test('a document is read byte for byte', async () => {
    const records = await freshRecords(server);
    expect(await readDocument(records.read, keyed)).toBeUndefined();
    expect(await records.write((tx) => keepDocument(tx, keyed))).toEqual({
      ok: true,
      value: { repeated: false },
    });
    const read = await readDocument(records.read, keyed);
    expect(read).toEqual({ ...kept, body: Buffer.from(body) });
    expect(await readDocument(records.read, { ...keyed, administrator: 'XX' })).toBeUndefined();
  });

  test('the same bytes again change nothing', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => keepDocument(tx, keyed));
    const later = { ...keyed, kind: 'test-report', receivedAt: '2027-01-01T00:00:00Z' as Instant };
    expect(await records.write((tx) => keepDocument(tx, later))).toEqual({
      ok: true,
      value: { repeated: true },
    });
    expect(await readDocument(records.read, keyed)).toMatchObject({ kind: 'dossier', receivedAt: AT });
  });

  test('bytes that are not those of the digest are refused', async () => {
    const records = await freshRecords(server);
    const other = digestOf('something else');
    expect(await records.write((tx) => keepDocument(tx, { ...keyed, digest: other }))).toEqual({
      ok: false,
      refusal: { code: 'digest-mismatch', stated: other, actual: kept.digest },
    });
    expect(await readDocument(records.read, { ...keyed, digest: other })).toBeUndefined();
  });

  test('a kept document cannot be changed', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => keepDocument(tx, keyed));
    const tried = records.write((tx) => sql`update document set kind = 'other'`.execute(tx));
    await expect(tried).rejects.toThrow(/of table document is refused/);
  });
});
