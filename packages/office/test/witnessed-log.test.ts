import { verifyBundle } from '@assay/attestation/verify-label';
import { databases, freshRecords } from '@assay/records/test/databases';
import type { Server } from '@assay/records/test/postgres.global';
import { addSeconds } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { publicFile, publicRecordOf } from '../src/6-register/public-desk.ts';
import type { Witness } from '../src/6-register/witness-checkpoint.ts';
import { suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import type { Office, Witnessing } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import {
  anchorsOf,
  AT,
  copyOf,
  freshPlace,
  HOST,
  liveLabel,
  openAt,
  openUntilClosed,
  valueOf,
  type Place,
} from './sandbox-office.ts';
import { logOf, witnessingBy, witnessNamed, type Reach } from './witnesses.ts';

/** Three witnesses of which two must sign; those that are `down` cannot be reached. */
async function watchedPlace(server: Server) {
  const place = await freshPlace(server);
  const log = await logOf(place.folder, HOST, AT);
  const down = new Set<string>();
  const clock = { now: AT };
  const witnesses: Witness[] = [];
  for (const name of ['w1', 'w2', 'w3']) {
    const { folder } = place;
    const own = { folder, log, records: await freshRecords(server), clock: () => clock.now };
    witnesses.push(await witnessNamed(`${name}.sandbox.example`, own));
  }
  const reach: Reach = ({ name }, act) =>
    down.has(name) ? Promise.reject(new Error('cannot be reached')) : act();
  const witnessing = await witnessingBy(log, witnesses, { threshold: 2, reach });
  return { place, witnessing, down, clock };
}

/** What somebody who believes the policy finds of a label. */
async function found(office: Office, label: LabelId, witnessing: Witnessing) {
  const bundle = await publicFile(office, `/L/${label}/bundle`);
  const anchors = { ...(await anchorsOf(office)), policy: witnessing.text };
  return verifyBundle({ bundle: bundle?.bytes ?? '', anchors, now: office.clock(), asked: label });
}

const checkpointOf = async (office: Office) =>
  new TextDecoder().decode((await publicFile(office, `/log/${AT.slice(0, 4)}/checkpoint`))?.bytes);

describe.each(databases())('a watched log on $name', (server) => {
  test('shows a label once two of three witnesses have cosigned it, and a verifier sees that they have', async () => {
    const { place, witnessing, down } = await watchedPlace(server);
    down.add('w3.sandbox.example');
    const { office } = await openAt(place, { witnessing });
    const label = await liveLabel(office);
    expect(await publicRecordOf(office, label)).toMatchObject({ state: 'valid', witnessed: true });
    expect(await found(office, label, witnessing)).toMatchObject({
      outcome: 'VALID',
      witnessed: true,
      evidenceTime: AT,
    });
    expect((await checkpointOf(office)).match(/^— w\d/gm)).toEqual(['— w1', '— w2']);
  });

  test('shows nothing that too few have seen, and all of it once they are back', async () => {
    const { place, witnessing, down } = await watchedPlace(server);
    const { office } = await openAt(place, { witnessing });
    const before = await checkpointOf(office);
    for (const name of ['w1', 'w2']) down.add(`${name}.sandbox.example`);
    const label = await liveLabel(office);
    expect(await publicRecordOf(office, label)).toBeUndefined();
    expect(await publicFile(office, `/L/${label}/bundle`)).toBeUndefined();
    expect(await checkpointOf(office)).toBe(before);
    down.clear();
    await finishIssuance(office);
    expect(await found(office, label, witnessing)).toMatchObject({ outcome: 'VALID', witnessed: true });
  });

  test('does not call itself witnessed because a policy is there, only once the witnesses have answered', async () => {
    const { place, witnessing, down } = await watchedPlace(server);
    const before = await openUntilClosed(place);
    const label = await liveLabel(before.office);
    await before.close();
    for (const name of ['w1', 'w2']) down.add(`${name}.sandbox.example`);
    const { office } = await openAt(place, { witnessing });
    expect(await publicRecordOf(office, label)).toMatchObject({ state: 'valid', witnessed: false });
    down.clear();
    await finishIssuance(office);
    expect(await publicRecordOf(office, label)).toMatchObject({ state: 'valid', witnessed: true });
    expect(await found(office, label, witnessing)).toMatchObject({ outcome: 'VALID', witnessed: true });
  });

  test('says suspended no sooner than the log does', async () => {
    const { place, witnessing, down } = await watchedPlace(server);
    const { office } = await openAt(place, { witnessing });
    const label = await liveLabel(office);
    for (const name of ['w1', 'w2', 'w3']) down.add(`${name}.sandbox.example`);
    const why = { because: 'A finding is looked into.', reasonCode: 'sandbox-finding' };
    valueOf(await suspendLabel(office, { label, by: CAST.surveillance, key: 'suspend', ...why }));
    await finishIssuance(office);
    expect((await found(office, label, witnessing)).outcome).toBe('VALID');
    down.clear();
    await finishIssuance(office);
    expect((await found(office, label, witnessing)).outcome).toBe('SUSPENDED');
  });

  test('has its cosignatures renewed each hour, grown or not', async () => {
    const { place, witnessing, clock } = await watchedPlace(server);
    const { office, setClock } = await openAt(place, { witnessing });
    const label = await liveLabel(office);
    const first = await checkpointOf(office);
    const soon = addSeconds(AT, 3_599);
    for (const [at, same] of [
      [soon, true],
      [addSeconds(AT, 3_600), false],
    ] as const) {
      clock.now = at;
      setClock(at);
      await finishIssuance(office);
      expect([at, (await checkpointOf(office)) === first]).toEqual([at, same]);
    }
    expect(await found(office, label, witnessing)).toMatchObject({
      outcome: 'VALID',
      evidenceTime: addSeconds(AT, 3_600),
    });
  });

  test('is not opened again on records that are older than what a witness has seen', async () => {
    const { place, witnessing, down } = await watchedPlace(server);
    const older = await untouched(server, place, witnessing);
    const { office } = await openAt(place, { witnessing });
    await liveLabel(office);
    await expect(openAt(older, { witnessing })).rejects.toThrow('older than what the public has seen');
    for (const name of ['w1', 'w2', 'w3']) down.add(`${name}.sandbox.example`);
    const unaware = await openAt(older, { witnessing });
    down.clear();
    const second = await liveLabel(unaware.office);
    expect(await publicRecordOf(unaware.office, second)).toBeUndefined();
  });

  test('stops where a witness remembers a larger log than there is', async () => {
    const { place, witnessing } = await watchedPlace(server);
    const ahead = witnessing.witnesses.map((one) => ({
      ...one,
      add: async () => ({ status: 409, body: '1000\n' }),
    }));
    await expect(openAt(place, { witnessing: { ...witnessing, witnesses: ahead } })).rejects.toThrow(
      'has cosigned localhost',
    );
  });

  test('counts no witness that answers with a line of another key, of another time or of nothing', async () => {
    const { place, witnessing } = await watchedPlace(server);
    const lying = witnessing.witnesses.map((one, i) => {
      const lies = [
        async () => ({ status: 200, body: `— ${one.key.name} AAAAAAAA\n` }),
        async (body: string) => {
          const { status, body: line } = await one.add(body);
          return { status, body: line.replace(/.{8}\n$/, 'AAAAAAA=\n') };
        },
        async () => ({ status: 200, body: 'x'.repeat(100_000) }),
      ];
      return { ...one, add: lies[i] ?? ((body: string) => one.add(body)) };
    });
    const { office } = await openAt(place, { witnessing: { ...witnessing, witnesses: lying } });
    const label = await liveLabel(office);
    expect(await publicRecordOf(office, label)).toBeUndefined();
  });
});

/** The place as it was after its first opening. */
async function untouched(server: Server, place: Place, witnessing: Witnessing): Promise<Place> {
  const first = await openUntilClosed(place, { witnessing });
  await first.close();
  return copyOf(server, place);
}
