import { lookup } from 'node:dns/promises';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

import type { Post } from '@assay/office/notices/call-webhook';
import { isLoopback, isPublicAddress } from '@assay/office/notices/public-address';

/** Whatever is found of a name: its addresses, as the system's resolver gives them. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export type PinnedPost = {
  /** A sandbox may call this machine, and that without TLS. */
  readonly sandbox: boolean;
  readonly resolve?: Resolve;
  /** Certificates of authorities beyond those the system trusts. */
  readonly trusted?: string;
  readonly patienceMs?: number;
};

const LARGEST_ANSWER = 64 * 1024;

/**
 * Posts to addresses that others name, and reaches nothing but the public network by it: a name is resolved once, refused if
 * any of its addresses is not public, and connected to at the address that was looked at, so that no second answer of a
 * resolver leads elsewhere. No redirect is followed, no connection kept, no proxy asked, nothing of the answer kept but its status.
 */
export function pinnedPost({
  sandbox,
  resolve = systemResolve,
  trusted,
  patienceMs = 15_000,
}: PinnedPost): Post {
  return async ({ url: text, headers, body }) => {
    const url = new URL(text);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses = await addressesOf(host, resolve);
    const [address] = addresses;
    if (address === undefined) return { failure: `${host} is not known` };
    const stray = addresses.find((one) => !(isPublicAddress(one) || (sandbox && isLoopback(one))));
    if (stray !== undefined)
      return { failure: `${host} leads to ${stray}, which is not on the public network` };
    if (url.protocol !== 'https:' && !(sandbox && isLoopback(address)))
      return { failure: 'only https is called' };
    return send({ url, address, headers, body, trusted, patienceMs });
  };
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  return isIP(host) === 0 ? resolve(host).catch(() => []) : [host];
}

async function systemResolve(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

type Sending = {
  readonly url: URL;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly trusted: string | undefined;
  readonly patienceMs: number;
};

function send({ url, address, headers, body, trusted, patienceMs }: Sending): ReturnType<Post> {
  const pinned: LookupFunction = (_host, { all }, done) => {
    const family = isIP(address);
    if (all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const bytes = Buffer.from(body);
  const open = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve) => {
    const call = open(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length, 'user-agent': 'Assay webhooks' },
      lookup: pinned,
      agent: false,
      signal: AbortSignal.timeout(patienceMs),
      ...(trusted !== undefined && { ca: trusted }),
    });
    call.once('error', (error) => {
      resolve({
        failure:
          error.name === 'AbortError' || error.name === 'TimeoutError' ? 'no answer in time' : error.message,
      });
    });
    call.once('response', (answer) => {
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) answer.destroy();
      });
      answer.once('close', () => {
        resolve({ status: answer.statusCode ?? 0 });
      });
      answer.once('error', () => undefined);
    });
    call.end(bytes);
  });
}
