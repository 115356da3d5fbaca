import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ed25519Signer } from '@assay/attestation/test/sandbox-label';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { parseCheckpoint, signCheckpoint } from '@assay/attestation/log/checkpoint';
import { parseNote } from '@assay/attestation/log/note';
import { nextTrustList } from '@assay/attestation/trust-list/next-trust-list';
import { addRootSignature, unsignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { databases, freshRecords } from '@assay/records/test/databases';
import { sendToLog } from '@assay/records/outbox';
import { takeFromOutbox, waitingForLog } from '@assay/records/recovered';
import { passingFolder } from '@assay/records/test/folder';
import type { Server } from '@assay/records/test/postgres.global';
import { readStream } from '@assay/records/case-file';
import { readLabel, unsignWaiting } from '@assay/records/label';
import { openRecords, type Records } from '@assay/records/open';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { describe, expect, onTestFinished, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { heldTrustList, takeTrustList } from '../src/0-programme/publish-trust-list.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { integrate } from '../src/5-label/integrate.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { signCredentials } from '../src/5-label/sign-credentials.ts';
import { takeTurn } from '../src/5-label/turn.ts';
import { restoreLabel, suspendLabel, withdrawLabel } from '../src/7-surveillance/act-on-label.ts';
import { activateKey, announceKey, revokeKey } from '../src/keys/change-keys.ts';
import { readKeyBook } from '../src/keys/key-book.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLists, auditLog, publicLabels } from './audit.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { grantLamp } from './lamp-case.ts';
import { recoverAt, rowsAt } from './recover-at.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  freshPlace,
  HOST,
  issueOf,
  liveLabel,
  openAt,
  openUntilClosed,
  sandboxLibrary,
  sandboxProgramme,
  strayLabel,
  valueOf,
  verified,
  type Opening,
  type Place,
  type SandboxOffice,
} from './sandbox-office.ts';
import { CARLA } from './sandbox-people.ts';
import { logOf, witnessingBy, witnessNamed } from './witnesses.ts';

const LATER = addSeconds(AT, 3_600);
const [FIRST, SECOND, THIRD] = [caseNumbered(1), caseNumbered(2), caseNumbered(3)];

type Work = (opened: SandboxOffice) => Promise<unknown>;

/** An office at work, a backup of its database at one moment, more work, and then the database is lost. */
async function restored(
  server: Server,
  before: Work,
  after: Work,
  between: (records: Records) => Promise<unknown> = nothing,
): Promise<{ readonly place: Place; readonly lost: Place }> {
  const lost = await freshPlace(server);
  const worked = async (work: Work, at: Instant) => {
    const opened = await openUntilClosed(lost, { at });
    await work(opened);
    await opened.close();
  };
  await worked(before, AT);
  const backup = await copyOf(server, lost);
  const records = openRecords(lost.url);
  await between(records);
  await records.close();
  await worked(after, LATER);
  return { place: { url: backup.url, folder: lost.folder }, lost };
}

const recover = async (place: Place, more: { readonly from?: string } & Opening = {}) =>
  recoverAt({
    ...{ ...place, host: HOST, at: LATER, ...more },
    rules: { library: await sandboxLibrary(), programme: await sandboxProgramme() },
  });

const live =
  (id = FIRST) =>
  ({ office }: Pick<SandboxOffice, 'office'>) =>
    liveLabel(office, id, grantLamp);
const nothing = async () => undefined;

async function act(office: Office, kind: 'suspend' | 'restore' | 'withdraw', label: LabelId): Promise<void> {
  const acts = { suspend: suspendLabel, restore: restoreLabel, withdraw: withdrawLabel };
  const key = `${kind} ${label} ${office.clock()}`;
  const why = { because: 'Sandbox: a finding.', reasonCode: 'sandbox-finding' };
  valueOf(await acts[kind](office, { label, by: CAST.surveillance, key, ...why }));
  await finishIssuance(office);
}

/** What no recovery may change: all that is in the log, and every credential; and what verifies from it. */
function foreverBelow({ folder }: Place): ReadonlyMap<string, string> {
  return hashesBelow(join(folder, 'public'), (path) => /\/(tile|vc)\//.test(path));
}

/** Opens what was recovered, and holds it against the bytes that the public had before. */
async function opensWhole(place: Place, before: ReadonlyMap<string, string>, opening: Opening = {}) {
  const did = () => readFileSync(join(place.folder, 'public/.well-known/did.json'), 'utf8');
  const stated = did();
  const opened = await openAt(place, { at: LATER, seed: 'recovered', ...opening });
  const now = foreverBelow(place);
  for (const [path, hash] of before) expect([path, now.get(path)]).toEqual([path, hash]);
  expect(did()).toBe(stated);
  expect((await counts(opened.office))['outbox']).toBe(0);
  await auditLists(place.folder, await auditLog(place.folder));
  return opened;
}

/** The recovered records are as good as any: a new label, a suspension of an old one, and a clean log. */
async function goesOn({ office, folder }: SandboxOffice, old?: LabelId): Promise<void> {
  const label = await liveLabel(office, THIRD, grantLamp);
  expect((await verified(office, label)).outcome).toBe('VALID');
  if (old !== undefined) {
    await act(office, 'suspend', old);
    expect((await verified(office, old)).outcome).toBe('SUSPENDED');
  }
  await auditLists(folder, await auditLog(folder));
}

const [firstServer] = databases();

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

  test('of before keys were exchanged and one was revoked sign with those that the log says', async () => {
    let books: unknown;
    const { place } = await restored(
      server,
      ({ office }) => grantLamp(office, FIRST),
      async ({ office, folder }) => {
        await exchangeKeys({ office, folder }, FIRST);
        for (const use of ['log', 'status', 'qr'] as const) {
          const { key } = await announceKey({ office, folder }, use);
          await finishIssuance(office);
          valueOf(await activateKey({ office, folder }, key.kid, undefined));
          await finishIssuance(office);
        }
        const kid = `${office.did}#qr-2`;
        valueOf(
          await revokeKey({ office, folder }, { kid, reason: 'sandbox: lost', lastGoodIndex: undefined }),
        );
        await finishIssuance(office);
        books = (await readKeyBook(office.records.read, 'SB')).map(briefly);
      },
    );
    const label = onlyLabel(place);
    const before = foreverBelow(place);
    const { keysMissing } = valueOf(await recover(place));
    expect(keysMissing).toEqual([]);
    const opened = await opensWhole(place, before);
    expect((await readKeyBook(opened.office.records.read, 'SB')).map(briefly)).toEqual(books);
    expect((await verified(opened.office, label)).labelId).toBe(label);
    await goesOn(opened);
  });

  test('sign anew what waits for the log and was signed with a key that has left it', async () => {
    let waiting: string | undefined;
    const { place } = await restored(
      server,
      async ({ office }) => {
        await grantLamp(office, FIRST);
        waiting = valueOf(await issueLabelOf(office, issueOf(FIRST))).label;
        await signCredentials(office);
      },
      async ({ office, folder }) => {
        const { key } = await announceKey({ office, folder }, 'vc');
        await finishIssuance(office);
        valueOf(await activateKey({ office, folder }, key.kid, undefined));
        await finishIssuance(office);
      },
      // What a crash in the midst leaves: the key has left the log, and the label has not come there.
      async (records) => {
        const seqs = (await waitingForLog(records.read, 'SB')).map(({ seq }) => seq);
        await records.write((tx) => takeFromOutbox(tx, { administrator: 'SB', seqs }));
      },
    );
    expect(publicLabels(place.folder)).toEqual([]);
    const before = foreverBelow(place);
    valueOf(await recover(place));
    const opened = await opensWhole(place, before);
    const label = onlyLabel(place);
    expect(label).toBe(waiting);
    const signed = (await readLabel(opened.office.records.read, { administrator: 'SB', id: label }))?.signed;
    expect(valueOf(readCompactJws(signed?.jws ?? '')).header.kid).toMatch(/#vc-2$/);
    expect((await verified(opened.office, label)).outcome).toBe('VALID');
  });

  test('hold the trust list again that the log has named, and name one that is nowhere', async () => {
    const roots = await Promise.all(['root 1', 'root 2'].map(ed25519Signer));
    const known = { rootKeys: roots.map(({ publicJwk }) => publicJwk), rootThreshold: 1 };
    let text = '';
    const { place } = await restored(server, nothing, async ({ office }) => {
      const [issued, expires] = [LATER, addSeconds(LATER, 86_400)];
      const anchors = await ownAnchors(office);
      const list = nextTrustList({
        ...{ held: undefined, anchors, policy: 'quorum none\n', roots: known, issued, expires },
      });
      text = valueOf(await unsignedTrustList(list));
      for (const root of roots) text = valueOf(await addRootSignature(text, root));
      valueOf(await takeTrustList(office, text, known));
      await finishIssuance(office);
    });
    const file = 'public/.well-known/cyber-label/trust-list.json';
    const without = { url: (await copyOf(server, place)).url, folder: copiedFolder(place.folder) };
    rmSync(join(without.folder, file));
    expect([...valueOf(await recover(without)).trustLists.values()]).toEqual([undefined]);
    expect([...valueOf(await recover(place)).trustLists.values()]).toEqual([text]);
    const { office } = await opensWhole(place, foreverBelow(place));
    expect(readFileSync(join(place.folder, file), 'utf8')).toBe(text);
    expect((await heldTrustList(office.records.read, office))?.list.version).toBe(1);
  });

  test('name a key whose private half is gone', async () => {
    const { place } = await restored(server, nothing, async ({ office, folder }) => {
      await announceKey({ office, folder }, 'vc');
      await finishIssuance(office);
    });
    rmSync(join(place.folder, 'keys/vc-2.pem'));
    const { keysMissing } = valueOf(await recover(place));
    expect(keysMissing.map((kid) => kid.split('#')[1])).toEqual(['vc-2']);
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

describe.each(firstServer ? [firstServer] : [])('a copy of the log on $name', (server) => {
  test('with any byte changed in a tile, a bundle or a credential is refused, and nothing is written', async () => {
    const { place } = await restored(server, nothing, async (opened) => {
      await live()(opened);
      await live(SECOND)(opened);
    });
    const rows = await rowsAt(place);
    const paths = [...foreverBelow(place).keys()];
    const read = paths.filter((path) => path.startsWith('vc/') || path.endsWith(`.p/${sizeOf(place)}`));
    expect(read).toHaveLength(4);
    for (const path of read) {
      const copy = copiedFolder(join(place.folder, 'public'));
      const file = join(copy, path);
      const bytes = readFileSync(file);
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        writeFileSync(file, changed);
        const { ok, ...told } = await recover(place, { from: copy });
        expect([path, at, ok]).toEqual([path, at, false]);
        expect(JSON.stringify(told)).toMatch(/leaf \d+, (tile|vc)\//);
        expect(await rowsAt(place)).toEqual(rows);
      }
      rmSync(file);
      expect(await recover(place, { from: copy })).toMatchObject({ ok: false });
      expect(await rowsAt(place)).toEqual(rows);
    }
  });

  test('of another administrator, of another office of this name, or of another history is refused', async () => {
    const { place } = await restored(server, nothing, live());
    const rows = await rowsAt(place);
    const other = await restored(server, nothing, live());
    expect(await recover(place, { from: join(other.place.folder, 'public') })).toMatchObject({
      refusal: { code: 'log-signature' },
    });
    const renamed = copiedFolder(join(place.folder, 'public'));
    const file = join(renamed, 'log/2026/checkpoint');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('localhost:4303', 'other.example.org'));
    expect(await recover(place, { from: renamed })).toMatchObject({
      refusal: { code: 'checkpoint-of-another-log' },
    });
    expect(await rowsAt(place)).toEqual(rows);

    // The same keys, and another past: what a clone of the office would have published.
    const begun = await freshPlace(server);
    await (await openUntilClosed(begun)).close();
    const twin = await copyOf(server, begun);
    const [one, two] = [await openUntilClosed(begun), await openUntilClosed(twin)];
    await live()(one);
    await live(SECOND)(two);
    await live(THIRD)(two);
    await one.close();
    await two.close();
    expect(await recover(begun, { from: join(twin.folder, 'public') })).toMatchObject({
      refusal: { code: 'another-history' },
    });
  });

  test('whose checkpoint a key alone has signed that it calls revoked itself is refused', async () => {
    const { place } = await restored(server, nothing, async ({ office, folder }) => {
      const kid = `${office.did}#log-1`;
      const thief = await office.keyring.active('log');
      valueOf(
        await revokeKey({ office, folder }, { kid, reason: 'sandbox: lost', lastGoodIndex: undefined }),
      );
      await finishIssuance(office);
      const file = join(folder, 'public/log/2026/checkpoint');
      const read = valueOf(parseCheckpoint(valueOf(parseNote(readFileSync(file, 'utf8'))).text));
      cpSync(join(folder, 'public'), join(folder, 'signed-by-thief'), { recursive: true });
      const note = await signCheckpoint(read, thief);
      writeFileSync(join(folder, 'signed-by-thief/log/2026/checkpoint'), note);
    });
    const rows = await rowsAt(place);
    expect(await recover(place, { from: join(place.folder, 'signed-by-thief') })).toMatchObject({
      refusal: { code: 'signed-by-revoked-key' },
    });
    expect(await rowsAt(place)).toEqual(rows);
    const before = foreverBelow(place);
    valueOf(await recover(place));
    await goesOn(await opensWhole(place, before));
  });

  test('does nothing for records that know of no log', async () => {
    const { place } = await restored(server, nothing, live());
    const empty = { url: (await freshPlace(server)).url, folder: place.folder };
    expect(await recover(empty)).toMatchObject({ refusal: { code: 'records-know-no-log' } });
  });
});

const briefly = ({ kid, activated, retired, revoked }: Awaited<ReturnType<typeof readKeyBook>>[number]) => ({
  kid,
  ...{ active: activated !== undefined, retired: retired?.entry, revoked: revoked?.entry },
});

/** As the records are until the signature that is made beside them is kept. */
async function unsigned(office: Office): Promise<void> {
  await office.records.write((tx) => unsignWaiting(tx, 'SB'));
}

async function intoTheLog(office: Office): Promise<void> {
  await signCredentials(office);
  await takeTurn(office, integrate);
}

function onlyLabel({ folder }: Place): LabelId {
  const [label, ...more] = publicLabels(folder);
  if (label === undefined || more.length > 0) throw new Error('there is one label');
  return parseLabel(label);
}

function recordBytes({ folder }: Place, label: string): string {
  return readFileSync(join(folder, `public/L/${label}.json`), 'utf8');
}

function sizeOf({ folder }: Place): string {
  return readFileSync(join(folder, 'public/log/2026/checkpoint'), 'utf8').split('\n')[1] ?? '';
}

function copiedFolder(from: string): string {
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

function parse(text: string): unknown {
  return JSON.parse(text);
}

function parseLabel(text: string): LabelId {
  return text as LabelId;
}
