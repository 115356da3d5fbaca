import { describe, expect, test } from 'vitest';

import type { Doorkeeper } from '../src/sign-in/account-act.ts';
import {
  dropPassword,
  makeRecoveryCodes,
  offerSecondFactor,
  ownWaysIn,
  secondFactorOffered,
  setPassword,
} from '../src/sign-in/set-password.ts';
import { ownSessions } from '../src/sign-in/own-sessions.ts';
import { signedBySession } from '../src/sign-in/signed.ts';
import { proveWithPassword, signInWithPassword } from '../src/sign-in/use-password.ts';
import {
  browser,
  cameIn,
  freshDoor,
  oneServer,
  MIRA,
  PASSWORD,
  refusalOf,
  RITA,
  signedOf,
  withPassword,
} from './doorkeeper.ts';
import { valueOf } from './sandbox-office.ts';

const MAIL = 'rita.reviewer@sandbox.example';
const HOME = browser('first');
const AWAY = browser('stranger');

const server = oneServer();

async function ritaWithPassword() {
  const door = await freshDoor(server);
  const rita = await cameIn(door.office, RITA, HOME);
  const factor = await withPassword(door.office, rita);
  door.wait(60);
  return { ...door, rita, ...factor };
}
const tryIn = (office: Doorkeeper, code: string, { mail = MAIL, password = PASSWORD, by = AWAY } = {}) =>
  signInWithPassword(office, { mail, password, code, browser: by });

describe('a password', () => {
  test('lets its owner in with the code of this half minute, and each code once', async () => {
    const { office, code, wait } = await ritaWithPassword();
    const begun = valueOf(await tryIn(office, code(), { mail: ` ${MAIL.toUpperCase()} ` }));
    expect(await signedOf(office, begun)).toMatchObject({ person: RITA, via: 'password' });
    expect(refusalOf(await tryIn(office, code()))).toBe('not-signed-in');
    expect(refusalOf(await tryIn(office, code(-1)))).toBe('not-signed-in');
    wait(30);
    const both = await Promise.all([1, 2].map(() => tryIn(office, code())));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('is answered alike whatever is wrong, and nothing is used up by a wrong one', async () => {
    const { office, code, codes } = await ritaWithPassword();
    const wrong = [
      await tryIn(office, code(), { password: `${PASSWORD}!` }),
      await tryIn(office, '000000'),
      await tryIn(office, code(), { mail: 'nobody@sandbox.example' }),
      await tryIn(office, code(), { mail: 'mira.manager@sandbox.example' }),
      await tryIn(office, codes[0] ?? '', { password: `${PASSWORD}!` }),
    ];
    expect(new Set(wrong.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(wrong.map(refusalOf)).toEqual(Array(5).fill('not-signed-in'));
    expect((await tryIn(office, codes[0] ?? '', { by: HOME })).ok).toBe(true);
  });

  test('that is unknown takes as long as one that is wrong', async () => {
    const { office, wait, code } = await ritaWithPassword();
    const spent = { known: 0, unknown: 0 };
    for (let n = 0; n < 12; n += 1) {
      wait(2_000);
      for (const [kind, mail] of [
        ['known', MAIL],
        ['unknown', `n${n}@sandbox.example`],
      ] as const) {
        const begun = process.hrtime.bigint();
        await tryIn(office, code(), { mail, password: 'wrong wrong wrong', by: browser(`from ${n}`) });
        spent[kind] += Number(process.hrtime.bigint() - begun);
      }
    }
    // What would tell them apart is the hashing, which is nearly all of it: without it one would take a tenth.
    expect(Math.min(spent.known, spent.unknown) / Math.max(spent.known, spent.unknown)).toBeGreaterThan(0.6);
  });

  test('guessed a thousand times is tried a handful of times, over restarts and several processes', async () => {
    const { office, another, wait, code } = await ritaWithPassword();
    const doors = [office, another(), another()];
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        tryIn(doors[n % 3] ?? office, '000000', { by: { ...AWAY, address: `198.51.100.${n % 250}` } }),
      ),
    );
    const codesOf = (code: string) => answers.filter((answer) => refusalOf(answer) === code).length;
    expect([codesOf('not-signed-in'), codesOf('too-many-attempts')]).toEqual([6, 994]);
    expect(refusalOf(await tryIn(another(), code()))).toBe('too-many-attempts');
    // Nobody learns from being held up whether there is such an account.
    for (let n = 0; n < 6; n += 1)
      await tryIn(office, '000000', {
        mail: 'nobody@sandbox.example',
        by: { ...AWAY, address: `203.0.113.${n}` },
      });
    expect(refusalOf(await tryIn(office, '000000', { mail: 'nobody@sandbox.example' }))).toBe(
      'too-many-attempts',
    );
    wait(1);
    expect((await tryIn(office, code())).ok).toBe(true);
  });

  test('guessed at by others does not keep its owner out of a device where they signed in before', async () => {
    const { office, code, wait } = await ritaWithPassword();
    for (let n = 0; n < 40; n += 1) await tryIn(office, '000000', { by: { ...AWAY, address: HOME.address } });
    expect(refusalOf(await tryIn(office, code()))).toBe('too-many-attempts');
    expect((await tryIn(office, code(), { by: HOME })).ok).toBe(true);
    // A device of somebody else is no way around.
    await cameIn(office, MIRA, browser('mira'));
    wait(30);
    for (let n = 0; n < 6; n += 1) await tryIn(office, '000000');
    expect(refusalOf(await tryIn(office, code(), { by: browser('mira') }))).toBe('too-many-attempts');
  });

  test('guessed at many accounts from one address holds that address up, and a sign-in there forgives only itself', async () => {
    const { office, code } = await ritaWithPassword();
    for (let n = 0; n < 21; n += 1) await tryIn(office, '000000', { mail: `n${n}@sandbox.example` });
    expect(refusalOf(await tryIn(office, code()))).toBe('too-many-attempts');
    expect((await tryIn(office, code(), { by: browser('elsewhere') })).ok).toBe(true);
  });

  test('is set with its second factor or not at all, and ends every other session', async () => {
    const { office, wait } = await freshDoor(server);
    const [elsewhere, rita] = [await cameIn(office, RITA, AWAY), await cameIn(office, RITA, HOME)];
    const offer = valueOf(await offerSecondFactor(office, rita));
    const typed = { token: offer.token, password: PASSWORD };
    expect(refusalOf(await setPassword(office, rita, { ...typed, code: '000000' }))).toBe('code-wrong');
    expect(refusalOf(await setPassword(office, rita, { ...typed, password: 'short', code: '1' }))).toBe(
      'password-too-short',
    );
    const mira = await cameIn(office, MIRA, browser('mira'));
    expect(refusalOf(await setPassword(office, mira, { ...typed, code: '000000' }))).toBe('offer-ended');
    // A wrong form is shown again with the same secret; another's is not.
    expect(await secondFactorOffered(office, rita, offer.token)).toEqual(offer);
    expect(await secondFactorOffered(office, mira, offer.token)).toBeUndefined();
    expect(await ownWaysIn(office, rita)).toMatchObject({ password: false, secondFactor: false });
    await withPassword(office, rita);
    expect(await ownWaysIn(office, rita)).toMatchObject({
      password: true,
      secondFactor: true,
      recoveryCodes: 10,
    });
    expect((await ownSessions(office, rita)).map(({ id }) => id)).toEqual([rita.session]);
    expect(elsewhere.session).not.toBe(rita.session);
    wait(1_801);
    expect(await secondFactorOffered(office, rita, offer.token)).toBeUndefined();
  });

  test('proves for five minutes that its owner is there, and is held up by failures of its own', async () => {
    const { office, wait, code, rita } = await ritaWithPassword();
    const { token } = valueOf(await tryIn(office, code()));
    wait(300);
    const signed = await signedBySession(office, token);
    if (!signed) throw new Error('still signed in');
    expect(refusalOf(await offerSecondFactor(office, signed))).toBe('prove-who-you-are');
    expect(refusalOf(await proveWithPassword(office, signed, { password: PASSWORD, code: '000000' }))).toBe(
      'not-signed-in',
    );
    valueOf(await proveWithPassword(office, signed, { password: PASSWORD, code: code() }));
    const proved = await signedBySession(office, token);
    if (!proved) throw new Error('still signed in');
    expect((await offerSecondFactor(office, proved)).ok).toBe(true);
    for (let n = 0; n < 6; n += 1) await proveWithPassword(office, rita, { password: 'guessed', code: '1' });
    expect(refusalOf(await proveWithPassword(office, rita, { password: PASSWORD, code: code(1) }))).toBe(
      'too-many-attempts',
    );
  });

  test('and its recovery codes are replaced together, and taken away only where another way in stays', async () => {
    const { office, codes, rita, wait } = await ritaWithPassword();
    const fresh = valueOf(await makeRecoveryCodes(office, rita));
    expect(refusalOf(await tryIn(office, codes[1] ?? ''))).toBe('not-signed-in');
    expect((await tryIn(office, fresh[1] ?? '')).ok).toBe(true);
    expect(refusalOf(await tryIn(office, fresh[1] ?? ''))).toBe('not-signed-in');
    expect(await ownWaysIn(office, rita)).toMatchObject({ recoveryCodes: 9 });
    expect(refusalOf(await dropPassword(office, rita))).toBe('last-way-in');
    wait(300);
    expect(refusalOf(await makeRecoveryCodes(office, rita))).toBe('prove-who-you-are');
    const mira = await cameIn(office, MIRA, browser('mira'));
    expect(refusalOf(await makeRecoveryCodes(office, mira))).toBe('no-password');
    expect(refusalOf(await dropPassword(office, mira))).toBe('no-password');
  });
});
