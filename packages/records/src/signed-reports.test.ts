import type { Digest, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import { ADMINISTRATOR, AT, caseNumbered } from '../test/sandbox.ts';
import {
  dropFinishedReport,
  finishedReportWaits,
  keepFinishedReport,
  readFinishedReport,
  type FinishedReport,
} from './finished-report.ts';
import { addReportKey, reportKeysOf, revokeReportKey } from './report-key.ts';

const LABORATORY = 'org_sandbox-laboratory' as OrganisationId;
const OTHER = 'org_sandbox-other' as OrganisationId;
const BY = 'person_sandbox-analyst' as PersonId;
const REPORT: FinishedReport = {
  ...{ administrator: ADMINISTRATOR, case: caseNumbered(1), laboratory: LABORATORY },
  ...{ digest: `sha256:${'a'.repeat(64)}` as Digest, fileName: 'report <b>.yaml' },
  ...{ bytes: Buffer.from([0, 255, 10]), sentAt: AT, sentBy: BY },
};
const KEY = {
  ...{ laboratory: LABORATORY, thumbprint: 'k'.repeat(43), name: 'Sandbox signer' },
  ...{ jwk: { kty: 'OKP' as const, crv: 'Ed25519' as const, x: 'x'.repeat(43) }, addedAt: AT, addedBy: BY },
};

describe.each(databases())('on $name', (server) => {
  test('a finished report is read byte for byte, and only the newest of a laboratory waits', async () => {
    const records = await freshRecords(server);
    expect(await finishedReportWaits(records.read, REPORT)).toBeUndefined();
    await records.write((tx) => keepFinishedReport(tx, REPORT));
    expect(await readFinishedReport(records.read, REPORT)).toEqual(REPORT);
    const next = { ...REPORT, digest: `sha256:${'b'.repeat(64)}` as Digest, sentAt: addSeconds(AT, 60) };
    await records.write((tx) => keepFinishedReport(tx, next));
    expect(await readFinishedReport(records.read, REPORT)).toEqual(next);
    expect(await finishedReportWaits(records.read, REPORT)).toBe(next.sentAt);
    expect(await readFinishedReport(records.read, { ...REPORT, laboratory: OTHER })).toBeUndefined();
  });

  test('one that gave way to another is not taken away in its place, and one is taken away once', async () => {
    const records = await freshRecords(server);
    const next = { ...REPORT, digest: `sha256:${'b'.repeat(64)}` as Digest };
    await records.write((tx) => keepFinishedReport(tx, next));
    expect(await records.write((tx) => dropFinishedReport(tx, REPORT))).toBe(false);
    const both = await Promise.all([1, 2].map(() => records.write((tx) => dropFinishedReport(tx, next))));
    expect(both.toSorted()).toEqual([false, true]);
    expect(await readFinishedReport(records.read, next)).toBeUndefined();
  });

  test('a key is kept once for each laboratory, revoked once, and never forgotten', async () => {
    const records = await freshRecords(server);
    const both = await Promise.all([1, 2].map(() => records.write((tx) => addReportKey(tx, KEY))));
    expect(both.toSorted()).toEqual([false, true]);
    expect(await records.write((tx) => addReportKey(tx, { ...KEY, laboratory: OTHER }))).toBe(true);
    const revoked = { at: addSeconds(AT, 60), by: BY, because: 'Sandbox: lost <b>.' };
    const revoking = () => records.write((tx) => revokeReportKey(tx, { ...KEY, revoked }));
    expect((await Promise.all([revoking(), revoking()])).toSorted()).toEqual([KEY.name, undefined]);
    expect(await reportKeysOf(records.read, LABORATORY)).toEqual([{ ...KEY, revoked }]);
    expect(await reportKeysOf(records.read, OTHER)).toEqual([{ ...KEY, laboratory: OTHER }]);
  });
});
