/** Starts offices in processes of their own, and waits for what becomes of them. */
import { fork, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serialize } from 'node:v8';

import { passingFolder } from '@assay/records/test/folder';
import { build } from 'esbuild';
import { beforeAll } from 'vitest';

import type { Job, Reply } from './office-process.ts';
import { HOME, sandboxLibrary, sandboxProgramme } from './sandbox-office.ts';

/** How a process ended: killed at its moment, or done. */
export type Ended =
  | { readonly killed: true }
  | { readonly killed: false; readonly moments: readonly string[]; readonly answers: readonly unknown[] };
export type OfficeProcess = { run(job: Job): Promise<Ended>; stop(): void };

/** The program for the tests of one file: made before them, deleted after them. */
export function officeProgram(): () => OfficeProcess {
  let made: () => OfficeProcess;
  beforeAll(async () => {
    const folder = passingFolder('office-program');
    made = await bundled(folder);
    return () => {
      rmSync(folder, { recursive: true, force: true });
    };
  });
  return () => made();
}

/** Bundles the program once and writes down what it would else read from YAML; then each start is quick. */
async function bundled(folder: string): Promise<() => OfficeProcess> {
  const [program, rules] = [join(folder, 'office-process.mjs'), join(folder, 'rules')];
  writeFileSync(rules, serialize({ library: await sandboxLibrary(), programme: await sandboxProgramme() }));
  await build({
    entryPoints: [join(import.meta.dirname, 'office-process.ts')],
    outfile: program,
    absWorkingDir: HOME,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['pg-native'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return () => start(program, rules);
}

function start(program: string, rules: string): OfficeProcess {
  const child = fork(program, [rules], {
    execArgv: [],
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(program), 'compiled') },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ready = nextReply(child);
  const ended = endOf(child);
  return {
    run: async (job) => {
      await Promise.race([ready, ended]);
      const reply = nextReply(child);
      child.send(job);
      const said = await Promise.race([reply, ended]);
      const { signal, code, errors } = await ended;
      if (signal === 'SIGKILL' && job.killAt > 0) return { killed: true };
      if (typeof said !== 'object' || !('moments' in said))
        throw new Error(`the office process ended with ${String(signal ?? code)}: ${errors}`);
      return { killed: false, ...said };
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

function nextReply(child: ChildProcess): Promise<Reply> {
  return new Promise((resolve) => child.once('message', (message) => resolve(parseReply(message))));
}

type End = { readonly signal: string | null; readonly code: number | null; readonly errors: string };

function endOf(child: ChildProcess): Promise<End> {
  const errors: string[] = [];
  child.stderr?.on('data', (part) => errors.push(String(part)));
  return new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ signal, code, errors: errors.join('') })),
  );
}

/** `office-process.ts` says nothing else. */
function parseReply(message: unknown): Reply {
  return message as Reply;
}
