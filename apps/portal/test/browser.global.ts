import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import chromium, { inflate } from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';

type Launch = {
  readonly executablePath: string;
  readonly args: string[];
  readonly env?: Record<string, string>;
};

declare module 'vitest' {
  export interface ProvidedContext {
    /** The browser of this run: its program, the arguments it wants, and where its libraries are if the machine has none. */
    browser: Launch;
  }
}

/** A processor that draws as if it were a graphics card takes a third of the time of every page: nothing here needs one. */
const GRAPHICS = /^--(use-gl|use-angle|enable-unsafe-swiftshader|ignore-gpu-blocklist|in-process-gpu)/;
const ARGUMENTS = [
  ...chromium.args.filter((one) => !GRAPHICS.test(one)),
  '--disable-gpu',
  '--disable-software-rasterizer',
];

/** Unpacks the browser once for the whole run, in a folder of its own: one that two unpack at once is a broken one. */
export default async function unpackBrowser(project: TestProject): Promise<() => void> {
  const given = process.env['ASSAY_BROWSER'];
  if (given !== undefined) {
    project.provide('browser', { executablePath: given, args: ARGUMENTS });
    return () => undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'assay-browser-'));
  project.provide('browser', await withTemporaryFolder(folder, () => unpack(folder)));
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

/** On a machine without the libraries and fonts of a desktop, the package brings those as well. */
async function unpack(folder: string): Promise<Launch> {
  const executablePath = await chromium.executablePath();
  if (await starts(executablePath)) return { executablePath, args: ARGUMENTS };
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
  await inflate(join(bin, 'al2023.tar.br'));
  const own = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') };
  return { executablePath, args: ARGUMENTS, env: { ...inherited(), ...own } };
}

function starts(program: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, ['--version'], (failed) => {
      resolve(failed === null);
    });
  });
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The package unpacks where `tmpdir` says. */
async function withTemporaryFolder<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await act();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
