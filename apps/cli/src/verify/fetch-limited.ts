/** The host could not be asked, or answered with something that no label host answers. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const PATIENCE_MS = 5_000;

/**
 * GETs an address: no redirects, five seconds, at most `limit` bytes as they are once unpacked. Absent on 404. Throws
 * `Unreachable` otherwise.
 */
export async function fetchLimited(
  address: string,
  limit: number,
  accept = 'application/json',
): Promise<Uint8Array | undefined> {
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { accept },
  }).catch((error: unknown) => {
    throw new Unreachable(`${address} cannot be reached: ${causeOf(error)}`);
  });
  if (response.status === 404) return undefined;
  if (!response.ok || !response.body) throw new Unreachable(`${address} answered ${String(response.status)}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > limit) throw new Unreachable(`${address} answered more than ${String(limit)} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
