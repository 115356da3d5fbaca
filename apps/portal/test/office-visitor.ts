/** Somebody at the office door in a test: keeps cookies, reads forms, sends them. */
import type { Portal } from '../src/http/open-door.ts';

type Sent = Readonly<Record<string, string | readonly string[]>>;
type Asked = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: string | Buffer;
};
export type Answer = Awaited<ReturnType<typeof send>>;

/** A browser that has opened nothing yet, or one with a session. */
export function visitor(portal: Portal, session?: string) {
  const cookies = new Map<string, string>(session === undefined ? [] : [['__Host-assay', session]]);
  const headers = (): Record<string, string> => ({
    accept: 'text/html',
    ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
  });
  const keep = (answer: Answer): Answer => {
    for (const cookie of answer.cookies) cookies.set(cookie.name, cookie.value);
    return answer;
  };
  const get = async (url: string, more: Record<string, string> = {}) =>
    keep(await send(portal, { method: 'GET', url, headers: { ...headers(), ...more } }));
  const post = async (url: string, fields: Sent, more: Record<string, string> = {}) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = encoded(fields);
    return keep(
      await send(portal, { method: 'POST', url, headers: { ...headers(), ...type, ...more }, payload }),
    );
  };
  return {
    cookies,
    get,
    post,
    /** Fills in the form of a page and sends it there. */
    fill: async (url: string, fields: Sent, action = url) =>
      post(action, { ...hiddenFields((await get(url)).body), ...fields }),
    /** The same of a form that may end with a file. */
    fillParts: async (url: string, fields: Sent, file?: Uint8Array) => {
      const form = partsOf({ ...hiddenFields((await get(url)).body), ...fields }, file);
      const parts = new Request('http://localhost/', { method: 'POST', body: form });
      const type = { 'content-type': parts.headers.get('content-type') ?? '' };
      const payload = Buffer.from(await parts.arrayBuffer());
      return keep(await send(portal, { method: 'POST', url, headers: { ...headers(), ...type }, payload }));
    },
  };
}

/** Fields and a file, which is an empty part where none is chosen, as a browser sends them. */
function partsOf(fields: Sent, file: Uint8Array | undefined): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) form.append(name, one);
  const type = file ? 'text/plain' : 'application/octet-stream';
  form.append('file', new Blob([new Uint8Array(file ?? [])], { type }), file ? 'file.txt' : '');
  return form;
}

/** The hidden fields of the last form of a page. */
export function hiddenFields(html: string): Record<string, string> {
  const form = html.slice(html.lastIndexOf('<form'));
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
}

function encoded(fields: Sent): string {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  ).toString();
}

function send(portal: Portal, request: Asked) {
  return portal.inject(request).then((answer) => answer);
}
