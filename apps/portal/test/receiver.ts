import { createServer as overHttp, type RequestListener } from 'node:http';
import { createServer as overHttps } from 'node:https';
import type { AddressInfo } from 'node:net';

import { ownCertificate } from '@assay/office/test/certificate';
import { onTestFinished } from 'vitest';

/** A call as it came in. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
};

/** A server that receives calls until the test ends. `answer`: the status of each, with the place it redirects to. */
export async function receiver({
  name,
  answer = () => ({ status: 204 }),
}: {
  /** A host that it proves to be, over TLS; absent: plain HTTP. */
  readonly name?: string;
  readonly answer?: (call: Received) => { readonly status: number; readonly location?: string } | undefined;
} = {}): Promise<{
  readonly port: number;
  readonly trusted: string;
  readonly received: readonly Received[];
}> {
  const { certificate, key } = ownCertificate(name ?? 'localhost');
  const received: Received[] = [];
  const listen: RequestListener = (asked, reply) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const call = {
        ...{ method: asked.method ?? '', path: asked.url ?? '', headers: asked.headers },
        body: Buffer.concat(chunks).toString('utf8'),
      };
      received.push(call);
      const said = answer(call);
      if (!said) return;
      reply.writeHead(said.status, said.location === undefined ? {} : { location: said.location });
      reply.end();
    });
  };
  const server = name === undefined ? overHttp(listen) : overHttps({ cert: certificate, key }, listen);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  return { port: (server.address() as AddressInfo).port, trusted: certificate, received };
}
