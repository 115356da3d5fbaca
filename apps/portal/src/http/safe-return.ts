/** Where somebody wanted to go before signing in, if it is a place of ours; else their desk. */
export function safeReturn(wanted: string | undefined): string {
  return wanted !== undefined && isOurs(wanted) ? wanted : HOME;
}

/** The address of the sign-in page that leads back afterwards. */
export function signInFor(wanted: string): string {
  const back = safeReturn(wanted);
  return back === HOME ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}`;
}

const HOME = '/desk';
const PLACES = /^\/(desk|account|invitation|first-owner)(\/|\?|$)/;
/** Printable ASCII without the backslash, which browsers read as a slash. */
const PLAIN = /^[!-[\]-~]{1,1000}$/;
const SOMEWHERE = 'http://here.invalid';

function isOurs(wanted: string): boolean {
  if (!PLAIN.test(wanted) || !PLACES.test(wanted)) return false;
  const url = URL.parse(wanted, SOMEWHERE);
  return url?.origin === SOMEWHERE && PLACES.test(`${url.pathname}${url.search}`);
}
