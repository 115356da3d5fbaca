import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = parseAddress(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function parseAddress(address: unknown): AddressInfo {
  return address as AddressInfo;
}
