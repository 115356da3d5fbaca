import { putMembership } from '@assay/records/membership';
import { describe, expect, test } from 'vitest';

import { askForPasskey } from '../src/sign-in/add-passkey.ts';
import type { Doorkeeper } from '../src/sign-in/account-act.ts';
import { dropOpenIdProvider, offeredProviders, setOpenIdProvider } from '../src/sign-in/openid-provider.ts';
import { checkPlace } from '../src/sign-in/provider-fetch.ts';
import { askProvider, signInWithOpenId } from '../src/sign-in/use-openid.ts';
import {
  browser,
  cameIn,
  DEVELOPER,
  freshDoor,
  oneServer,
  LABORATORY,
  MIRA,
  OMAR,
  refusalOf,
  RITA,
  signedOf,
} from './doorkeeper.ts';
import { OpenIdPeer, type Account, type Misbehaviour } from './openid-peer.ts';
import { AT, valueOf } from './sandbox-office.ts';

const BY = browser('first');
const ID = 'sandbox-laboratory';
const RITAS: Account = { sub: 'account-1', email: 'Rita.Reviewer@sandbox.example', email_verified: true };

const server = oneServer();

async function laboratoryWithProvider() {
  const [door, peer] = [await freshDoor(server), await OpenIdPeer.open()];
  const mira = await cameIn(door.office, MIRA, browser('mira'));
  const asked = { id: ID, name: 'Sandbox Laboratory', issuer: peer.issuer, clientId: 'assay' };
  valueOf(await setOpenIdProvider(door.office, mira, { ...asked, clientSecret: 'sandbox secret' }));
  return { ...door, peer, mira };
}

async function signIn(office: Doorkeeper, peer: OpenIdPeer, account: Account, by = BY) {
  const to = valueOf(await askProvider(office, { id: ID, visitor: by.visitor }));
  return signInWithOpenId(office, { id: ID, query: peer.authorize(to, account), browser: by });
}

describe('an account with an organisation', () => {
  test('lets in whoever was invited at its verified address, and from then on by its subject alone', async () => {
    const { office, peer } = await laboratoryWithProvider();
    const first = await signedOf(office, valueOf(await signIn(office, peer, RITAS)));
    expect(first).toMatchObject({ person: RITA, via: 'openid', seat: LABORATORY, confinedTo: LABORATORY });
    const renamed = { sub: 'account-1', email: 'omar.both@sandbox.example', email_verified: true };
    expect(valueOf(await signIn(office, peer, renamed)).person).toBe(RITA);
    // Another account with the same address is not the same person.
    expect(refusalOf(await signIn(office, peer, { ...RITAS, sub: 'account-2' }))).toBe('not-invited');
  });

  test('asks with code, PKCE, state and nonce', async () => {
    const { office, peer } = await laboratoryWithProvider();
    const to = new URL(valueOf(await askProvider(office, { id: ID, visitor: BY.visitor })));
    const asked = Object.fromEntries(to.searchParams);
    expect(to.origin).toBe(peer.issuer);
    expect(asked).toMatchObject({
      ...{ response_type: 'code', client_id: 'assay', code_challenge_method: 'S256' },
      redirect_uri: 'http://localhost:4303/sign-in/openid/sandbox-laboratory/callback',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
  });

  test('keeps where its browser wanted to go, tells the provider nothing of it, and takes it from nobody else', async () => {
    const { office, peer } = await laboratoryWithProvider();
    const asked = { id: ID, visitor: BY.visitor, back: '/desk/cases?waits=all' };
    const to = valueOf(await askProvider(office, asked));
    expect(decodeURIComponent(to)).not.toContain('/desk/cases');
    const query = peer.authorize(to, RITAS);
    query.set('return', '/account');
    query.set('back', '/account');
    const begun = valueOf(await signInWithOpenId(office, { id: ID, query, browser: BY }));
    expect(begun.back).toBe('/desk/cases?waits=all');
    expect(valueOf(await signIn(office, peer, RITAS)).back).toBeUndefined();
  });

  test.each<[string, Account]>([
    ['whose address the provider has not verified', { ...RITAS, email_verified: false }],
    ['without an address', { sub: 'account-1' }],
    ['of somebody whom nobody invited', { ...RITAS, email: 'nobody@sandbox.example' }],
  ])('%s lets nobody in', async (_, account) => {
    const { office, peer } = await laboratoryWithProvider();
    expect(refusalOf(await signIn(office, peer, account))).toBe('not-invited');
  });

  test('opens that organisation’s seat and no other, and makes no way in of the person’s own', async () => {
    const { office, peer } = await laboratoryWithProvider();
    const account = { sub: 'account-9', email: 'omar.both@sandbox.example', email_verified: true };
    const omar = await signedOf(office, valueOf(await signIn(office, peer, account)));
    expect(omar).toMatchObject({ person: OMAR, seat: LABORATORY });
    expect(omar.seats.map(({ organisation }) => organisation)).toEqual([LABORATORY]);
    expect(refusalOf(await askForPasskey(office, omar))).toBe('kept-to-organisation');
    await office.records.write((tx) =>
      putMembership(tx, {
        ...{
          person: OMAR,
          organisation: LABORATORY,
          roles: ['laboratory'],
          conflicts: [],
          since: AT,
          until: AT,
        },
      }),
    );
    expect(refusalOf(await signIn(office, peer, account))).toBe('not-invited');
  });

  test.each<[string, Misbehaviour]>([
    ['signed with another key', { strangeKey: true }],
    ['for another client', { claims: { aud: 'another' } }],
    ['from another issuer', { claims: { iss: 'https://evil.example' } }],
    ['with another nonce', { claims: { nonce: 'n' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has run out', { claims: { exp: 1_000_000_000 } }],
    ['without a subject', { claims: { sub: undefined } }],
  ])('is not believed in a token %s', async (_, misbehaviour) => {
    const { office, peer } = await laboratoryWithProvider();
    peer.misbehaves = misbehaviour;
    expect(refusalOf(await signIn(office, peer, RITAS))).toBe('openid-not-verified');
    peer.misbehaves = {};
    expect((await signIn(office, peer, RITAS)).ok).toBe(true);
  });

  test('is not believed twice, late, in another browser, or with a state nobody asked with', async () => {
    const { office, peer, wait } = await laboratoryWithProvider();
    const ask = async () =>
      peer.authorize(valueOf(await askProvider(office, { id: ID, visitor: BY.visitor })), RITAS);
    const answer = (query: URLSearchParams, by = BY) =>
      signInWithOpenId(office, { id: ID, query, browser: by });
    const query = await ask();
    expect((await answer(query)).ok).toBe(true);
    expect(refusalOf(await answer(query))).toBe('openid-not-verified');
    expect(refusalOf(await answer(await ask(), browser('other')))).toBe('openid-not-verified');
    const forged = await ask();
    forged.set('state', 'x'.repeat(43));
    expect(refusalOf(await answer(forged))).toBe('openid-not-verified');
    const stolen = await ask();
    stolen.set('code', (await ask()).get('code') ?? '');
    expect(refusalOf(await answer(stolen))).toBe('openid-not-verified');
    const late = await ask();
    wait(901);
    expect(refusalOf(await answer(late))).toBe('openid-not-verified');
    const declined = new URLSearchParams({ error: 'access_denied', state: (await ask()).get('state') ?? '' });
    expect(refusalOf(await answer(declined))).toBe('openid-declined');
  });

  test.each<[string, Misbehaviour]>([
    ['of another issuer', { metadata: { issuer: 'https://evil.example' } }],
    ['that sends browsers to a script', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }],
    [
      'that sends browsers in the clear',
      { metadata: { authorization_endpoint: 'http://provider.example/a' } },
    ],
  ])('is not asked by a description %s', async (_, misbehaviour) => {
    const { office, peer } = await laboratoryWithProvider();
    peer.misbehaves = misbehaviour;
    expect(refusalOf(await askProvider(office, { id: ID, visitor: BY.visitor }))).toBe(
      'provider-not-answering',
    );
  });

  test('is set by a manager of the organisation, over TLS, and closed', async () => {
    const { office, mira } = await laboratoryWithProvider();
    const asked = { id: 'other', name: 'Other', issuer: 'https://id.sandbox.example', clientId: 'assay' };
    const rita = await cameIn(office, RITA);
    expect(refusalOf(await setOpenIdProvider(office, rita, asked))).toBe('not-a-manager');
    for (const issuer of [
      'http://id.sandbox.example',
      'https://a.example/?x',
      'ftp://a.example',
      'no address',
    ])
      expect(refusalOf(await setOpenIdProvider(office, mira, { ...asked, issuer }))).toBe('issuer-not-https');
    const omar = {
      ...(await cameIn(office, OMAR, browser('omar'))),
      seat: DEVELOPER,
      roles: ['manager'] as const,
    };
    expect(refusalOf(await setOpenIdProvider(office, omar, { ...asked, id: ID }))).toBe(
      'provider-of-another',
    );
    expect(refusalOf(await dropOpenIdProvider(office, omar, ID))).toBe('no-such-provider');
    expect(await offeredProviders(office)).toHaveLength(1);
    valueOf(await dropOpenIdProvider(office, mira, ID));
    expect(await offeredProviders(office)).toEqual([]);
    expect(refusalOf(await askProvider(office, { id: ID, visitor: BY.visitor }))).toBe('no-such-provider');
  });
});

test.each([
  ...['http://id.sandbox.example/', 'https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest'],
  ...[
    'https://10.0.0.1/',
    'https://localhost/',
    'https://intranet/',
    'https://a:b@id.example/',
    'file:///etc/passwd',
    'x',
  ],
])('an office on the network does not ask %s', async (address) => {
  await expect(checkPlace(address, false)).rejects.toThrow();
});
