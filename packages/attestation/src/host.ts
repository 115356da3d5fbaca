const HOST =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[1-9][0-9]{0,4})?$/;
const LOOPBACK = /^(localhost|127\.0\.0\.1)(:[0-9]+)?$/;

/** A lower-case host name with an optional port, as it stands in a URL. */
export function isHost(text: string): boolean {
  return HOST.test(text);
}

/** `https://host`; only this machine itself (localhost, 127.0.0.1) is reached by `http`. */
export function webOrigin(host: string): string {
  if (!isHost(host)) throw new TypeError(`not a host: ${host}`);
  return `${LOOPBACK.test(host) ? 'http' : 'https'}://${host}`;
}
