import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { databases } from '@assay/records/test/databases';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { publicFile, publicRecordOf } from '../src/6-register/public-desk.ts';
import { KEY_USES } from '../src/keys/key-book.ts';
import {
  openLabelSurveillance,
  restoreLabel,
  suspendLabel,
  withdrawLabel,
} from '../src/7-surveillance/act-on-label.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLog, auditPublic, prematureBits, publicLabels } from './audit.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  day,
  freshPlace,
  grantWhatIf,
  instant,
  issueOf,
  liveLabel,
  openAt,
  openUntilClosed,
  strayLabel,
  valueOf,
  verified,
  workAt,
  type Place,
} from './sandbox-office.ts';
import { watchFolder } from './watch-folder.ts';

const CASE = caseNumbered(1);
const DAY = 24 * 3600;

describe.each(databases())('$name', (server) => {
  const ends: (() => Promise<void>)[] = [];
  let granted: Place;
  let live: Place;
  let label: LabelId;
  beforeAll(async () => {
    granted = await freshPlace(server, (end) => ends.push(end));
    await workAt(granted, ({ office }) => grantWhatIf(office, CASE));
    live = await copyOf(server, granted, (end) => ends.push(end));
    await workAt(live, async ({ office }) => {
      label = valueOf(await issueLabelOf(office, issueOf(CASE))).label;
      await finishIssuance(office);
    });
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  const opened = async (place: Place = live) => openAt(await copyOf(server, place));
  const sanction = (key: string) => ({
    ...{ label, by: CAST.surveillance, key },
    ...{ because: `Sandbox: ${key}.`, reasonCode: 'sandbox-finding' },
  });

  test('a label whose restoring is not public yet is shown as suspended, whatever else makes it be shown', async () => {
    const { office } = await opened();
    valueOf(await suspendLabel(office, sanction('suspend')));
    await finishIssuance(office);
    const state = async () => (await publicRecordOf(office, label))?.state;
    expect(await state()).toBe('suspended');
    valueOf(await restoreLabel(office, sanction('restore')));
    const watched = { ...sanction('watch'), modes: ['product-change'], nextReview: day('2027-11-20') };
    valueOf(await openLabelSurveillance(office, watched));
    expect(await state()).toBe('suspended');
    await finishIssuance(office);
    expect(await publicRecordOf(office, label)).toMatchObject({
      state: 'valid',
      history: [
        { what: 'issued' },
        { what: 'suspended' },
        { what: 'restored' },
        { what: 'surveillance-opened' },
      ],
    });
  });

  test('at every write the public sees a sound log, nothing that it does not hold, and no tile ever changes', async () => {
    const { office: real, folder, setClock } = await opened(granted);
    const sizes: number[] = [];
    const tiles = new Map<string, string>();
    const after = async () => {
      const log = await auditLog(folder);
      const told = log.entries.flatMap((entry) => (entry.type === 'label.granted' ? [entry.labelId] : []));
      expect(told).toEqual(expect.arrayContaining([...publicLabels(folder)]));
      expect(await prematureBits(folder, log)).toEqual([]);
      for (const id of publicLabels(folder)) expect(evidenceIndex(folder, id)).toBeLessThan(log.size);
      expect(log.size).toBeGreaterThanOrEqual(sizes.at(-1) ?? 0);
      sizes.push(log.size);
      for (const [path, hash] of hashesBelow(join(folder, 'public/log'))) {
        if (!path.includes('/tile/')) continue;
        expect(tiles.get(path) ?? hash, path).toBe(hash);
        tiles.set(path, hash);
      }
    };
    const office = { ...real, publicFolder: watchFolder(real.publicFolder, { after }) };
    const { label: issued } = valueOf(await issueLabelOf(office, issueOf(CASE)));
    await finishIssuance(office);
    for (const [at, act] of [suspendLabel, restoreLabel, suspendLabel, withdrawLabel].entries()) {
      setClock(addSeconds(AT, (at + 1) * 60));
      valueOf(await act(office, { ...sanction(`act ${at}`), label: issued }));
      await finishIssuance(office);
    }
    expect(new Set(sizes).size).toBeGreaterThan(8);
    await auditPublic(folder);
  });

  test('a label is suspended, restored and withdrawn for good, and the public reads each', async () => {
    const { office, folder } = await opened();
    const steps = [
      [suspendLabel, 'SUSPENDED', 'suspended'],
      [restoreLabel, 'VALID', 'valid'],
      [withdrawLabel, 'REVOKED', 'revoked'],
    ] as const;
    for (const [act, outcome, state] of steps) {
      const done = valueOf(await act(office, sanction(state)));
      await finishIssuance(office);
      expect((await verified(office, label)).outcome).toBe(outcome);
      expect((await publicRecordOf(office, label))?.state).toBe(state);
      const before = await counts(office);
      expect(valueOf(await act(office, sanction(state)))).toEqual({ ...done, repeated: true });
      const other = { ...sanction(state), reasonCode: 'sandbox-other' };
      expect(await act(office, other)).toMatchObject({ refusal: { code: 'idempotency-key-reused' } });
      await finishIssuance(office);
      expect(await counts(office)).toEqual(before);
    }
    for (const [act] of steps)
      expect(await act(office, sanction('too late'))).toMatchObject({
        refusal: { code: 'wrong-label-state', state: 'revoked' },
      });
    expect(await suspendLabel(office, { ...sanction('stray'), label: strayLabel() })).toMatchObject({
      refusal: { code: 'unknown-label' },
    });
    await auditPublic(folder);
  });

  test('only surveillance acts on a label, and one key asks for one thing', async () => {
    const { office } = await opened();
    const before = await counts(office);
    for (const act of [suspendLabel, restoreLabel, withdrawLabel]) {
      const asDecider = await act(office, { ...sanction('role'), by: CAST.decider });
      expect(asDecider.ok).toBe(false);
    }
    expect(await suspendLabel(office, { ...sanction('role'), by: CAST.decider })).toMatchObject({
      refusal: { code: 'wrong-role', needs: 'surveillance' },
    });
    expect(await counts(office)).toEqual(before);
    const ten = Array.from({ length: 10 }, () => suspendLabel(office, sanction('at once')));
    const answers = (await Promise.all(ten)).map(valueOf);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  });

  test('surveillance opens without an entry in the log', async () => {
    const { office } = await opened();
    const { leaf } = await counts(office);
    const command = { label, by: CAST.surveillance, because: 'Sandbox: begins.', key: 'open' };
    valueOf(
      await openLabelSurveillance(office, {
        ...command,
        modes: ['product-change'],
        nextReview: day('2027-11-21'),
      }),
    );
    await finishIssuance(office);
    expect(await counts(office)).toMatchObject({ leaf, outbox: 0 });
  });

  test('a label ends by the clock, suspended or not; a withdrawn one stays withdrawn', async () => {
    const { office, setClock } = await opened();
    const record = await publicRecordOf(office, label);
    const validUntil = record?.validUntil ?? AT;
    setClock(addSeconds(validUntil, -1));
    await finishIssuance(office);
    expect((await verified(office, label)).outcome).toBe('VALID');
    setClock(validUntil);
    expect((await verified(office, label)).outcome).toBe('EXPIRED');
    const ended = { state: 'expired', stateSince: validUntil };
    expect(await publicRecordOf(office, label)).toMatchObject(ended);
    valueOf(await suspendLabel(office, sanction('suspend')));
    await finishIssuance(office);
    expect((await verified(office, label)).outcome).toBe('EXPIRED');
    expect(await publicRecordOf(office, label)).toMatchObject(ended);
    valueOf(await withdrawLabel(office, sanction('withdraw')));
    await finishIssuance(office);
    expect((await verified(office, label)).outcome).toBe('REVOKED');
    expect(await publicRecordOf(office, label)).toMatchObject({ state: 'revoked', stateSince: validUntil });
  });

  test('lists that are published daily stay fresh; lists that are not make the label stale after a week', async () => {
    const { office, setClock, folder } = await opened();
    const leaves = async () => (await auditLog(folder)).size;
    const begun = await leaves();
    setClock(addSeconds(AT, DAY - 1));
    await finishIssuance(office);
    expect(await leaves()).toBe(begun);
    for (const days of [1, 2, 3]) {
      setClock(addSeconds(AT, days * DAY));
      await finishIssuance(office);
      expect(await leaves()).toBe(begun + 2 * days);
    }
    const last = addSeconds(AT, 3 * DAY);
    expect((await verified(office, label, addSeconds(last, 7 * DAY - 1))).outcome).toBe('VALID');
    expect((await verified(office, label, addSeconds(last, 7 * DAY))).outcome).toBe('STALE');
    setClock(addSeconds(last, 8 * DAY));
    await finishIssuance(office);
    expect((await verified(office, label)).outcome).toBe('VALID');
    await auditPublic(folder);
  });

  test('records that are older than the published log are refused, and nothing public changes', async () => {
    const before = await copyOf(server, granted);
    const after = await copyOf(server, live);
    const there = hashesBelow(join(after.folder, 'public'));
    const rolledBack = { url: before.url, folder: after.folder };
    await expect(openUntilClosed(rolledBack)).rejects.toThrow('older than what the public has seen');
    expect(hashesBelow(join(after.folder, 'public'))).toEqual(there);
    const empty = { url: (await freshPlace(server)).url, folder: after.folder };
    await expect(openUntilClosed(empty)).rejects.toThrow('these records know nothing of');
    expect(hashesBelow(join(after.folder, 'public'))).toEqual(there);
  });

  test('did.json, the first entries of the log and the keys in the folder are the same keys', async () => {
    const { office, folder } = await opened();
    const did = await publicFile(office, '/.well-known/did.json');
    const { verificationMethod } = parseDid(did?.bytes);
    const told = verificationMethod.map(({ id, publicKeyJwk }) => ({ kid: id, jwk: publicKeyJwk }));
    const keys = await Promise.all(KEY_USES.map((use) => office.keyring.active(use)));
    expect(told).toEqual(keys.map(({ kid, publicJwk }) => ({ kid, jwk: publicJwk })));
    const { entries } = await auditLog(folder);
    const logged = entries.flatMap((entry) => (entry.type === 'key.added' ? [entry] : []));
    expect(logged.map(({ kid, jwk }) => ({ kid, jwk }))).toEqual(told);
    expect(logged.map(({ use }) => use)).toEqual(['vc', 'status', 'log', 'qr']);
  });

  test('an office whose key others can read does not open, and publishes nothing', async () => {
    const place = await copyOf(server, live);
    const there = hashesBelow(join(place.folder, 'public'));
    chmodSync(join(place.folder, 'keys/status.pem'), 0o644);
    await expect(openUntilClosed(place)).rejects.toThrow('others can read this private key');
    expect(hashesBelow(join(place.folder, 'public'))).toEqual(there);
  });

  test('an office that opens again changes no public file', async () => {
    const place = await copyOf(server, live);
    const there = hashesBelow(join(place.folder, 'public'));
    const { office } = await openAt(place);
    expect(hashesBelow(join(place.folder, 'public'))).toEqual(there);
    expect((await verified(office, label, instant('2026-11-21T09:30:00Z'))).outcome).toBe('VALID');
  });

  test('the log keeps the name of the year in which it began', async () => {
    const { office } = await openAt(await copyOf(server, live), { at: instant('2027-01-02T00:00:00Z') });
    expect(office.log.path).toBe('log/2026');
    const second = await liveLabel(office, caseNumbered(2));
    for (const each of [label, second]) expect((await verified(office, each)).outcome).toBe('VALID');
  });
});

function hashesBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file, createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}

function evidenceIndex(folder: string, label: string): number {
  return parseRecord(readFileSync(join(folder, `public/L/${label}.json`), 'utf8')).evidence.index;
}

function parseRecord(text: string): { readonly evidence: { readonly index: number } } {
  return JSON.parse(text) as { readonly evidence: { readonly index: number } };
}

type Did = {
  readonly verificationMethod: readonly { readonly id: string; readonly publicKeyJwk: object }[];
};

function parseDid(bytes: Uint8Array | undefined): Did {
  return JSON.parse(new TextDecoder().decode(bytes)) as Did;
}
