import { listMembers } from '@assay/records/membership';
import type { PersonId } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import { askForPasskey } from '../src/sign-in/add-passkey.ts';
import { apiKeysOfSeat, makeApiKey, ownApiKeys, revokeApiKey } from '../src/sign-in/api-keys.ts';
import { followLink, lookAtLink, makeRecoveryLink, makeSignInLink } from '../src/sign-in/links.ts';
import {
  endOtherSessions,
  endOwnSession,
  ownSessions,
  signOut,
  takeSeat,
} from '../src/sign-in/own-sessions.ts';
import { makeServiceAccount, serviceAccountsOfSeat } from '../src/sign-in/service-accounts.ts';
import { ownWaysIn } from '../src/sign-in/set-password.ts';
import { signedByKey, signedBySession } from '../src/sign-in/signed.ts';
import { signInWithPassword } from '../src/sign-in/use-password.ts';
import {
  browser,
  cameIn,
  DEVELOPER,
  freshDoor,
  oneServer,
  LABORATORY,
  MIRA,
  OMAR,
  PASSWORD,
  refusalOf,
  RITA,
  signedOf,
  toldTo,
  withPassword,
} from './doorkeeper.ts';
import { valueOf } from './sandbox-office.ts';

const BY = browser('first');
const server = oneServer();
const fresh = () => freshDoor(server);

describe('a link', () => {
  test('of the terminal lets one person in once, and looking at it uses nothing up', async () => {
    const { office, wait } = await fresh();
    const { token, path } = valueOf(await makeSignInLink(office, { person: OMAR, seat: DEVELOPER }));
    expect(path).toBe(`/sign-in/link/${token}`);
    for (let n = 0; n < 3; n += 1)
      expect(valueOf(await lookAtLink(office, token))).toEqual({ name: 'Omar Both', purpose: 'sign-in' });
    const both = await Promise.all([1, 2].map(() => followLink(office, { token, browser: BY })));
    const [begun] = both.flatMap((one) => (one.ok ? [one.value] : []));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(begun && (await signedOf(office, begun))).toMatchObject({
      person: OMAR,
      seat: DEVELOPER,
      via: 'link',
    });
    for (const spent of [token, 'never made']) {
      expect(refusalOf(await lookAtLink(office, spent))).toBe('link-ended');
      expect(refusalOf(await followLink(office, { token: spent, browser: BY }))).toBe('link-ended');
    }
    const late = valueOf(await makeSignInLink(office, { person: OMAR }));
    wait(86_400);
    expect(refusalOf(await followLink(office, { token: late.token, browser: BY }))).toBe('link-ended');
    const nobody = 'person_nobody' as PersonId;
    expect(refusalOf(await makeSignInLink(office, { person: nobody }))).toBe('no-such-person');
  });

  test('of a manager begins anew: sessions end at once, and what let in before no longer does', async () => {
    const { office, wait } = await fresh();
    const rita = await cameIn(office, RITA);
    const { code } = await withPassword(office, rita);
    const key = valueOf(await makeApiKey(office, rita, { name: 'bench', scopes: ['cases:read'], days: 30 }));
    wait(3_600);
    const signIn = () =>
      signInWithPassword(office, {
        mail: 'rita.reviewer@sandbox.example',
        password: PASSWORD,
        code: code(),
        browser: BY,
      });
    const held = valueOf(await signIn());
    const unused = valueOf(await makeSignInLink(office, { person: RITA }));
    const mira = await cameIn(office, MIRA, browser('mira'));
    const { token } = valueOf(await makeRecoveryLink(office, mira, RITA));
    expect(await signedBySession(office, held.token)).toBeUndefined();
    expect(refusalOf(await lookAtLink(office, unused.token))).toBe('link-ended');
    wait(60);
    // Until it is followed, whoever still has a way in can use it, and is told.
    const still = await signedOf(office, valueOf(await signIn()));
    const told = { code: 'recovery-link-made', by: MIRA, facts: { person: RITA, sessions: 1 } };
    expect((await toldTo(office, still))[1]).toMatchObject(told);
    expect((await toldTo(office, mira))[0]).toMatchObject(told);
    const anew = await signedOf(office, valueOf(await followLink(office, { token, browser: BY })));
    expect(await ownWaysIn(office, anew)).toEqual({
      ...{ passkeys: 0, password: false, secondFactor: false, recoveryCodes: 0, identities: 0 },
    });
    expect((await ownSessions(office, anew)).map(({ id }) => id)).toEqual([anew.session]);
    expect(await signedByKey(office, key.text)).toBeUndefined();
    wait(60);
    expect(refusalOf(await signIn())).toBe('not-signed-in');
    expect((await askForPasskey(office, anew)).ok).toBe(true);
    expect((await toldTo(office, mira))[0]).toMatchObject({ code: 'recovery-link-used' });
  });

  test('of a manager is for people of that organisation alone, by whoever just proved who they are', async () => {
    const { office, wait } = await fresh();
    const [mira, rita] = [await cameIn(office, MIRA), await cameIn(office, RITA, browser('rita'))];
    const omar = await cameIn(office, OMAR, browser('omar'));
    const seat = valueOf(await takeSeat(office, omar, DEVELOPER));
    const manager = { ...omar, seat, roles: ['manager'] as const };
    expect(refusalOf(await makeRecoveryLink(office, rita, MIRA))).toBe('not-a-manager');
    expect(refusalOf(await makeRecoveryLink(office, mira, MIRA))).toBe('not-for-yourself');
    expect(refusalOf(await makeRecoveryLink(office, manager, RITA))).toBe('not-of-your-organisation');
    expect(refusalOf(await makeRecoveryLink(office, mira, OMAR))).toBe('member-elsewhere');
    expect(refusalOf(await makeRecoveryLink(office, { ...mira, via: 'key' }, RITA))).toBe('session-needed');
    expect(await signedBySession(office, 'x'.repeat(43))).toBeUndefined();
    wait(300);
    expect(refusalOf(await makeRecoveryLink(office, mira, RITA))).toBe('prove-who-you-are');
    expect(await ownSessions(office, rita)).toHaveLength(1);
  });
});

describe('a session', () => {
  test('gets a new token at each sign-in, and the one before opens nothing', async () => {
    const { office } = await fresh();
    const link = async () => valueOf(await makeSignInLink(office, { person: RITA })).token;
    const first = valueOf(await followLink(office, { token: await link(), browser: BY }));
    const again = { ...BY, token: first.token };
    const second = valueOf(await followLink(office, { token: await link(), browser: again }));
    expect(second.token).not.toBe(first.token);
    expect(await signedBySession(office, first.token)).toBeUndefined();
    const [one, two] = [await signedOf(office, second), await signedBySession(office, second.token)];
    expect(one.csrf).toBe(two?.csrf);
    expect(one.csrf).not.toContain(second.token);
  });

  test('lasts while it is used, half an hour unused, and twelve hours at most', async () => {
    const { office, wait } = await fresh();
    const link = async () => valueOf(await makeSignInLink(office, { person: RITA })).token;
    const { token } = valueOf(await followLink(office, { token: await link(), browser: BY }));
    let hours = 0;
    for (; (await signedBySession(office, token)) && hours < 20; hours += 0.4) wait(1_440);
    expect(hours).toBeCloseTo(12);
    const other = valueOf(await followLink(office, { token: await link(), browser: BY })).token;
    wait(1_800);
    expect(await signedBySession(office, other)).toBeUndefined();
  });

  test('is listed with its device, and ended by its owner alone', async () => {
    const { office } = await fresh();
    const phone = browser('phone', { agent: 'Mozilla/5.0 (iPhone) Version/19.0 Mobile Safari/604.1' });
    const [here, there] = [await cameIn(office, RITA), await cameIn(office, RITA, phone)];
    const mira = await cameIn(office, MIRA, browser('mira'));
    expect(new Set((await ownSessions(office, here)).map(({ device }) => device))).toEqual(
      new Set(['Firefox, Linux', 'Safari, iPhone']),
    );
    const [other] = (await ownSessions(office, here)).filter(({ id }) => id === there.session);
    if (!other) throw new Error('it is listed');
    expect(refusalOf(await endOwnSession(office, mira, other.id))).toBe('no-such-session');
    valueOf(await endOwnSession(office, here, other.id));
    expect(refusalOf(await endOwnSession(office, here, other.id))).toBe('no-such-session');
    await cameIn(office, RITA, phone);
    expect(valueOf(await endOtherSessions(office, here))).toBe(1);
    await signOut(office, here);
    expect(await ownSessions(office, here)).toEqual([]);
    expect(await ownSessions(office, mira)).toHaveLength(1);
  });

  test('takes a seat that its person holds, and no other', async () => {
    const { office } = await fresh();
    const omar = await cameIn(office, OMAR);
    expect(omar).toMatchObject({ seat: DEVELOPER, roles: ['applicant', 'manager'], kinds: ['developer'] });
    valueOf(await takeSeat(office, omar, LABORATORY));
    const { token } = valueOf(await makeSignInLink(office, { person: OMAR }));
    // The next session begins where the last one sat.
    const next = await signedOf(office, valueOf(await followLink(office, { token, browser: BY })));
    expect(next).toMatchObject({ seat: LABORATORY, roles: ['laboratory'], kinds: ['laboratory'] });
    expect(refusalOf(await takeSeat(office, next, 'org_elsewhere'))).toBe('no-such-seat');
  });
});

describe('an API key', () => {
  const asked = { name: 'Sandbox bench', scopes: ['cases:read', 'evidence:write'], days: 30 } as const;

  test('is shown once, acts from its seat within its scopes, and proves nothing of a person', async () => {
    const { office, wait } = await fresh();
    const rita = await cameIn(office, RITA);
    const { text, id, until } = valueOf(await makeApiKey(office, rita, asked));
    const signed = await signedByKey(office, text);
    if (!signed) throw new Error('the key opens');
    expect(signed).toMatchObject({
      ...{ session: id, person: RITA, via: 'key', seat: LABORATORY, roles: ['laboratory'], csrf: '' },
      ...{ scopes: asked.scopes, confinedTo: LABORATORY },
    });
    const listed = await ownApiKeys(office, rita);
    expect(listed).toMatchObject([{ id, ending: text.slice(-4), until, name: asked.name }]);
    expect(JSON.stringify(listed)).not.toContain(text);
    for (const act of [
      makeApiKey(office, signed, asked),
      askForPasskey(office, signed),
      revokeApiKey(office, signed, id),
    ])
      expect(refusalOf(await act)).toBe('session-needed');
    expect(
      await signedByKey(office, `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`),
    ).toBeUndefined();
    wait(30 * 86_400);
    expect(await signedByKey(office, text)).toBeUndefined();
  });

  test('is refused without scope, for longer than a year, without a seat and without a fresh proof', async () => {
    const { office, wait } = await fresh();
    const rita = await cameIn(office, RITA);
    expect(refusalOf(await makeApiKey(office, rita, { ...asked, scopes: [] }))).toBe('key-without-scope');
    for (const days of [0, 366, 1.5])
      expect(refusalOf(await makeApiKey(office, rita, { ...asked, days }))).toBe('key-ends-too-late');
    const { seat, ...seatless } = rita;
    expect(seat).toBe(LABORATORY);
    expect(refusalOf(await makeApiKey(office, seatless, asked))).toBe('seat-needed');
    expect((await makeApiKey(office, rita, { ...asked, days: 365 })).ok).toBe(true);
    for (let n = 1; n < 100; n += 1) valueOf(await makeApiKey(office, rita, asked));
    expect(refusalOf(await makeApiKey(office, rita, asked))).toBe('too-many-keys');
    wait(300);
    expect(refusalOf(await makeApiKey(office, rita, asked))).toBe('prove-who-you-are');
  });

  test('is revoked by its owner or by a manager of its organisation, from the next request on', async () => {
    const { office } = await fresh();
    const [rita, mira] = [await cameIn(office, RITA), await cameIn(office, MIRA, browser('mira'))];
    const omar = await cameIn(office, OMAR, browser('omar'));
    const [one, two] = [
      valueOf(await makeApiKey(office, rita, asked)),
      valueOf(await makeApiKey(office, rita, asked)),
    ];
    expect(refusalOf(await revokeApiKey(office, omar, one.id))).toBe('no-such-key');
    expect(valueOf(await apiKeysOfSeat(office, mira))).toHaveLength(2);
    expect(refusalOf(await apiKeysOfSeat(office, rita))).toBe('not-a-manager');
    valueOf(await revokeApiKey(office, rita, one.id));
    valueOf(await revokeApiKey(office, mira, two.id));
    for (const { text, id } of [one, two]) {
      expect(await signedByKey(office, text)).toBeUndefined();
      expect(refusalOf(await revokeApiKey(office, rita, id))).toBe('no-such-key');
    }
    expect(await toldTo(office, rita)).toMatchObject([
      ...[
        { code: 'api-key-revoked', by: MIRA },
        { code: 'api-key-revoked', by: RITA },
      ],
      ...[{ code: 'api-key-made' }, { code: 'api-key-made' }, {}, {}],
    ]);
  });

  test('of a service account is made by a manager, and the account has no other way in', async () => {
    const { office, wait } = await fresh();
    const [rita, mira] = [await cameIn(office, RITA), await cameIn(office, MIRA, browser('mira'))];
    const robot = { name: 'Sandbox robot', roles: ['laboratory'] } as const;
    expect(refusalOf(await makeServiceAccount(office, rita, robot))).toBe('not-a-manager');
    const service = valueOf(await makeServiceAccount(office, mira, robot));
    expect(await serviceAccountsOfSeat(office, mira)).toMatchObject([
      { person: service, name: 'Sandbox robot', madeBy: MIRA },
    ]);
    const listed = valueOf(await listMembers(office.records.read, { organisation: LABORATORY, limit: 10 }));
    expect(JSON.stringify(listed)).toContain(service);
    expect(refusalOf(await makeApiKey(office, rita, { ...asked, service }))).toBe('not-a-manager');
    expect(refusalOf(await makeApiKey(office, mira, { ...asked, service: RITA }))).toBe('not-a-service');
    const { text } = valueOf(await makeApiKey(office, mira, { ...asked, service }));
    expect(await signedByKey(office, text)).toMatchObject({
      person: service,
      name: 'Sandbox robot',
      roles: ['laboratory'],
    });
    wait(300);
    expect(refusalOf(await makeServiceAccount(office, mira, robot))).toBe('prove-who-you-are');
  });
});
