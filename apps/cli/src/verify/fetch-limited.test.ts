import { createServer, type RequestListener } from 'node:http';

import { afterEach, describe, expect, test } from 'vitest';

import { fetchLimited } from './fetch-limited.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ends.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}/`;
}

describe('what is fetched for a verification', () => {
  test('is at most as long as asked, even where nothing says how long it will be', async () => {
    const exact = await serving((_asked, out) => out.end(Buffer.alloc(1_000)));
    expect((await fetchLimited(exact, 1_000))?.length).toBe(1_000);
    await expect(fetchLimited(exact, 999)).rejects.toThrow('more than 999 bytes');
    let written = 0;
    const endless = await serving((_asked, out) => {
      const more = () => {
        written += 65_536;
        if (out.write(Buffer.alloc(65_536))) setImmediate(more);
        else out.once('drain', more);
      };
      more();
    });
    await expect(fetchLimited(endless, 100_000)).rejects.toThrow('more than 100000 bytes');
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test('is not unpacked beyond that either', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const packed = await serving((_asked, out) => {
      out.setHeader('content-encoding', 'gzip');
      out.end(bomb);
    });
    await expect(fetchLimited(packed, 1_000_000)).rejects.toThrow('more than 1000000 bytes');
  });

  test('comes from the host that was asked: a redirect leads nowhere, on this host or to another', async () => {
    let asked = 0;
    const other = await serving((_asked, out) => {
      asked += 1;
      out.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const leading = await serving((_asked, out) => {
        out.writeHead(status, { location: other });
        out.end();
      });
      await expect(fetchLimited(leading, 1_000)).rejects.toThrow('cannot be reached');
    }
    expect(asked).toBe(0);
  });

  test('is absent where the host says so, and an error of the host is none', async () => {
    const absent = await serving((_asked, out) => out.writeHead(404).end());
    expect(await fetchLimited(absent, 10)).toBeUndefined();
    const broken = await serving((_asked, out) => out.writeHead(500).end('{}'));
    await expect(fetchLimited(broken, 10)).rejects.toThrow('answered 500');
  });

  test('is waited for five seconds', async () => {
    const silent = await serving(() => undefined);
    const begun = performance.now();
    await expect(fetchLimited(silent, 10)).rejects.toThrow('cannot be reached');
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});
