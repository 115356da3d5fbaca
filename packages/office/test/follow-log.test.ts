import { noteKey, SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import { ed25519Bytes } from '@assay/attestation/key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { verifyBundle } from '@assay/attestation/verify-label';
import { alarmsOf } from '@assay/records/mirror-watch';
import { databases } from '@assay/records/test/databases';
import { witnessed } from '@assay/records/witnessed';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { restoreLabel, suspendLabel, withdrawLabel } from '../src/7-surveillance/act-on-label.ts';
import { labelEvidence, provenLabel, searchMirror } from '../src/aggregator/mirror-labels.ts';
import { logsOnMirror, mirrorFile } from '../src/aggregator/mirror-logs.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { followedOffice, type Followed } from './followed-log.ts';
import {
  anchorsOf,
  AT,
  caseNumbered,
  copyOf,
  freshOffice,
  freshPlace,
  liveLabel,
  openAt,
  openUntilClosed,
  valueOf,
} from './sandbox-office.ts';

const WEEK = 7 * 24 * 3600;
const LOG = `/log/${AT.slice(0, 4)}`;

const servers = databases();

/** What the verifier says of a label from the aggregator's copy alone. */
async function provenByCopy({ aggregator, clock }: Pick<Followed, 'aggregator' | 'clock'>, label: LabelId) {
  const bundle = await labelEvidence(aggregator, label, 'bundle');
  const { anchors } = aggregator.trust();
  return verifyBundle({ bundle: valueOf(bundle), anchors, now: clock.now, asked: label });
}

async function statusesOf({ aggregator }: Pick<Followed, 'aggregator'>, label: LabelId) {
  const listed = valueOf(await searchMirror(aggregator, { text: label, limit: 5 }));
  return [(await provenLabel(aggregator, label))?.record.status, listed.labels[0]?.record.status];
}

describe.each(servers)('a log that is followed on $name', (server) => {
  test('is copied whole, and proves each label as its administrator does, also when that one is gone', async () => {
    const { office, setClock } = await freshOffice(server);
    const label = await liveLabel(office);
    const followed = await followedOffice(server, office);
    expect(await followed.look()).toMatchObject({ ok: true, value: { news: 'grown' } });
    expect(await followed.look()).toMatchObject({ ok: true, value: { news: 'nothing' } });
    const why = { by: CAST.surveillance, because: 'Sandbox.', reasonCode: 'sandbox-finding' };
    for (const [act, outcome, status] of [
      [undefined, 'VALID', 'valid'],
      [suspendLabel, 'SUSPENDED', 'suspended'],
      [restoreLabel, 'VALID', 'valid'],
      [withdrawLabel, 'REVOKED', 'revoked'],
    ] as const) {
      const at = addSeconds(followed.clock.now, 60);
      followed.clock.now = at;
      setClock(at);
      if (act) valueOf(await act(office, { label, key: `${label} ${outcome} ${at}`, ...why }));
      await finishIssuance(office);
      followed.follow(office);
      expect((await followed.look()).ok).toBe(true);
      followed.follow(undefined);
      const served = await publicFile(office, `/L/${label}/bundle`);
      expect(valueOf(await labelEvidence(followed.aggregator, label, 'bundle'))).toBe(
        new TextDecoder().decode(served?.bytes),
      );
      expect((await provenByCopy(followed, label)).outcome).toBe(outcome);
      expect(await statusesOf(followed, label)).toEqual([status, status]);
    }
    expect(await followed.look()).toMatchObject({ ok: false, refusal: { code: 'unreachable' } });
    expect(await logsOnMirror(followed.aggregator)).toMatchObject([{ health: 'behind', alarms: [] }]);
  });

  test('is served byte for byte, and its checkpoint bears the word of the mirror that all of it is there', async () => {
    const { office } = await freshOffice(server);
    await liveLabel(office);
    const { aggregator, look } = await followedOffice(server, office);
    const size = valueOf(await look()).size;
    const [log] = await logsOnMirror(aggregator);
    const hash = log?.mirror.replace('/mirror/', '') ?? '';
    for (const path of [
      `tile/0/000.p/${String(size)}`,
      `tile/entries/000.p/${String(size)}`,
      'status/revocation/0',
    ]) {
      const theirs = path.startsWith('status') ? `/${path}` : `${LOG}/${path}`;
      expect((await mirrorFile(aggregator, hash, path))?.bytes).toEqual(
        (await publicFile(office, theirs))?.bytes,
      );
    }
    expect((await mirrorFile(aggregator, hash, 'tile/0/000.p/3'))?.bytes.length).toBe(96);
    for (const path of [
      `tile/0/000.p/${String(size + 1)}`,
      'tile/0/000',
      'tile/1/000.p/1',
      'tile/7/000',
      '../x',
    ])
      expect(await mirrorFile(aggregator, hash, path), path).toBeUndefined();
    const note = new TextDecoder().decode((await mirrorFile(aggregator, hash, 'checkpoint'))?.bytes);
    expect(
      note.startsWith(new TextDecoder().decode((await publicFile(office, `${LOG}/checkpoint`))?.bytes)),
    ).toBe(true);
    const { name, signer } = aggregator.mirror;
    const key = await noteKey({
      ...{ name, type: SIGNATURE_TYPE.cosignature },
      publicKey: ed25519Bytes(signer.publicJwk) ?? new Uint8Array(),
    });
    expect(valueOf(await verifyNote(valueOf(parseNote(note)), [key]))).toMatchObject([
      { time: Date.parse(AT) / 1000 },
    ]);
  });

  test('raises an alarm when it shows less than it has signed, keeps both notes, and loses nothing here', async () => {
    const place = await freshPlace(server);
    await (await openUntilClosed(place)).close();
    const older = await copyOf(server, place);
    const { office } = await openAt(place);
    const label = await liveLabel(office);
    const followed = await followedOffice(server, office);
    const held = valueOf(await followed.look()).size;
    const { office: past } = await openAt(older);
    followed.follow(past);
    expect(await followed.look()).toMatchObject({
      refusal: { code: 'alarm', kind: 'rollback', fresh: true },
    });
    expect(await followed.look()).toMatchObject({ refusal: { code: 'alarm', fresh: false } });
    const [log] = await logsOnMirror(followed.aggregator);
    expect(log).toMatchObject({ health: 'alarm', copy: { size: held }, alarms: [{ kind: 'rollback' }] });
    expect([...followed.evidence.keys()].map((path) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['offered.note', 'held.note', 'about.json']),
    );
    expect((await provenByCopy(followed, label)).outcome).toBe('VALID');
    followed.follow(office);
    expect((await followed.look()).ok).toBe(true);
    expect(await logsOnMirror(followed.aggregator)).toMatchObject([{ health: 'current', alarms: [{}] }]);
  });

  test.each([0, 1])(
    'raises an alarm when it tells another history, %i labels longer, whose label is then never shown',
    async (more) => {
      const place = await freshPlace(server);
      await (await openUntilClosed(place)).close();
      const copied = await copyOf(server, place);
      const { office } = await openAt(place);
      const label = await liveLabel(office);
      const followed = await followedOffice(server, office);
      valueOf(await followed.look());
      const { office: other } = await openAt(copied, { seed: 'another history' });
      const forged = await liveLabel(other, caseNumbered(7));
      if (more === 1) await liveLabel(other, caseNumbered(8));
      followed.follow(other);
      expect(await followed.look()).toMatchObject({ refusal: { code: 'alarm', kind: 'fork' } });
      const origin = other.log.origin;
      const [alarm] = await alarmsOf(followed.aggregator.records.read, origin);
      const keys = followed.aggregator.trust().logKeys.get(origin) ?? [];
      for (const note of [alarm?.heldNote, alarm?.offeredNote])
        expect((await verifyNote(valueOf(parseNote(note ?? '')), keys)).ok).toBe(true);
      expect(await provenLabel(followed.aggregator, forged)).toBeUndefined();
      expect((await provenByCopy(followed, label)).outcome).toBe('VALID');
    },
  );

  test('is taken for nothing that does not lead to what it has signed', async () => {
    const { office } = await freshOffice(server);
    const followed = await followedOffice(server, office);
    const { size } = valueOf(await followed.look());
    await liveLabel(office);
    const grown = new TextDecoder().decode((await publicFile(office, `${LOG}/checkpoint`))?.bytes);
    const now = Number(grown.split('\n')[1]);
    const paths = {
      tile: `${LOG}/tile/0/000.p/${String(now)}`,
      bundle: `${LOG}/tile/entries/000.p/${String(now)}`,
    };
    const served = {
      tile: (await publicFile(office, paths.tile))?.bytes ?? new Uint8Array(),
      bundle: (await publicFile(office, paths.bundle))?.bytes ?? new Uint8Array(),
    };
    const turned = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    for (const [path, bytes, code] of [
      [`${LOG}/checkpoint`, new TextEncoder().encode('nothing\n'), 'not-its-checkpoint'],
      [
        `${LOG}/checkpoint`,
        new TextEncoder().encode(grown.replace(/.{8}\n$/, 'AAAAAA==\n')),
        'not-its-checkpoint',
      ],
      [
        `${LOG}/checkpoint`,
        new TextEncoder().encode(grown.replace('localhost', 'elsewhere')),
        'not-its-checkpoint',
      ],
      [`${LOG}/checkpoint`, undefined, 'missing'],
      [paths.tile, turned(served.tile, 0), 'tiles-differ'],
      [paths.tile, turned(served.tile, served.tile.length - 1), 'tiles-differ'],
      [paths.tile, served.tile.subarray(32), 'tiles-differ'],
      [paths.tile, undefined, 'missing'],
      [paths.bundle, turned(served.bundle, 40), 'entries-differ'],
      [paths.bundle, turned(served.bundle, served.bundle.length - 4), 'entries-differ'],
      [paths.bundle, served.bundle.subarray(0, -1), 'entries-differ'],
      [paths.bundle, new Uint8Array(40_000_000), 'unreachable'],
    ] as const) {
      const right = (await publicFile(office, path))?.bytes;
      followed.serve(path, bytes);
      expect(await followed.look(), path).toMatchObject({ ok: false, refusal: { code } });
      followed.serve(path, right);
    }
    expect(await logsOnMirror(followed.aggregator)).toMatchObject([{ copy: { size }, alarms: [] }]);
    expect((await followed.look()).ok).toBe(true);
  });

  test('raises an alarm at a credential or a list that says something else than the log, and takes neither', async () => {
    const { office } = await freshOffice(server);
    const label = await liveLabel(office);
    const followed = await followedOffice(server, office);
    const credential = (await publicFile(office, `/L/${label}/credential`))?.bytes ?? new Uint8Array();
    const hex = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(credential))).toString(
      'hex',
    );
    followed.serve(`/vc/${hex}`, credential.subarray(1));
    expect(await followed.look()).toMatchObject({ refusal: { code: 'alarm', kind: 'misconduct' } });
    expect(await logsOnMirror(followed.aggregator)).toMatchObject([{ health: 'alarm' }]);
    expect(await provenLabel(followed.aggregator, label)).toBeUndefined();
    followed.serve(`/vc/${hex}`, credential);
    expect((await followed.look()).ok).toBe(true);
    expect((await provenByCopy(followed, label)).outcome).toBe('VALID');
  });

  test('waits for a list that is served before the log tells of it, and answers with the one before', async () => {
    const { office } = await freshOffice(server);
    const label = await liveLabel(office);
    const followed = await followedOffice(server, office);
    const early = (await publicFile(office, '/status/suspension/0'))?.bytes;
    followed.serve('/status/revocation/0', early);
    expect((await followed.look()).ok).toBe(true);
    expect(await labelEvidence(followed.aggregator, label, 'bundle')).toEqual({
      ok: false,
      refusal: { code: 'evidence-incomplete' },
    });
    expect((await provenLabel(followed.aggregator, label))?.record.status).toBe('stale');
    followed.serve('/status/revocation/0', (await publicFile(office, '/status/revocation/0'))?.bytes);
    expect((await followed.look()).ok).toBe(true);
    expect((await provenByCopy(followed, label)).outcome).toBe('VALID');
  });

  test('tells what it says of a label before the lists follow, and never less than they say', async () => {
    const { office } = await freshOffice(server);
    const label = await liveLabel(office);
    const followed = await followedOffice(server, office);
    valueOf(await followed.look());
    for (const purpose of ['revocation', 'suspension'])
      followed.serve(`/status/${purpose}/0`, (await publicFile(office, `/status/${purpose}/0`))?.bytes);
    const why = { by: CAST.surveillance, because: 'Sandbox.', reasonCode: 'sandbox-finding' };
    for (const [act, status] of [
      [suspendLabel, 'suspended'],
      [withdrawLabel, 'revoked'],
    ] as const) {
      valueOf(await act(office, { label, key: `${label} ${status}`, ...why }));
      await finishIssuance(office);
      expect((await followed.look()).ok).toBe(true);
      expect((await provenByCopy(followed, label)).outcome).toBe('VALID');
      expect(await statusesOf(followed, label)).toEqual([status, status]);
    }
  });

  test('is frozen once its administrator has withdrawn; its labels hold until the lists run out', async () => {
    const { office } = await freshOffice(server);
    const label = await liveLabel(office);
    const followed = await followedOffice(server, office);
    valueOf(await followed.look());
    const anchors = await anchorsOf(office);
    await followed.believe({
      ...anchors,
      administrators: anchors.administrators.map((one) => ({ ...one, status: 'withdrawn' as const })),
    });
    await liveLabel(office, caseNumbered(3));
    expect(await followed.look()).toMatchObject({ value: { news: 'frozen' } });
    expect(await logsOnMirror(followed.aggregator)).toMatchObject([{ health: 'frozen' }]);
    const status = async (now: Instant) => {
      followed.clock.now = now;
      return [(await provenByCopy(followed, label)).outcome, ...(await statusesOf(followed, label))];
    };
    expect(await status(addSeconds(AT, WEEK - 1))).toEqual(['VALID', 'valid', 'valid']);
    expect(await status(addSeconds(AT, WEEK))).toEqual(['STALE', 'stale', 'stale']);
  });

  test('is cosigned by an aggregator that is a witness, and never in two histories', async () => {
    const place = await freshPlace(server);
    await (await openUntilClosed(place)).close();
    const copied = await copyOf(server, place);
    const { office } = await openAt(place);
    await liveLabel(office);
    const { office: other } = await openAt(copied, { seed: 'another history' });
    await liveLabel(other, caseNumbered(7));
    const followed = await followedOffice(server, office);
    const { size } = valueOf(await followed.look());
    const { witness, records } = followed.aggregator;
    const of = { witness: witness?.name ?? '', origin: office.log.origin };
    const cosigned = await witnessed(records.read, of);
    expect(cosigned?.size).toBe(size);
    followed.follow(other);
    expect((await followed.look()).ok).toBe(false);
    expect(await witnessed(records.read, of)).toEqual(cosigned);
  });

  test('is found by product, holder, code and administrator, a page at a time', async () => {
    const { office } = await freshOffice(server);
    const labels = [];
    for (const n of [1, 2, 3]) labels.push(await liveLabel(office, caseNumbered(n)));
    const { aggregator, look } = await followedOffice(server, office);
    valueOf(await look());
    const find = async (query: Partial<Parameters<typeof searchMirror>[1]>) =>
      valueOf(await searchMirror(aggregator, { text: '', limit: 10, ...query }));
    const all = await find({});
    expect(all.labels.map(({ record }) => record.labelId).toSorted()).toEqual(labels.toSorted());
    const first = await find({ limit: 2 });
    const rest = await find({ limit: 2, ...(first.next !== undefined && { after: first.next }) });
    expect([...first.labels, ...rest.labels]).toEqual(all.labels);
    const one = all.labels[0]?.record;
    for (const text of [
      one?.product.brand ?? '',
      one?.product.model ?? '',
      one?.holder.name.split(' ')[0] ?? '',
    ])
      expect((await find({ text })).labels.length, text).toBe(3);
    for (const none of [
      { administrator: 'ZZ' },
      { text: 'toaster' },
      { text: '!' },
      { state: 'revoked' },
      { gtin: '00012345600029' },
    ] as const)
      expect(await find(none)).toEqual({ labels: [] });
    expect((await find({ administrator: 'SB', state: 'valid' })).labels.length).toBe(3);
    expect((await searchMirror(aggregator, { text: '', limit: 1, after: 'nonsense' })).ok).toBe(false);
  });
});
