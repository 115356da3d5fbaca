import * as client from 'openid-client';

import { beginCeremony, takeCeremony } from '@assay/records/ceremony';
import { seatsOf } from '@assay/records/membership';
import {
  bindIdentity,
  openIdProvider,
  personOfIdentity,
  touchIdentity,
  type OpenIdIdentity,
  type OpenIdProvider,
} from '@assay/records/openid-provider';
import { personByMail } from '@assay/records/person';
import type { Tx } from '@assay/records/open';
import type { PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { closed, readDocument, Type, type Static } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { tell, type Doorkeeper } from './account-act.ts';
import { beginSession, type Begun, type Browser } from './begin-session.ts';
import { secretPlace } from './openid-provider.ts';
import { checkPlace, providerFetch } from './provider-fetch.ts';
import { hashOfToken, newToken } from './token.ts';

/** Seconds that somebody may take at their provider. */
const PATIENCE = 900;

export type NoProvider = { readonly code: 'no-such-provider' | 'provider-not-answering' };
export type OpenIdRefusal =
  | NoProvider
  /** The answer is not to what this browser was sent to ask, or does not prove what it says. */
  | { readonly code: 'openid-not-verified' }
  | { readonly code: 'openid-declined' }
  | { readonly code: 'not-invited' };

/**
 * Where to send a browser, so that the provider says who is there: authorization code, PKCE, state and nonce. `back`: where
 * it wanted to go; kept here, so that the provider neither hears of it nor says it.
 */
export async function askProvider(
  office: Doorkeeper,
  { id, visitor, back }: { readonly id: string; readonly visitor: string; readonly back?: string },
): Promise<Result<string, NoProvider>> {
  const provider = await openIdProvider(office.records.read, id);
  if (!provider) return refuse({ code: 'no-such-provider' });
  const config = await discovered(office, provider);
  if (!config) return refuse({ code: 'provider-not-answering' });
  const { random } = office;
  const [state, nonce, verifier] = [newToken(random), newToken(random), newToken(random)];
  await office.records.write((tx) =>
    beginCeremony(tx, {
      ...{ hash: hashOfToken(state), kind: 'openid' },
      asked: {
        ...{ provider: id, nonce, verifier, visitor: visitorOf(visitor) },
        ...(back !== undefined && { back }),
      },
      until: addSeconds(office.clock(), PATIENCE),
    }),
  );
  const to = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: redirectUri(office, id), scope: 'openid email profile', state, nonce },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return ok(to.href);
}

/**
 * Signs in whoever the provider says is there: the person its account is bound to, or, the first time, whoever was
 * invited at the mail address that the provider has verified. The session is kept to the provider's organisation.
 */
export async function signInWithOpenId(
  office: Doorkeeper,
  { id, query, browser }: { readonly id: string; readonly query: URLSearchParams; readonly browser: Browser },
): Promise<Result<CameBack, OpenIdRefusal>> {
  const asked = await takeAsked(office, { id, state: query.get('state') ?? '', visitor: browser.visitor });
  if (!asked) return refuse({ code: 'openid-not-verified' });
  if (query.get('error') === 'access_denied') return refuse({ code: 'openid-declined' });
  const provider = await openIdProvider(office.records.read, id);
  if (!provider) return refuse({ code: 'no-such-provider' });
  const config = await discovered(office, provider);
  if (!config) return refuse({ code: 'provider-not-answering' });
  const claims = await claimsOf(office, { config, provider, asked, query });
  if (!claims) return refuse({ code: 'openid-not-verified' });
  return office.records.write(async (tx): Promise<Result<CameBack, OpenIdRefusal>> => {
    const person = await personOf(office, tx, provider, claims);
    if (person === undefined) return refuse({ code: 'not-invited' });
    const confinedTo = provider.organisation;
    const begun = await beginSession(office, tx, { person, via: 'openid', browser, confinedTo });
    return ok({ ...begun, ...(asked.back !== undefined && { back: asked.back }) });
  });
}

/** A session that has begun, and where its browser wanted to go before. */
export type CameBack = Begun & { readonly back?: string };

const ASKED = {
  name: 'question to a provider',
  schema: closed({
    ...{ provider: Type.String(), nonce: Type.String(), verifier: Type.String(), visitor: Type.String() },
    back: Type.Optional(Type.String()),
  }),
};

async function takeAsked(
  office: Doorkeeper,
  { id, state, visitor }: { readonly id: string; readonly state: string; readonly visitor: string },
): Promise<(Static<typeof ASKED.schema> & { readonly state: string }) | undefined> {
  const at = office.clock();
  const taken = await office.records.write((tx) =>
    takeCeremony(tx, { hash: hashOfToken(state), kind: 'openid', at }),
  );
  const read = taken && readDocument(ASKED, taken.asked);
  const fits = read?.ok && read.value.provider === id && read.value.visitor === visitorOf(visitor);
  return fits ? { ...read.value, state } : undefined;
}

/** The provider's own description of itself; undefined where it cannot be had, or says what must not be. */
async function discovered(
  office: Doorkeeper,
  { id, issuer, clientId, sealedSecret }: OpenIdProvider,
): Promise<client.Configuration | undefined> {
  const own = office.origin.startsWith('http:');
  const secret = sealedSecret && (await office.secrets.open(sealedSecret, secretPlace(id)));
  const authentication = secret ? client.ClientSecretPost(new TextDecoder().decode(secret)) : client.None();
  try {
    const config = await client.discovery(new URL(issuer), clientId, undefined, authentication, {
      [client.customFetch]: providerFetch(office.origin),
      timeout: 10,
      // openid-client marks it as deprecated so that it is noticed: only a machine that asks itself speaks without TLS.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      execute: [...(own ? [client.allowInsecureRequests] : []), client.enableNonRepudiationChecks],
    });
    await checkPlace(config.serverMetadata().authorization_endpoint ?? '', own);
    return config;
  } catch {
    return undefined;
  }
}

type Claims = { readonly issuer: string; readonly subject: string; readonly mail?: string };

/** What the ID token says, its signature, issuer, audience, time and nonce being as they must (Core, section 3.1.3.7). */
async function claimsOf(
  office: Doorkeeper,
  of: {
    readonly config: client.Configuration;
    readonly provider: OpenIdProvider;
    readonly asked: NonNullable<Awaited<ReturnType<typeof takeAsked>>>;
    readonly query: URLSearchParams;
  },
): Promise<Claims | undefined> {
  const { config, provider, asked, query } = of;
  const url = new URL(redirectUri(office, provider.id));
  url.search = query.toString();
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      ...{ pkceCodeVerifier: asked.verifier, expectedNonce: asked.nonce, expectedState: asked.state },
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return undefined;
    const mail = claims['email_verified'] === true ? claims['email'] : undefined;
    return { issuer: claims.iss, subject: claims.sub, ...(typeof mail === 'string' && { mail }) };
  } catch {
    return undefined;
  }
}

async function personOf(
  office: Doorkeeper,
  tx: Tx,
  provider: OpenIdProvider,
  { issuer, subject, mail }: Claims,
): Promise<PersonId | undefined> {
  const identity: OpenIdIdentity = { provider: provider.id, issuer, subject };
  const at = office.clock();
  const bound = await personOfIdentity(tx, identity);
  const person = bound ?? (mail === undefined ? undefined : (await personByMail(tx, mail))?.id);
  if (person === undefined) return undefined;
  const seats = await seatsOf(tx, [person]);
  if (!seats.some(({ organisation }) => organisation === provider.organisation)) return undefined;
  if (bound !== undefined) {
    await touchIdentity(tx, { identity, at });
    return bound;
  }
  if (!(await bindIdentity(tx, { identity, person, at }))) return undefined;
  await tell(tx, { person, at, code: 'identity-bound', by: person, facts: { provider: provider.name } });
  return person;
}

/** One address for each provider, so that the answer of one cannot be taken for another's (RFC 9700 section 4.4). */
function redirectUri({ origin }: Doorkeeper, id: string): string {
  return `${origin}/sign-in/openid/${id}/callback`;
}

function visitorOf(visitor: string): string {
  return Buffer.from(hashOfToken(visitor)).toString('base64url');
}
