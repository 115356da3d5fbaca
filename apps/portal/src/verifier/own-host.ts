/** The host that served this page: the only one that its policy lets it ask. */
export type OwnHost = {
  /** As it stands in a label address: `label.example.org`, `localhost:8080`. */
  readonly name: string;
  readonly origin: string;
  get(path: string, limit: number): Promise<Fetched>;
};

export type Fetched =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  /** No connection, no answer in time, or an answer that no such host gives. */
  | { readonly kind: 'unreachable' };

const PATIENCE_MS = 5_000;
const UNREACHABLE: Fetched = { kind: 'unreachable' };

export function ownHost({ host, origin }: Pick<Location, 'host' | 'origin'>): OwnHost {
  return { name: host, origin, get: (path, limit) => fetched(path, limit).catch(() => UNREACHABLE) };
}

/** Trust layer section 12: no redirects, five seconds, at most `limit` bytes. */
async function fetched(path: string, limit: number): Promise<Fetched> {
  const response = await fetch(path, {
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-cache',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { accept: 'application/json' },
  });
  if (response.status === 404) return { kind: 'absent' };
  if (!response.ok || !response.body) return UNREACHABLE;
  const reader = response.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    chunks.push(part.value);
    if (size > limit) {
      await reader.cancel();
      return UNREACHABLE;
    }
  }
  return { kind: 'found', bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()) };
}
