import { sql } from 'kysely';

import { mintId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import { AT, digestOf } from '../test/sandbox.ts';
import {
  evidenceOfOrganisation,
  evidenceWith,
  keepEvidence,
  readEvidence,
  withdrawEvidence,
} from './evidence.ts';
import type { Records } from './open.ts';
import {
  beginUpload,
  bytesUnderWay,
  countPiece,
  dropUpload,
  endUpload,
  expiredUploads,
  piecesOf,
  readUpload,
} from './upload.ts';

const OURS = 'org_sandbox-developer' as OrganisationId;
const THEIRS = 'org_sandbox-rival' as OrganisationId;
const BY = 'person_sandbox-applicant' as PersonId;
const DAY = '2026-11-01' as CalendarDate;
const LATER = '2026-11-22T09:30:00Z' as Instant;
const id = mintId(
  'evidence',
  Uint8Array.from({ length: 10 }, (_, n) => n),
);
const upload = mintId(
  'upload',
  Uint8Array.from({ length: 10 }, (_, n) => n),
);
const FILE = {
  ...{ organisation: OURS, id, digest: digestOf('a file'), fileName: '<img onerror=x>.pdf', size: 6 },
  ...{ mediaType: 'application/pdf', kind: 'design-document', title: 'How it updates', covers: [] },
  ...{ effective: { from: DAY }, confidential: true, receivedAt: AT, receivedBy: BY },
};

function begun(records: Records): Promise<void> {
  return records.write((tx) =>
    beginUpload(tx, {
      ...{ organisation: OURS, id: upload, fileName: 'a.pdf', declaredType: 'application/pdf', size: 10 },
      ...{ begunBy: BY, at: AT, expiresAt: LATER },
    }),
  );
}

describe.each(databases())('on $name', (server) => {
  test('a file is read as it was kept, and another organisation does not see it, even by its digest', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => keepEvidence(tx, FILE));
    const kept = { ...FILE, withdrawn: undefined };
    expect(await readEvidence(records.read, { organisation: OURS, id })).toEqual(kept);
    expect(await evidenceWith(records.read, { organisation: OURS, digests: [FILE.digest] })).toEqual([kept]);
    expect(await evidenceOfOrganisation(records.read, { organisation: OURS, limit: 1 })).toMatchObject({
      value: { rows: [kept] },
    });
    expect(await readEvidence(records.read, { organisation: THEIRS, id })).toBeUndefined();
    expect(await evidenceWith(records.read, { organisation: THEIRS, digests: [FILE.digest] })).toEqual([]);
  });

  test('it is withdrawn with a reason, and the first reason stays', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => keepEvidence(tx, FILE));
    const withdrawal = { organisation: OURS, id, reason: 'Of another product.', at: LATER, by: BY };
    await records.write((tx) => withdrawEvidence(tx, withdrawal));
    await records.write((tx) => withdrawEvidence(tx, { ...withdrawal, reason: 'Other.' }));
    expect((await readEvidence(records.read, { organisation: OURS, id }))?.withdrawn).toEqual({
      ...{ reason: 'Of another product.', at: LATER, by: BY },
    });
  });

  test.each([
    `update evidence set title = 'other'`,
    'delete from evidence',
    'truncate evidence cascade',
    `update evidence_withdrawal set reason = 'other'`,
    'delete from evidence_withdrawal',
  ])('what was said of it stays: %s is refused', async (attempt) => {
    const records = await freshRecords(server);
    await records.write((tx) => keepEvidence(tx, FILE));
    const withdrawal = { organisation: OURS, id, reason: 'Of another product.', at: LATER, by: BY };
    await records.write((tx) => withdrawEvidence(tx, withdrawal));
    await expect(records.write((tx) => sql.raw(attempt).execute(tx))).rejects.toThrow(/is refused/);
  });

  test('of twenty writers of a piece at one place one counts', async () => {
    const records = await freshRecords(server);
    await begun(records);
    const one = { organisation: OURS, id: upload };
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        records.write((tx) =>
          countPiece(tx, { ...one, piece: { start: 0, size: 4, name: `p${String(n)}` }, expiresAt: LATER }),
        ),
      ),
    );
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await piecesOf(records.read, one)).toHaveLength(1);
    expect(await readUpload(records.read, one)).toMatchObject({ received: 4, evidence: undefined });
    expect(await readUpload(records.read, { ...one, organisation: THEIRS })).toBeUndefined();
    expect(await bytesUnderWay(records.read, OURS)).toBe(10);
  });

  test('one that is not finished in time is found and forgotten, one that is, is not', async () => {
    const records = await freshRecords(server);
    await begun(records);
    const one = { organisation: OURS, id: upload };
    const after = '2026-11-22T09:30:01Z' as Instant;
    expect(await expiredUploads(records.read, { before: LATER, limit: 9 })).toEqual([]);
    expect(await expiredUploads(records.read, { before: after, limit: 9 })).toMatchObject([{ id: upload }]);
    await records.write((tx) => keepEvidence(tx, FILE));
    await records.write((tx) => endUpload(tx, { ...one, evidence: id }));
    expect(await expiredUploads(records.read, { before: after, limit: 9 })).toEqual([]);
    await records.write((tx) => dropUpload(tx, one));
    expect(await readUpload(records.read, one)).toMatchObject({ evidence: id });
    expect(await bytesUnderWay(records.read, OURS)).toBe(0);
  });

  test('a piece that was counted goes with an upload that is forgotten', async () => {
    const records = await freshRecords(server);
    await begun(records);
    const one = { organisation: OURS, id: upload };
    const piece = { start: 0, size: 4, name: 'p' };
    await records.write((tx) => countPiece(tx, { ...one, piece, expiresAt: LATER }));
    await records.write((tx) => dropUpload(tx, one));
    expect(await piecesOf(records.read, one)).toEqual([]);
  });
});
