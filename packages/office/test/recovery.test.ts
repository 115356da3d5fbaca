import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { databases, freshRecords } from '@assay/records/test/databases';
import { sendToLog } from '@assay/records/outbox';
import { readStream } from '@assay/records/case-file';
import { unsignWaiting } from '@assay/records/label';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { integrate } from '../src/5-label/integrate.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { signCredentials } from '../src/5-label/sign-credentials.ts';
import { takeTurn } from '../src/5-label/turn.ts';
import { suspendLabel, withdrawLabel } from '../src/7-surveillance/act-on-label.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLog, onlyLabel, publicLabels } from './audit.ts';
import { grantLamp } from './lamp-case.ts';
import {
  AT,
  copyOf,
  counts,
  freshPlace,
  HOST,
  issueOf,
  liveLabel,
  openAt,
  openUntilClosed,
  strayLabel,
  valueOf,
  verified,
  type Place,
  type SandboxOffice,
  type Work,
} from './sandbox-office.ts';
import { CARLA } from './sandbox-people.ts';
import { logOf, witnessingBy, witnessNamed } from './witnesses.ts';
import {
  act,
  copiedFolder,
  FIRST,
  foreverBelow,
  goesOn,
  LATER,
  live,
  nothing,
  opensWhole,
  recover,
  restored,
  SECOND,
  sizeOf,
} from './restored.ts';

describe.each(databases())('records restored from a backup on $name', (server) => {
  test('of before a label was asked for have the label again, as its page said it', async () => {
    const { place } = await restored(server, ({ office }) => grantLamp(office, FIRST), live());
    const label = onlyLabel(place);
    const said = recordBytes(place, label);
    const before = foreverBelow(place);
    await expect(openUntilClosed(place)).rejects.toThrow('assay recover');
    const { labels } = valueOf(await recover(place));
    expect(labels).toEqual([{ label, from: 'record', caseFile: true }]);
    const opened = await opensWhole(place, before);
    expect(parse(recordBytes(place, label))).toEqual(parse(said));
    expect((await verified(opened.office, label)).outcome).toBe('VALID');
    expect(valueOf(await issueLabelOf(opened.office, issueOf(FIRST)))).toEqual({ label, repeated: true });
    const [issued] = await readStream(opened.office.records.read, { administrator: 'SB', stream: label });
    expect(issued).toMatchObject({ type: 'LabelIssued', by: 'person_recovered-from-the-public-log' });
    await goesOn(opened, label);
  });

  test.each([
    ['asked for', unsigned],
    ['signed', signCredentials],
    ['put into the log', intoTheLog],
  ])('of when a label was %s, and no more, take the credential that the public has', async (_, step) => {
    const asked = async ({ office }: SandboxOffice) => {
      await grantLamp(office, FIRST);
      valueOf(await issueLabelOf(office, issueOf(FIRST)));
      await step(office);
    };
    const { place } = await restored(server, asked, nothing);
    const label = onlyLabel(place);
    const before = foreverBelow(place);
    // What the records signed by themselves after the backup would differ: ECDSA draws a number.
    const { labels, entries } = valueOf(await recover(place));
    expect(labels).toEqual(step === intoTheLog ? [] : [{ label, from: 'records', caseFile: true }]);
    expect(entries.length > 0).toBe(step !== intoTheLog);
    const opened = await opensWhole(place, before);
    expect((await verified(opened.office, label)).outcome).toBe('VALID');
    await goesOn(opened, label);
  });

  test('of before a label was suspended, restored and withdrawn know all of it, and none of it twice', async () => {
    const place = await freshPlace(server);
    const backups: Place[] = [];
    const first = await openUntilClosed(place);
    await live()(first);
    await first.close();
    for (const step of ['suspend', 'restore', 'withdraw'] as const) {
      backups.push(await copyOf(server, place));
      const opened = await openUntilClosed(place, { at: addSeconds(LATER, 60 * backups.length) });
      await act(opened.office, step, onlyLabel(place));
      await opened.close();
    }
    const label = onlyLabel(place);
    const said = parse(recordBytes(place, label));
    const before = foreverBelow(place);
    const at = addSeconds(LATER, 300);
    for (const [lost, backup] of backups.entries()) {
      const here = { url: backup.url, folder: copiedFolder(place.folder) };
      const { entries } = valueOf(await recover(here));
      expect(entries.filter(({ entry }) => entry.type === 'label.status')).toHaveLength(3 - lost);
      const opened = await opensWhole(here, before, { at });
      expect(parse(recordBytes(here, label))).toEqual(said);
      expect((await verified(opened.office, label)).outcome).toBe('REVOKED');
      await goesOn(opened);
    }
  });

  test('with acts of the outbox that the log has do not send them again; those that it lacks go out', async () => {
    const lost = await freshPlace(server);
    const first = await openUntilClosed(lost);
    const label = await live()(first);
    const why = { because: 'Sandbox: a finding.', reasonCode: 'sandbox-finding' };
    valueOf(await suspendLabel(first.office, { label, by: CAST.surveillance, key: 'once', ...why }));
    await first.close();
    const backup = await copyOf(server, lost);
    const more = await openUntilClosed(lost, { at: LATER });
    await act(more.office, 'restore', label);
    await more.close();
    const place = { url: backup.url, folder: lost.folder };
    const before = foreverBelow(place);
    valueOf(await recover(place));
    const opened = await opensWhole(place, before);
    const { entries } = await auditLog(place.folder);
    expect(entries.filter(({ type }) => type === 'label.status')).toMatchObject([
      { to: 'suspended' },
      { to: 'granted' },
    ]);
    const stream = { administrator: 'SB', stream: label };
    const events = await readStream(opened.office.records.read, stream);
    expect(events.map(({ type, by }) => [type, by])).toEqual([
      ['LabelIssued', CAST.issuer],
      ['LabelSuspended', CAST.surveillance],
      ['LabelRestored', 'person_recovered-from-the-public-log'],
    ]);
    await goesOn(opened, label);
  });

  test('of before everything but the genesis have it all again, also from a copy elsewhere', async () => {
    const later: Work = async (opened) => {
      const first = await live()(opened);
      const second = await live(SECOND)(opened);
      await act(opened.office, 'suspend', first);
      await act(opened.office, 'withdraw', second);
    };
    const { place, lost } = await restored(server, nothing, later);
    const before = foreverBelow(place);
    const labels = publicLabels(place.folder).map(parseLabel);
    const said = labels.map((label) => parse(recordBytes(place, label)));
    const elsewhere = copiedFolder(join(place.folder, 'public'));

    const again = { url: (await copyOf(server, place)).url, folder: copiedFolder(place.folder) };
    rmSync(join(again.folder, 'public/L'), { recursive: true });
    const bare = valueOf(await recover(again)).labels;
    expect(bare.map(({ from, caseFile }) => [from, caseFile])).toEqual([
      ['credential', false],
      ['credential', false],
    ]);
    const reopened = await opensWhole(again, before);
    const outcomes: string[] = [];
    for (const label of labels) outcomes.push((await verified(reopened.office, label)).outcome);
    expect(outcomes.toSorted()).toEqual(['REVOKED', 'SUSPENDED']);
    const why = { because: 'Sandbox: a finding.', reasonCode: 'sandbox-finding' };
    const suspended = labels[outcomes.indexOf('SUSPENDED')] ?? strayLabel();
    expect(
      await withdrawLabel(reopened.office, { label: suspended, by: CARLA, key: 'conflict', ...why }),
    ).toMatchObject({ refusal: { code: 'conflict-declared', manufacturer: 'Sandbox Maker (fictional)' } });
    await goesOn(reopened);

    const lone = { url: (await copyOf(server, place)).url, folder: copiedFolder(place.folder) };
    for (const path of ['public/log', 'public/vc', 'public/L'])
      rmSync(join(lone.folder, path), { recursive: true });
    expect(await recover(lone)).toMatchObject({ ok: false, refusal: { code: 'no-checkpoint' } });
    valueOf(await recover(lone, { from: elsewhere }));
    // Tiles that later ones contain need not be there again.
    const newest = [...before].filter(
      ([path]) => path.startsWith('vc/') || path.endsWith(`.p/${sizeOf(place)}`),
    );
    expect(newest).toHaveLength(4);
    cpSync(join(elsewhere, '.well-known'), join(lone.folder, 'public/.well-known'), { recursive: true });
    const restoredWhole = await opensWhole(lone, new Map(newest));
    for (const label of labels)
      expect((await verified(restoredWhole.office, label)).outcome).toMatch(/SUSPENDED|REVOKED/);

    valueOf(await recover(place));
    await goesOn(await opensWhole(place, before));
    expect(labels.map((label) => parse(recordBytes(place, label)))).toEqual(said);
    expect(lost.folder).toBe(place.folder);
  });

  test('follow a log over the borders of its tiles', async () => {
    const notes = async (office: Office) => {
      for (let at = 0; at < 300; at += 1) {
        const members = { about: 0, text: `Sandbox: note ${String(at)}.` };
        const note = { administrator: 'SB', kind: 'log.note', label: null, members };
        await office.records.write((tx) => sendToLog(tx, note));
      }
      await finishIssuance(office);
    };
    const later: Work = async (opened) => {
      await live()(opened);
      await notes(opened.office);
      await act(opened.office, 'suspend', onlyLabel(opened));
    };
    const { place } = await restored(server, ({ office }) => notes(office), later);
    const before = foreverBelow(place);
    valueOf(await recover(place));
    const { office } = await openAt(place, { at: LATER, seed: 'recovered' });
    for (const [path, hash] of before) expect([path, foreverBelow(place).get(path)]).toEqual([path, hash]);
    expect((await verified(office, onlyLabel(place))).outcome).toBe('SUSPENDED');
    expect((await verified(office, await liveLabel(office, SECOND, grantLamp))).outcome).toBe('VALID');
  });

  test('are found whole where nothing is missing, and stay as they are', async () => {
    const place = await freshPlace(server);
    const opened = await openUntilClosed(place);
    await live()(opened);
    const before = await counts(opened.office);
    await opened.close();
    expect(valueOf(await recover(place)).entries).toEqual([]);
    const reopened = await openAt(place);
    expect(await counts(reopened.office)).toEqual(before);
  });

  test('of a watched log are brought at least to what its witnesses have seen', async () => {
    const lost = await freshPlace(server);
    const log = await logOf(lost.folder, HOST, AT);
    const own = { folder: lost.folder, log, records: await freshRecords(server), clock: () => AT };
    const witnesses = [await witnessNamed('w1.sandbox.example', own)];
    const witnessing = await witnessingBy(log, witnesses, { threshold: 1, reach: (_, ask) => ask() });
    const first = await openUntilClosed(lost, { witnessing });
    const old = await live()(first);
    await first.close();
    const backup = await copyOf(server, lost);
    const outdated = copiedFolder(join(lost.folder, 'public'));
    const more = await openUntilClosed(lost, { witnessing });
    await live(SECOND)(more);
    await more.close();
    const place = { url: backup.url, folder: lost.folder };
    const before = foreverBelow(place);
    expect(await recover(place, { witnessing, from: outdated })).toMatchObject({
      refusal: { code: 'copy-too-old' },
    });
    valueOf(await recover(place, { witnessing }));
    await goesOn(await opensWhole(place, before, { witnessing }), old);
  });
});

/** As the records are until the signature that is made beside them is kept. */
async function unsigned(office: Office): Promise<void> {
  await office.records.write((tx) => unsignWaiting(tx, 'SB'));
}

async function intoTheLog(office: Office): Promise<void> {
  await signCredentials(office);
  await takeTurn(office, integrate);
}

function recordBytes({ folder }: Place, label: string): string {
  return readFileSync(join(folder, `public/L/${label}.json`), 'utf8');
}

function parse(text: string): unknown {
  return JSON.parse(text);
}

function parseLabel(text: string): LabelId {
  return text as LabelId;
}
