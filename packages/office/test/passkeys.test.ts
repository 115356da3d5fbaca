import { passkeysOf } from '@assay/records/passkey';
import { describe, expect, test } from 'vitest';

import { askForPasskey, dropPasskey, namePasskey, takePasskey } from '../src/sign-in/add-passkey.ts';
import type { Doorkeeper } from '../src/sign-in/account-act.ts';
import { signedBySession, type Signed } from '../src/sign-in/signed.ts';
import { askForProof, askToSignIn, proveWithPasskey, signInWithPasskey } from '../src/sign-in/use-passkey.ts';
import { Authenticator, type Behaviour } from './authenticator.ts';
import {
  browser,
  cameIn,
  freshDoor,
  oneServer,
  LABORATORY,
  MIRA,
  refusalOf,
  RITA,
  signedOf,
  toldTo,
  withPassword,
} from './doorkeeper.ts';
import { valueOf } from './sandbox-office.ts';

const ORIGIN = 'http://localhost:4303';
const BY = browser('first');

async function register(
  office: Doorkeeper,
  signed: Signed,
  name = 'Sandbox laptop',
  behaviour: Behaviour = {},
) {
  const authenticator = new Authenticator(ORIGIN);
  const asked = valueOf(await askForPasskey(office, signed));
  const answer = authenticator.create(asked, behaviour);
  return { authenticator, asked, answer, result: await takePasskey(office, signed, { answer, name }) };
}

async function signIn(office: Doorkeeper, authenticator: Authenticator, behaviour: Behaviour = {}, by = BY) {
  const asked = await askToSignIn(office, by.visitor);
  return signInWithPasskey(office, { answer: authenticator.get(asked, behaviour), browser: by });
}

const server = oneServer();

describe('a passkey', () => {
  test('is asked for as one that its authenticator keeps and that verifies its user, and lets its owner in', async () => {
    const { office } = await freshDoor(server);
    const rita = await cameIn(office, RITA);
    const { authenticator, asked, result } = await register(office, rita);
    expect(result.ok).toBe(true);
    expect(asked).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: 'rita.reviewer@sandbox.example', displayName: 'Rita Reviewer' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      ...{ attestation: 'none', excludeCredentials: [] },
    });
    const signed = await signedOf(office, valueOf(await signIn(office, authenticator)));
    expect(signed).toMatchObject({ person: RITA, via: 'passkey', seat: LABORATORY, roles: ['laboratory'] });
    expect((await toldTo(office, signed)).map(({ code }) => code)).toEqual([
      ...['signed-in', 'passkey-added', 'signed-in', 'sign-in-link-made'],
    ]);
  });

  test.each<[string, Behaviour]>([
    ['made for another place', { rpId: 'sandbox.example' }],
    ['made at another origin', { origin: 'https://localhost:4304' }],
    ['made without verifying its user', { verified: false }],
    ['made as the answer to a sign-in', { type: 'webauthn.get' }],
  ])('%s is not kept', async (_, behaviour) => {
    const { office } = await freshDoor(server);
    const rita = await cameIn(office, RITA);
    expect(refusalOf((await register(office, rita, 'x', behaviour)).result)).toBe('passkey-not-verified');
    expect(await passkeysOf(office.records.read, RITA)).toEqual([]);
  });

  test.each<[string, Behaviour]>([
    ['for another place', { rpId: 'sandbox.example' }],
    ['at another origin', { origin: 'https://evil.example' }],
    ['without verifying its user', { verified: false }],
    ['that answers as if it were new', { type: 'webauthn.create' }],
    ['with the handle of somebody else', { userHandle: 'AAAA' }],
  ])('used %s lets nobody in', async (_, behaviour) => {
    const { office } = await freshDoor(server);
    const { authenticator } = await register(office, await cameIn(office, RITA));
    expect(refusalOf(await signIn(office, authenticator, behaviour))).toBe('passkey-not-verified');
    expect((await signIn(office, authenticator)).ok).toBe(true);
  });

  test('answers a challenge once, in time, and from the browser that was asked', async () => {
    const { office, wait } = await freshDoor(server);
    const { authenticator } = await register(office, await cameIn(office, RITA));
    const asked = await askToSignIn(office, BY.visitor);
    const answer = authenticator.get(asked);
    expect(refusalOf(await signInWithPasskey(office, { answer, browser: browser('another') }))).toBe(
      'passkey-not-verified',
    );
    // Looking from the wrong browser has used it up.
    expect(refusalOf(await signInWithPasskey(office, { answer, browser: BY }))).toBe('passkey-not-verified');
    const again = authenticator.get(await askToSignIn(office, BY.visitor));
    const both = await Promise.all(
      [1, 2].map(() => signInWithPasskey(office, { answer: again, browser: BY })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const late = authenticator.get(await askToSignIn(office, BY.visitor));
    wait(1_801);
    expect(refusalOf(await signInWithPasskey(office, { answer: late, browser: BY }))).toBe(
      'passkey-not-verified',
    );
  });

  test('whose counter goes back is not believed, and its owner is told', async () => {
    const { office } = await freshDoor(server);
    const rita = await cameIn(office, RITA);
    const { authenticator } = await register(office, rita);
    expect((await signIn(office, authenticator, { counter: 7 })).ok).toBe(true);
    for (const counter of [7, 6, 0])
      expect(refusalOf(await signIn(office, authenticator, { counter }))).toBe('passkey-not-verified');
    const told = (await toldTo(office, rita)).filter(({ code }) => code === 'passkey-doubted');
    expect(told.map(({ facts }) => facts)).toEqual(Array(3).fill({ name: 'Sandbox laptop' }));
    expect((await signIn(office, authenticator, { counter: 8 })).ok).toBe(true);
  });

  test('of another person proves nothing, and one of one’s own proves it for five minutes', async () => {
    const { office, wait } = await freshDoor(server);
    const rita = await cameIn(office, RITA);
    const [own, foreign] = [
      await register(office, rita),
      await register(office, await cameIn(office, MIRA, browser('mira'))),
    ];
    wait(300);
    const token = valueOf(await signIn(office, own.authenticator)).token;
    wait(300);
    const later = async () => {
      const signed = await signedBySession(office, token);
      if (!signed) throw new Error('still signed in');
      return signed;
    };
    expect(refusalOf(await askForPasskey(office, await later()))).toBe('prove-who-you-are');
    const asked = await askForProof(office, await later());
    const [id] = (await passkeysOf(office.records.read, RITA)).map((one) => one.id);
    expect(asked).toMatchObject({ allowCredentials: [{ id }], userVerification: 'required' });
    const wrong = foreign.authenticator.get(asked);
    expect(refusalOf(await proveWithPasskey(office, await later(), wrong))).toBe('passkey-not-verified');
    const right = own.authenticator.get(await askForProof(office, await later()));
    expect((await proveWithPasskey(office, await later(), right)).ok).toBe(true);
    expect((await askForPasskey(office, await later())).ok).toBe(true);
  });

  test('is named and removed by its owner, and the last way in stays', async () => {
    const { office } = await freshDoor(server);
    const rita = await cameIn(office, RITA);
    const mira = await cameIn(office, MIRA, browser('mira'));
    const [one, two] = [await register(office, rita), await register(office, rita, 'Sandbox phone')];
    const [id, other] = [valueOf(one.result).id, valueOf(two.result).id];
    expect(two.asked).toMatchObject({ excludeCredentials: [{ id }] });
    expect(refusalOf(await namePasskey(office, mira, { id, name: 'mine' }))).toBe('no-such-passkey');
    expect(refusalOf(await dropPasskey(office, mira, id))).toBe('no-such-passkey');
    valueOf(await namePasskey(office, rita, { id, name: 'Sandbox desk' }));
    const both = await Promise.all([id, other].map((which) => dropPasskey(office, rita, which)));
    expect(both.map((result) => (result.ok ? 'removed' : result.refusal.code)).toSorted()).toEqual([
      'last-way-in',
      'removed',
    ]);
    await withPassword(office, rita);
    const [left = ''] = (await passkeysOf(office.records.read, RITA)).map((kept) => kept.id);
    expect((await dropPasskey(office, rita, left)).ok).toBe(true);
  });

  test('that is somebody’s already, one too many, and text that is none are refused', async () => {
    const { office } = await freshDoor(server);
    const [rita, mira] = [await cameIn(office, RITA), await cameIn(office, MIRA, browser('mira'))];
    const { authenticator } = await register(office, rita);
    const stolen = authenticator.create(valueOf(await askForPasskey(office, mira)));
    expect(refusalOf(await takePasskey(office, mira, { answer: stolen, name: 'x' }))).toBe('passkey-known');
    for (const answer of [undefined, {}, { ...Object(stolen), id: '*' }, { ...Object(stolen), more: 1 }])
      expect(refusalOf(await takePasskey(office, mira, { answer, name: 'x' }))).toBe('passkey-not-verified');
    const foreign = new Authenticator(ORIGIN).create(valueOf(await askForPasskey(office, rita)));
    expect(refusalOf(await takePasskey(office, mira, { answer: foreign, name: 'x' }))).toBe(
      'passkey-not-verified',
    );
    for (let n = 1; n < 20; n += 1) expect((await register(office, rita, `${n}`)).result.ok).toBe(true);
    expect(refusalOf(await askForPasskey(office, rita))).toBe('too-many-passkeys');
  });
});
