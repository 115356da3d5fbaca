import { isIP } from 'node:net';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { isLoopback, isPublicAddress } from './public-address.ts';

export type WebhookUrlRefusal =
  | { readonly code: 'webhook-url-malformed'; readonly limit: number }
  | { readonly code: 'webhook-url-not-https' }
  | { readonly code: 'webhook-url-not-public'; readonly host: string };

const LONGEST = 500;
/** Names that never leave the network they are asked in (RFC 6761, RFC 6762, RFC 8375). */
const NEAR = /(^|\.)(localhost|local|internal|home\.arpa|invalid|test|onion)$/;

/**
 * Reads the URL of an endpoint: https to a host on the public network; in a sandbox also this machine. What its name leads to
 * is looked at again at each call, when it is connected to.
 */
export function parseWebhookUrl(text: string, sandbox: boolean): Result<URL, WebhookUrlRefusal> {
  const malformed = refuse({ code: 'webhook-url-malformed', limit: LONGEST } as const);
  if (text.length > LONGEST || !URL.canParse(text)) return malformed;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '' || url.hostname === '') return malformed;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (sandbox && (host === 'localhost' || isLoopback(host)) && /^https?:$/.test(url.protocol)) return ok(url);
  if (url.protocol !== 'https:') return refuse({ code: 'webhook-url-not-https' });
  const near = isIP(host) === 0 ? NEAR.test(host) || !host.includes('.') : !isPublicAddress(host);
  return near ? refuse({ code: 'webhook-url-not-public', host }) : ok(url);
}
