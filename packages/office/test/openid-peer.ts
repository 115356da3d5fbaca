/** A provider of OpenID Connect on this machine: real discovery, real signatures; it can be told to misbehave. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { onTestFinished } from 'vitest';

export type Account = { readonly sub: string; readonly email?: string; readonly email_verified?: boolean };

type Reply = { readonly status: number; readonly body: object; readonly location?: string };

export type Misbehaviour = {
  /** Claims of the ID token that are other than they should be; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key that is not among those it publishes. */
  readonly strangeKey?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

export class OpenIdPeer {
  readonly issuer: string;
  misbehaves: Misbehaviour = {};
  /** Who signs in there without being asked, where a browser comes. */
  visitor: Account | undefined;
  readonly #grants = new Map<string, { readonly account: Account; readonly asked: URLSearchParams }>();
  readonly #key: CryptoKey;
  readonly #stranger: CryptoKey;

  private constructor(issuer: string, key: CryptoKey, stranger: CryptoKey) {
    this.issuer = issuer;
    this.#key = key;
    this.#stranger = stranger;
  }

  static async open(): Promise<OpenIdPeer> {
    const [pair, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const server = createServer();
    const port = await listening(server);
    const peer = new OpenIdPeer(`http://localhost:${String(port)}`, pair.privateKey, other.privateKey);
    server.on('request', (request, response) => {
      void peer.answer(request, jwk).then(({ status, body, location }) => {
        const headers = { 'content-type': 'application/json', ...(location !== undefined && { location }) };
        response.writeHead(status, headers).end(JSON.stringify(body));
      });
    });
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return peer;
  }

  /** What a browser comes back with, once an account has signed in at the address it was sent to. */
  authorize(to: string, account: Account): URLSearchParams {
    const asked = new URL(to).searchParams;
    const code = `code-${String(this.#grants.size)}`;
    this.#grants.set(code, { account, asked });
    return new URLSearchParams({ code, state: asked.get('state') ?? '' });
  }

  async answer(request: IncomingMessage, jwk: object): Promise<Reply> {
    const { pathname } = new URL(request.url ?? '/', this.issuer);
    if (pathname === '/.well-known/openid-configuration') return { status: 200, body: this.#metadata() };
    if (pathname === '/jwks') return { status: 200, body: { keys: [jwk] } };
    if (pathname === '/authorize' && this.visitor) return this.#sendBack(request.url ?? '', this.visitor);
    if (pathname === '/token') return this.#token(new URLSearchParams(await bodyOf(request)));
    return { status: 404, body: {} };
  }

  #sendBack(path: string, account: Account): Reply {
    const to = new URL(path, this.issuer);
    const back = new URL(to.searchParams.get('redirect_uri') ?? '');
    back.search = this.authorize(to.href, account).toString();
    return { status: 303, body: {}, location: back.href };
  }

  #metadata(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      ...this.misbehaves.metadata,
    };
  }

  async #token(sent: URLSearchParams): Promise<Reply> {
    const grant = this.#grants.get(sent.get('code') ?? '');
    this.#grants.delete(sent.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    const fits =
      grant?.asked.get('code_challenge') === challenge &&
      grant.asked.get('redirect_uri') === sent.get('redirect_uri') &&
      sent.get('client_secret') === 'sandbox secret';
    if (!grant || !fits) return { status: 400, body: { error: 'invalid_grant' } };
    return {
      status: 200,
      body: { access_token: 'access', token_type: 'Bearer', id_token: await this.#idToken(grant) },
    };
  }

  async #idToken({ account, asked }: { account: Account; asked: URLSearchParams }): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{
        iss: this.issuer,
        aud: asked.get('client_id') ?? '',
        iat: now,
        exp: now + 60,
        nonce: asked.get('nonce'),
      },
      ...{ ...account, ...this.misbehaves.claims },
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(this.misbehaves.strangeKey ? this.#stranger : this.#key);
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return (server.address() as AddressInfo).port;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}
