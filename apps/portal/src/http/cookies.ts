import { SECRET_PATTERN } from './form-token.ts';

/** The two cookies of the office: of a session, and of a browser before anybody signed in. The public door has none. */
export type CookieName = 'session' | 'visitor';

const BARE: Readonly<Record<CookieName, string>> = { session: 'assay', visitor: 'assay-visitor' };
const SHAPES: Readonly<Record<CookieName, RegExp>> = {
  session: /^[A-Za-z0-9_-]{20,200}$/,
  visitor: SECRET_PATTERN,
};
/** Browsers keep to 4096 bytes a cookie; nobody has two hundred of one host. */
const MAX_HEADER = 16_384;

/**
 * The value of one of our cookies (RFC 6265 section 5.4). A value of another shape, and one that is sent twice, which a
 * neighbouring host may have planted, count as none.
 */
export function cookieOf(header: string | undefined, name: CookieName, secure: boolean): string | undefined {
  if (header === undefined || header.length > MAX_HEADER) return undefined;
  const begin = `${nameOf(name, secure)}=`;
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(begin))
    .map((pair) => pair.slice(begin.length));
  const [value, second] = values;
  return value !== undefined && second === undefined && SHAPES[name].test(value) ? value : undefined;
}

/** The `Set-Cookie` header that keeps a value for some seconds; 0 forgets it. */
export function setCookie(
  name: CookieName,
  { value, seconds, secure }: { readonly value: string; readonly seconds: number; readonly secure: boolean },
): string {
  const guard = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${nameOf(name, secure)}=${value}; Max-Age=${String(seconds)}${guard}`;
}

/** Browsers take a `__Host-` cookie only over https, from this very host and for all of it: nobody else can plant one. */
function nameOf(name: CookieName, secure: boolean): string {
  return `${secure ? '__Host-' : ''}${BARE[name]}`;
}
