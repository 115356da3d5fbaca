import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

import { build } from 'esbuild';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { formatBundle } from '../src/bundle.ts';
import { grantedBundle, NOW, sandboxOffice } from './sandbox-label.ts';

const SOURCES = join(import.meta.dirname, '../src');
/** Nothing but our own script, and no text turned into code. */
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'";

/** In the page the verification hangs on the window, in the worker it answers a message. */
const ENTRY = `
import { verifyBundle } from './verify-label.ts';
import { parseTrustAnchors } from './trust.ts';
async function verify({ bundle, anchors, now }) {
  const known = await parseTrustAnchors(JSON.parse(anchors));
  return known.ok ? verifyBundle({ bundle, anchors: known.value, now }) : known.refusal;
}
if (typeof document === 'undefined') self.onmessage = async ({ data }) => postMessage(await verify(data));
else globalThis.verify = verify;
`;

describe('the verifier outside of Node', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let question: { readonly bundle: string; readonly anchors: string; readonly now: string };

  beforeAll(async () => {
    const script = await bundled();
    server = createServer(({ url }, answer) => {
      answer.setHeader('content-security-policy', POLICY);
      answer.setHeader('content-type', url === '/verify.js' ? 'text/javascript' : 'text/html');
      answer.end(
        url === '/verify.js' ? script : '<!doctype html><script type="module" src="/verify.js"></script>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a port was asked for');
    const office = await sandboxOffice();
    question = {
      bundle: formatBundle(await grantedBundle(office)),
      anchors: JSON.stringify(office.anchors),
      now: NOW,
    };
    browser = await browsers.launch(inject('browser'));
    page = await browser.newPage();
    await page.goto(`http://localhost:${String(address.port)}/`);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  const inPage = (asked: typeof question) => page.evaluate(`globalThis.verify(${JSON.stringify(asked)})`);
  const inWorker = (asked: typeof question) =>
    page.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker('/verify.js', { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage(${JSON.stringify(asked)});
    })`);

  for (const [where, verify] of [
    ['a page', inPage],
    ['a worker', inWorker],
  ] as const) {
    test(`in ${where} under a strict policy finds the label valid, check by check`, async () => {
      const found = await verify(question);
      expect(found).toMatchObject({ outcome: 'VALID' });
      expect(found).not.toMatchObject({ checks: expect.arrayContaining([{ ok: false }]) as unknown });
    });

    test(`in ${where} finds a changed credential invalid and names the check`, async () => {
      const bundle = question.bundle.replace(/("credential":"[^"]{40})./, '$1_');
      expect(await verify({ ...question, bundle })).toMatchObject({ outcome: 'INVALID', product: null });
    });
  }
});

/** The verifier with all that it needs, as a browser would be given it. */
async function bundled(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: SOURCES, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  const [script] = outputFiles;
  if (!script) throw new Error('nothing was built');
  return script.contents;
}
