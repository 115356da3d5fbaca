import { ok, refuse, type Result } from './result.ts';

declare const brand: unique symbol;
/** Where one person or desk gets mail: `desk@sandbox.example`. */
export type MailAddress = string & { readonly [brand]: 'MailAddress' };

/**
 * The plain form of RFC 5321 section 4.1.2 (a dot-string at a domain name), within its sizes. No quoted names, no literals, no
 * list, nothing beyond ASCII: whatever could end a header line or add a second recipient has no place in it.
 */
const LOCAL = /^(?=.{1,64}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN =
  /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** Reads a mail address from outside. */
export function parseMailAddress(
  text: string,
): Result<MailAddress, { readonly code: 'malformed-mail-address' }> {
  const at = text.lastIndexOf('@');
  return text.length <= 254 && LOCAL.test(text.slice(0, Math.max(at, 0))) && DOMAIN.test(text.slice(at + 1))
    ? ok(text as MailAddress)
    : refuse({ code: 'malformed-mail-address' });
}
