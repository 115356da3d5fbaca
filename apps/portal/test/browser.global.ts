import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The browser of this run: its program and the arguments it wants. */
    browser: { readonly executablePath: string; readonly args: string[] };
  }
}

/** Unpacks the browser once for the whole run, in a folder of its own: one that two unpack at once is a broken one. */
export default async function unpackBrowser(project: TestProject): Promise<() => void> {
  const given = process.env['ASSAY_BROWSER'];
  if (given !== undefined) {
    project.provide('browser', { executablePath: given, args: chromium.args });
    return () => undefined;
  }
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), 'assay-browser-'));
  process.env['TMPDIR'] = folder;
  const executablePath = await chromium.executablePath();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  project.provide('browser', { executablePath, args: chromium.args });
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
