import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import type { PersonId } from '@assay/vocabulary/ids';

import { databases, freshRecords } from '../test/databases.ts';
import { AT } from '../test/sandbox.ts';
import { DEVELOPER, hashOf, LABORATORY, later, RITA, ritaOfTwo, sessionOf } from '../test/signing-in.ts';
import { beginCeremony, forgetWhatIsOver, takeCeremony } from './ceremony.ts';
import { forgetDevices, noteDevice } from './known-device.ts';
import { addOneTimeLink, readOneTimeLink, takeOneTimeLink, voidOneTimeLinks } from './one-time-link.ts';
import {
  bindIdentity,
  closeOpenIdProvider,
  openIdProvider,
  openIdProviders,
  personOfIdentity,
  putOpenIdProvider,
} from './openid-provider.ts';
import {
  addPasskey,
  keepHandle,
  notePasskeyUse,
  passkeysOf,
  passkeyWithHandle,
  removePasskeys,
  renamePasskey,
} from './passkey.ts';
import {
  passwordAndCode,
  passwordOfMail,
  putPassword,
  putTotp,
  removePassword,
  replaceRecoveryCodes,
  takeStep,
  useRecoveryCode,
  waysIn,
} from './password.ts';

const OMAR = 'person_omar-owner' as PersonId;
const hash = hashOf('token');
const ten = Array.from({ length: 10 }, (_, n) => n);
const taken = (answers: readonly unknown[]) =>
  answers.filter((one) => one !== undefined && one !== false).length;
const PASSKEY = {
  ...{ id: 'Y3JlZGVudGlhbA', person: RITA, publicKey: Uint8Array.of(1, 2), counter: 7 },
  ...{ transports: ['internal', 'hybrid'], synced: true, name: 'Sandbox laptop', addedAt: AT },
};

describe.each(databases())('on $name', (server) => {
  test('what was asked is answered once, in its kind, and not late', async () => {
    const records = await freshRecords(server);
    const asked = { hash, kind: 'openid', person: RITA, asked: { nonce: 'n' }, until: later(60) } as const;
    await records.write((tx) => beginCeremony(tx, asked));
    const take = (kind: 'openid' | 'passkey-sign-in', seconds: number) =>
      records.write((tx) => takeCeremony(tx, { hash, kind, at: later(seconds) }));
    expect(await take('passkey-sign-in', 0)).toBeUndefined();
    expect(await take('openid', 60)).toBeUndefined();
    const answers = await Promise.all(ten.map(() => take('openid', 59)));
    expect(taken(answers)).toBe(1);
    expect(answers.find((one) => one !== undefined)).toEqual({ person: RITA, asked: { nonce: 'n' } });
  });

  test('a link lets in once, however often it is looked at and however many follow it at once', async () => {
    const records = await freshRecords(server);
    const link = {
      purpose: 'sign-in',
      person: RITA,
      seat: LABORATORY,
      madeAt: AT,
      until: later(60),
    } as const;
    await records.write((tx) => addOneTimeLink(tx, { ...link, hash }));
    const at = later(59);
    for (let n = 0; n < 3; n += 1) expect(await readOneTimeLink(records.read, { hash, at })).toEqual(link);
    expect(await readOneTimeLink(records.read, { hash, at: later(60) })).toBeUndefined();
    const answers = await Promise.all(
      ten.map(() => records.write((tx) => takeOneTimeLink(tx, { hash, at }))),
    );
    expect(taken(answers)).toBe(1);
    expect(await readOneTimeLink(records.read, { hash, at })).toBeUndefined();
    const other = hashOf('other');
    await records.write((tx) => addOneTimeLink(tx, { ...link, hash: other }));
    await records.write((tx) => voidOneTimeLinks(tx, { person: RITA, at }));
    expect(await records.write((tx) => takeOneTimeLink(tx, { hash: other, at }))).toBeUndefined();
  });

  test('a one-time code counts once and none that is older; a recovery code counts once', async () => {
    const records = await freshRecords(server);
    const step = (n: number) => records.write((tx) => takeStep(tx, { person: RITA, step: n }));
    expect(await step(100)).toBe(false);
    const sealed = Uint8Array.of(9);
    await records.write((tx) => putTotp(tx, { person: RITA, sealed, at: AT, step: 99 }));
    expect(await step(99)).toBe(false);
    expect(taken(await Promise.all(ten.map(() => step(101))))).toBe(1);
    expect(await step(100)).toBe(false);

    const code = (of: PersonId) => records.write((tx) => useRecoveryCode(tx, { person: of, hash, at: AT }));
    await records.write((tx) =>
      replaceRecoveryCodes(tx, { person: RITA, hashes: [hash, hashOf('2')], at: AT }),
    );
    expect(await code(OMAR)).toBe(false);
    expect(taken(await Promise.all(ten.map(() => code(RITA))))).toBe(1);
    await records.write((tx) => putPassword(tx, { person: RITA, hash: 'scrypt$1', at: AT }));
    expect(await passwordAndCode(records.read, RITA)).toEqual({
      hash: 'scrypt$1',
      sealed: Buffer.from(sealed),
    });
    expect(await passwordAndCode(records.read, OMAR)).toEqual({});
    expect(await waysIn(records.read, RITA)).toEqual({
      ...{ passkeys: 0, password: true, secondFactor: true, recoveryCodes: 1, identities: 0 },
    });
    await records.write((tx) => removePassword(tx, RITA));
    expect(await passwordAndCode(records.read, RITA)).toEqual({});
  });

  test('a passkey whose counter does not go on is not believed, but for one that keeps none', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => addPasskey(tx, PASSKEY));
    expect(await records.write((tx) => addPasskey(tx, { ...PASSKEY, person: OMAR }))).toBe(false);
    const use = (counter: number) =>
      records.write((tx) => notePasskeyUse(tx, { id: PASSKEY.id, counter, synced: true, at: later(1) }));
    for (const counter of [0, 6, 7]) expect(await use(counter)).toBe(false);
    expect(taken(await Promise.all(ten.map(() => use(8))))).toBe(1);
    await records.write((tx) => addPasskey(tx, { ...PASSKEY, id: 'bm9uZQ', counter: 0, addedAt: later(1) }));
    const useOther = () =>
      records.write((tx) => notePasskeyUse(tx, { id: 'bm9uZQ', counter: 0, synced: true, at: later(1) }));
    for (let n = 0; n < 2; n += 1) expect(await useOther()).toBe(true);
    expect(await passkeysOf(records.read, RITA)).toMatchObject([
      { ...PASSKEY, publicKey: Buffer.from(PASSKEY.publicKey), counter: 8, lastUsedAt: later(1) },
      { id: 'bm9uZQ' },
    ]);
  });

  test('a passkey is renamed and removed by its owner alone, and found with the handle of its owner', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => addPasskey(tx, PASSKEY));
    const fresh = hashOf('handle');
    const handles = await Promise.all(
      ten.map((n) =>
        records.write((tx) => keepHandle(tx, { person: RITA, fresh: n === 0 ? fresh : hashOf(`${n}`) })),
      ),
    );
    expect(new Set(handles.map((one) => Buffer.from(one).toString('hex'))).size).toBe(1);
    const found = await passkeyWithHandle(records.read, PASSKEY.id);
    expect(found?.handle).toEqual(handles[0]);
    const rename = (person: PersonId) =>
      records.write((tx) => renamePasskey(tx, { person, id: PASSKEY.id, name: 'Sandbox phone' }));
    expect([await rename(OMAR), await rename(RITA)]).toEqual([false, true]);
    const remove = (person: PersonId) =>
      records.write((tx) => removePasskeys(tx, { person, id: PASSKEY.id }));
    expect([await remove(OMAR), await remove(RITA), await remove(RITA)]).toEqual([0, 1, 0]);
  });

  test('an account with a provider is bound once, to one person, who is bound to no other there', async () => {
    const records = await freshRecords(server);
    const provider = {
      ...{ id: 'sandbox-laboratory', organisation: LABORATORY, name: 'Sandbox Laboratory' },
      ...{ issuer: 'https://id.sandbox.example', clientId: 'assay' },
    };
    const put = (organisation: typeof LABORATORY) =>
      records.write((tx) =>
        putOpenIdProvider(tx, { provider: { ...provider, organisation }, at: AT, by: OMAR }),
      );
    expect([await put(LABORATORY), await put(DEVELOPER), await put(LABORATORY)]).toEqual([true, false, true]);
    expect(await openIdProvider(records.read, provider.id)).toEqual(provider);
    expect(await openIdProviders(records.read, LABORATORY)).toEqual([provider]);
    expect(await openIdProviders(records.read, DEVELOPER)).toEqual([]);
    const identity = { provider: provider.id, issuer: provider.issuer, subject: '1' };
    const bind = (subject: string, person: PersonId) =>
      records.write((tx) => bindIdentity(tx, { identity: { ...identity, subject }, person, at: AT }));
    expect(await personOfIdentity(records.read, identity)).toBeUndefined();
    expect(taken(await Promise.all(ten.map(() => bind('1', RITA))))).toBe(1);
    expect([await bind('1', OMAR), await bind('2', RITA), await bind('2', OMAR)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(await personOfIdentity(records.read, identity)).toBe(RITA);
    const close = (organisation: typeof LABORATORY) =>
      records.write((tx) => closeOpenIdProvider(tx, { id: provider.id, organisation, at: AT }));
    expect([await close(DEVELOPER), await close(LABORATORY)]).toEqual([false, true]);
    expect(await openIdProvider(records.read, provider.id)).toBeUndefined();
  });

  test('a device is known for the person who signed in on it, by the mail address they sign in with', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    await records.write((tx) => putPassword(tx, { person: RITA, hash: 'scrypt$1', at: AT }));
    await records.write((tx) => noteDevice(tx, { hash, person: RITA, at: AT }));
    const asked = (mail: string, device: string, since: number) =>
      passwordOfMail(records.read, { mail, device: hashOf(device), since: later(since) });
    const rita = { person: RITA, hash: 'scrypt$1' };
    expect(await asked('RITA@sandbox.example', 'token', -1)).toEqual({ ...rita, knownDevice: true });
    expect(await asked('rita@sandbox.example', 'token', 0)).toEqual({ ...rita, knownDevice: false });
    expect(await asked('rita@sandbox.example', 'other', -1)).toEqual({ ...rita, knownDevice: false });
    expect(await asked('nobody@sandbox.example', 'token', -1)).toEqual({ knownDevice: false });
    await records.write((tx) => forgetDevices(tx, RITA));
    expect(await asked('rita@sandbox.example', 'token', -1)).toEqual({ ...rita, knownDevice: false });
  });

  test('what is over is forgotten, and nothing else', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    const day = 86_400;
    for (const [word, until] of [
      ['old', -1],
      ['new', 1],
    ] as const)
      await records.write((tx) =>
        beginCeremony(tx, { hash: hashOf(word), kind: 'openid', asked: {}, until: later(until) }),
      );
    await sessionOf(records, 'old', { begunAt: later(-91 * day) });
    await sessionOf(records, 'newer', { begunAt: later(-89 * day) });
    await records.write((tx) => forgetWhatIsOver(tx, AT));
    const left = async (table: string) =>
      (
        await records.write((tx) =>
          sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx),
        )
      ).rows[0]?.n;
    expect([await left('ceremony'), await left('session')]).toEqual([1, 1]);
  });
});
