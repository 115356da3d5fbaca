import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const LIMIT = 512 * 1024;
const PATIENCE_MS = 10_000;

/** A place that nobody is asked at: not over TLS, not by name, or inside our own network. */
class PlaceNotAllowed extends Error {}

/**
 * Asks a provider of sign-in, whose addresses a manager of some organisation has written. Over TLS, at hosts whose
 * every address is public, without following where it is sent, with limits of time and size; so that nobody uses this
 * office to look around in the network it stands in. An installation on this machine itself may ask this machine.
 */
export function providerFetch(origin: string) {
  const own = isLoopback(new URL(origin).hostname);
  return async (address: string, init: object): Promise<Response> => {
    await checkPlace(address, own);
    const answer = await fetch(address, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { status, headers } = answer;
    const body = await limited(answer);
    return new Response(body.length === 0 ? null : body, { status, headers });
  };
}

/** Throws where an address is none that may be asked, or sent to. */
export async function checkPlace(address: string, own: boolean): Promise<void> {
  if (!URL.canParse(address)) throw new PlaceNotAllowed('no address');
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') throw new PlaceNotAllowed('an address with a password');
  if (own && isLoopback(hostname) && /^https?:$/.test(protocol)) return;
  if (protocol !== 'https:' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || !hostname.includes('.'))
    throw new PlaceNotAllowed('not a host by name, over TLS');
  const found = await lookup(hostname, { all: true });
  if (found.some(({ address: at, family }) => INSIDE.check(at, family === 6 ? 'ipv6' : 'ipv4')))
    throw new PlaceNotAllowed('a host inside a network');
}

function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** Networks that are not the public one (RFC 6890, IANA special-purpose registries). */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ...([
    ['::', 127],
    ['::ffff:0:0', 96],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ] as const),
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6');

async function limited(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    const bytes: unknown = part;
    if (!(bytes instanceof Uint8Array)) continue;
    length += bytes.length;
    if (length > LIMIT) throw new Error('a provider answered with more than it has to say');
    parts.push(bytes);
  }
  return Uint8Array.from(Buffer.concat(parts));
}
