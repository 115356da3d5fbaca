/** Offices whose database was restored from a backup, for the tests of recovery. */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { passingFolder } from '@assay/records/test/folder';
import type { Server } from '@assay/records/test/postgres.global';
import { openRecords, type Records } from '@assay/records/open';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { expect, onTestFinished } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { restoreLabel, suspendLabel, withdrawLabel } from '../src/7-surveillance/act-on-label.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditPublic } from './audit.ts';
import { grantLamp } from './lamp-case.ts';
import { recoverAt } from './recover-at.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  freshPlace,
  HOST,
  liveLabel,
  openAt,
  sandboxLibrary,
  sandboxProgramme,
  valueOf,
  verified,
  workAt,
  type Opening,
  type Place,
  type SandboxOffice,
  type Work,
} from './sandbox-office.ts';

export const LATER = addSeconds(AT, 3_600);
export const [FIRST, SECOND, THIRD] = [caseNumbered(1), caseNumbered(2), caseNumbered(3)];

/** An office at work, a backup of its database at one moment, more work, and then the database is lost. */
export async function restored(
  server: Server,
  before: Work,
  after: Work,
  between: (records: Records) => Promise<unknown> = nothing,
): Promise<{ readonly place: Place; readonly lost: Place }> {
  const lost = await freshPlace(server);
  await workAt(lost, before);
  const backup = await copyOf(server, lost);
  const records = openRecords(lost.url);
  await between(records);
  await records.close();
  await workAt(lost, after, { at: LATER });
  return { place: { url: backup.url, folder: lost.folder }, lost };
}

/** Recovers the records at a place, an hour after the office began. */
export const recover = async (place: Place, more: { readonly from?: string } & Opening = {}) =>
  recoverAt({
    ...{ ...place, host: HOST, at: LATER, ...more },
    rules: { library: await sandboxLibrary(), programme: await sandboxProgramme() },
  });

/** Makes the label of a case live. */
export const live =
  (id = FIRST) =>
  ({ office }: Pick<SandboxOffice, 'office'>) =>
    liveLabel(office, id, grantLamp);
/** No work at all. */
export const nothing = async () => undefined;

/** Acts on a label, and publishes that. */
export async function act(
  office: Office,
  kind: 'suspend' | 'restore' | 'withdraw',
  label: LabelId,
): Promise<void> {
  const acts = { suspend: suspendLabel, restore: restoreLabel, withdraw: withdrawLabel };
  const key = `${kind} ${label} ${office.clock()}`;
  const why = { because: 'Sandbox: a finding.', reasonCode: 'sandbox-finding' };
  valueOf(await acts[kind](office, { label, by: CAST.surveillance, key, ...why }));
  await finishIssuance(office);
}

/** What no recovery may change: all that is in the log, and every credential; and what verifies from it. */
export function foreverBelow({ folder }: Place): ReadonlyMap<string, string> {
  return hashesBelow(join(folder, 'public'), (path) => /\/(tile|vc)\//.test(path));
}

/** Opens what was recovered, and holds it against the bytes that the public had before. */
export async function opensWhole(place: Place, before: ReadonlyMap<string, string>, opening: Opening = {}) {
  const did = () => readFileSync(join(place.folder, 'public/.well-known/did.json'), 'utf8');
  const stated = did();
  const opened = await openAt(place, { at: LATER, seed: 'recovered', ...opening });
  const now = foreverBelow(place);
  for (const [path, hash] of before) expect([path, now.get(path)]).toEqual([path, hash]);
  expect(did()).toBe(stated);
  expect((await counts(opened.office))['outbox']).toBe(0);
  await auditPublic(place.folder);
  return opened;
}

/** The recovered records are as good as any: a new label, a suspension of an old one, and a clean log. */
export async function goesOn({ office, folder }: SandboxOffice, old?: LabelId): Promise<void> {
  const label = await liveLabel(office, THIRD, grantLamp);
  expect((await verified(office, label)).outcome).toBe('VALID');
  if (old !== undefined) {
    await act(office, 'suspend', old);
    expect((await verified(office, old)).outcome).toBe('SUSPENDED');
  }
  await auditPublic(folder);
}

/** Size of the log that is public at a place. */
export function sizeOf({ folder }: Place): string {
  return readFileSync(join(folder, 'public/log/2026/checkpoint'), 'utf8').split('\n')[1] ?? '';
}

/** A copy of a folder, until the test ends. */
export function copiedFolder(from: string): string {
  const folder = passingFolder('recovery-test');
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(from, folder, { recursive: true });
  return folder;
}

function hashesBelow(folder: string, counts: (path: string) => boolean): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).filter(counts);
  const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  return new Map(paths.map((file) => [file.slice(folder.length + 1), hash(file)]));
}
