export type ToKeep = { readonly version: string; readonly paths: readonly string[] };

/** The part of a service worker's scope that is used here; the type library of pages has none. */
type Scope = {
  addEventListener(type: 'install' | 'activate', act: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', act: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: { readonly origin: string };
};
type Extendable = { waitUntil(work: Promise<unknown>): void };
type Fetching = { readonly request: Request; respondWith(answer: Promise<Response>): void };

const PAGE = '/verify';
const PREFIX = 'verifier ';
const PATIENCE_MS = 4_000;

/**
 * Page first from the host, so that a newer one is never hidden by an old one; from here where the host does not answer.
 * Script and style bear the hash of their content in their names: the one kept is the one meant.
 */
export function keepPage(global: object, { version, paths }: ToKeep): void {
  const scope = parseScope(global);
  const name = `${PREFIX}${version}`;
  scope.addEventListener('install', (event) => {
    event.waitUntil(fill(name, paths).then(() => scope.skipWaiting()));
  });
  scope.addEventListener('activate', (event) => {
    event.waitUntil(forgetOthers(name).then(() => scope.clients.claim()));
  });
  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== scope.location.origin) return;
    if (pathname === PAGE && request.mode === 'navigate') event.respondWith(page(request, name));
    else if (pathname !== PAGE && paths.includes(pathname)) event.respondWith(asset(request, name));
  });
}

async function fill(name: string, paths: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll(paths.map((path) => new Request(path, { cache: 'reload' })));
}

async function forgetOthers(name: string): Promise<void> {
  const others = (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(others.map((one) => caches.delete(one)));
}

async function page(request: Request, name: string): Promise<Response> {
  const kept = async () => (await caches.open(name)).match(PAGE);
  // A navigation takes no signal, so patience is a race.
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([fetch(request).catch(() => undefined), late]);
  const isBroken = answer === undefined || answer.status >= 500;
  return (isBroken ? await kept() : undefined) ?? answer ?? Response.error();
}

async function asset(request: Request, name: string): Promise<Response> {
  return (await (await caches.open(name)).match(request)) ?? fetch(request);
}

function parseScope(global: object): Scope {
  return global as Scope;
}
