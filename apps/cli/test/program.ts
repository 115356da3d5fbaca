import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');

/** What a run of the program left: its exit code and what it wrote. */
export type Ran = { readonly code: number; readonly out: string; readonly error: string };

/** Builds the program that `assay` runs. */
export async function build(): Promise<void> {
  const built = await run([join(ROOT, 'build.ts')]);
  if (built.code !== 0) throw new Error(built.error);
}

/** Runs the built program in the root folder, as a person would; its output goes to pipes. */
export function assay(...args: readonly string[]): Promise<Ran> {
  return run([join(ROOT, 'apps/cli/dist/assay.js'), ...args]);
}

/** Runs the lines of a page or an action as a shell does that stops at the first failure; `npx assay` is found beside Node. */
export function bash(
  script: string,
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const path = `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: path, ...variables };
    execFile('bash', ['-e', '-c', script], { cwd: folder, env }, (failed, out, error) => {
      resolve({ code: failed ? Number(failed.code) : 0, out, error });
    });
  });
}

/** The same for somebody who enters lines and then ends the input. */
export function assayTold(lines: readonly string[], ...args: readonly string[]): Promise<Ran> {
  return run([join(ROOT, 'apps/cli/dist/assay.js'), ...args], lines.map((line) => `${line}\n`).join(''));
}

function run(args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, args, options, (failed, out, error) => {
      resolve({ code: failed ? Number(failed.code) : 0, out, error });
    });
    // A program that ends before it has read all leaves the rest unread.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
