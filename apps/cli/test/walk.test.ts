import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import axe from 'axe-core';
import { chromium as browsers } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { freePort } from './program.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'apps/cli/dist/assay.js');
const run = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), 'assay-walk-'));
const data = join(folder, 'data');
let port = 0;
let walking: Walking;

/** `assay walk` while it serves: what it has printed, and how to stop it as a person would. */
type Walking = { readonly printed: string; readonly label: string; stop(): Promise<number | null> };

beforeAll(async () => {
  await run(process.execPath, [join(ROOT, 'build.ts')]);
  port = await freePort();
  walking = await startWalk();
}, 90_000);

afterAll(async () => {
  await walking.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the walk of the sandbox', () => {
  test('tells each stage with its reason: refused as published, granted as what-if, suspended and restored', () => {
    const told = walking.printed.replaceAll(/\s+/g, ' ');
    for (const saying of [
      '0-programme Rules',
      '1-application Application accepted',
      '2-evaluation Evaluated Level 0 as declared and 0 as assessed, of 1 asked: 12 met, 1 not met',
      '3-review Reviewed',
      '4-decision Refused Level 1 is not reached: etsi-en-303-645@2.1.1#5.3-13',
      'Level 2 still lacks 5.3-13, 5.8-2, 5.8-3, 5.11-1, 5.13-1, 6-1, 6-2, 6-3, 6-5',
      '4-decision Granted',
      '5-label Label issued',
      '6-register Page live',
      '7-surveillance Surveillance opened',
      '7-surveillance Suspended',
      '7-surveillance Restored',
      'SANDBOX',
    ])
      expect(told).toContain(saying);
  });

  test('a stranger who holds only the address verifies the label, check by check', async () => {
    const { code, out } = await assay(['verify', walking.label, '--format', 'json']);
    const { outcome, checks, witnessed, sandbox } = parseAnswer(out);
    expect({ code, outcome, witnessed, sandbox }).toEqual({
      code: 0,
      outcome: 'VALID',
      witnessed: false,
      sandbox: true,
    });
    expect(checks.every((check) => check.ok)).toBe(true);
  });

  test('a saved bundle is verified with the anchors that the installation pinned, and not without', async () => {
    const bundle = await save('bundle.json', await body(`${walking.label}/bundle`));
    const trusted = await assay(['verify', bundle, '--trust-list', join(data, 'trust.json')]);
    expect(trusted.code).toBe(0);
    expect(trusted.out).toContain('VALID');
    const alone = await assay(['verify', bundle]);
    expect(alone.code).toBe(2);
    expect(alone.error).toContain('--trust-list');
  });

  test('its offline code is verified with the kept lists and no connection, and without them is never green', async () => {
    const code = (await body(`${walking.label}/offline-code.txt`)).trim();
    const lists = join(folder, 'lists');
    mkdirSync(lists);
    for (const purpose of ['revocation', 'suspension'])
      writeFileSync(join(lists, purpose), await body(`${new URL(walking.label).origin}/status/${purpose}/0`));
    const ask = (...more: readonly string[]) =>
      assay(['verify-qr', code, '--trust-list', join(data, 'trust.json'), '--format', 'json', ...more]);
    const kept = await ask('--status-dir', lists);
    expect([kept.code, parseAnswer(kept.out).outcome]).toEqual([0, 'VALID']);
    const bare = await ask();
    expect([bare.code, parseAnswer(bare.out).outcome]).toEqual([1, 'STALE']);
    const stranger = await assay([
      'verify-qr',
      code.replace('localhost', 'localh0st'),
      '--trust-list',
      join(data, 'trust.json'),
    ]);
    expect([stranger.code, stranger.out]).toEqual([1, expect.stringContaining('label-url')]);
  });

  test(
    'its print file is drawn from a valid label alone: the same from its address, its bundle and its page',
    { timeout: 90_000 },
    async () => {
      const bundle = await save('printed.json', await body(`${walking.label}/bundle`));
      const code = await save('code.txt', await body(`${walking.label}/offline-code.txt`));
      const anchors = ['--trust-list', join(data, 'trust.json')];
      const file = (name: string) => join(folder, name);
      for (const [format, query] of [
        ['svg', ''],
        ['png', '?code=offline&variant=minimal&size=50'],
        ['pdf', '?code=offline&variant=wide'],
      ] as const) {
        const asked = new URLSearchParams(query);
        const options = [
          ...['--format', format, '--variant', asked.get('variant') ?? 'portrait'],
          ...(asked.has('size') ? ['--size', '50mm'] : []),
        ];
        const offline = (where: string) => (asked.has('code') ? ['--offline-code', where] : []);
        const [one, other] = [file(`address.${format}`), file(`bundle.${format}`)];
        const online = await assay([
          'artwork',
          walking.label,
          ...options,
          ...offline('published'),
          '--output',
          one,
        ]);
        expect([online.code, online.error]).toEqual([
          0,
          expect.stringContaining('Text alternative: Sandbox'),
        ]);
        const saved = await assay([
          'artwork',
          bundle,
          ...anchors,
          ...options,
          ...offline(code),
          '--output',
          other,
        ]);
        expect([saved.code, saved.error]).toEqual([0, expect.stringContaining('Wrote')]);
        const page = await fetch(`${walking.label}/artwork.${format}${query}`);
        const published = Buffer.from(await page.arrayBuffer());
        expect(readFileSync(one)).toEqual(published);
        expect(readFileSync(other)).toEqual(published);
      }
    },
  );

  test(
    'nothing is printed of a label that is no longer valid, is not proven, or has another code',
    { timeout: 90_000 },
    async () => {
      const bundle = await save('late.json', await body(`${walking.label}/bundle`));
      const anchors = ['--trust-list', join(data, 'trust.json')];
      const late = await assay(['artwork', bundle, ...anchors, '--now', '2039-01-01T00:00:00Z']);
      expect([late.code, late.out, late.error]).toEqual([
        1,
        '',
        expect.stringMatching(/^assay artwork: (EXPIRED|STALE)/),
      ]);
      const text = await body(`${walking.label}/bundle`);
      const forged = await save(
        'forged.json',
        text.replace('Ruuvi', 'Ruuwi').replace(/"entry":"./, '"entry":"x'),
      );
      const unproven = await assay(['artwork', forged, ...anchors]);
      expect([unproven.code, unproven.error]).toEqual([1, expect.stringContaining('INVALID')]);
      const code = (await body(`${walking.label}/offline-code.txt`)).trim();
      const changed = await save(
        'changed-code.txt',
        code.replace(/\d$/, (digit) => (digit === '1' ? '2' : '1')),
      );
      const wrong = await assay(['artwork', bundle, ...anchors, '--offline-code', changed]);
      expect([wrong.code, wrong.error]).toEqual([2, expect.stringContaining('INVALID')]);
    },
  );

  test(
    'a print that does not work is refused with one that does, and a picture needs a file',
    { timeout: 90_000 },
    async () => {
      const ask = (...more: readonly string[]) => assay(['artwork', walking.label, ...more]);
      const small = await ask('--size', '20mm');
      expect([small.code, small.out]).toEqual([2, '']);
      const smallest = /smallest width that works is ([\d.]+) mm/.exec(small.error)?.[1] ?? '';
      const works = await ask('--size', smallest);
      expect([works.code, works.out.slice(0, 5)]).toEqual([0, '<svg ']);
      for (const wrong of [
        ['--format', 'png'],
        ['--format', 'gif'],
        ['--variant', 'round'],
        ['--size', '4cm'],
        ['--dpi', '300'],
        ['--language', 'zh'],
        ['--offline-code', 'missing.txt'],
      ])
        expect([wrong, (await ask(...wrong)).code]).toEqual([wrong, 2]);
    },
  );

  test('a changed byte in any part of the bundle is INVALID and names a check', async () => {
    const bundle = parseMembers(await body(`${walking.label}/bundle`));
    for (const part of ['credential', 'entry', 'proof'] as const) {
      const text = String(bundle[part]);
      const middle = Math.floor(text.length / 2);
      const changed = `${text.slice(0, middle)}${text[middle] === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
      const file = await save(`changed-${part}.json`, JSON.stringify({ ...bundle, [part]: changed }));
      const { code, out } = await assay([
        'verify',
        file,
        '--trust-list',
        join(data, 'trust.json'),
        '--format',
        'json',
      ]);
      const { outcome, checks } = parseAnswer(out);
      expect({ part, code, outcome }).toEqual({ part, code: 1, outcome: 'INVALID' });
      expect(checks.some((check) => !check.ok)).toBe(true);
    }
  });

  test('an id that was never issued is unknown, one with a wrong check character is not an id', async () => {
    const id = walking.label.slice(-11);
    const wrong = `${id.slice(0, 10)}${id.endsWith('A') ? 'B' : 'A'}`;
    const mistyped = await assay(['verify', walking.label.replace(id, wrong)]);
    expect(mistyped.code).toBe(1);
    expect(mistyped.out).toContain('label-url');
    const never = await assay(['verify', walking.label.replace(id, 'SB000000000'), '--format', 'json']);
    expect(never.code).toBe(1);
    expect(['UNKNOWN_LABEL', 'INVALID']).toContain(parseAnswer(never.out).outcome);
  });

  test('its pages say sandbox, and axe objects to nothing on them', async () => {
    const browser = await browsers.launch(inject('browser'));
    try {
      const page = await browser.newPage();
      for (const path of ['/', new URL(walking.label).pathname, '/walk', await casePath()]) {
        await page.goto(`http://localhost:${String(port)}${path}`);
        await page.evaluate(() => {
          for (const one of document.querySelectorAll('details')) one.open = true;
        });
        expect(await page.textContent('body')).toContain('SANDBOX');
        await page.addScriptTag({ content: axe.source }).catch(() => page.evaluate(axe.source));
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
        );
        expect({ path, violations: violations.map(({ id }) => id) }).toEqual({ path, violations: [] });
      }
    } finally {
      await browser.close();
    }
  });

  test('its verifier page finds the label valid, by its address and by its code, in a browser of the reader', async () => {
    const { args, ...launch } = inject('browser');
    const browser = await browsers.launch({
      ...launch,
      args: args.filter((one) => !/^--(single-process|disable-web-security)$/.test(one)),
    });
    try {
      const page = await browser.newPage();
      await page.goto(walking.label);
      await page.getByRole('link', { name: 'Check all of it in this browser' }).click();
      await page.locator('#answer').waitFor();
      expect(await page.locator('.state .word').innerText()).toBe('VALID');
      const code = (await body(`${walking.label}/offline-code.txt`)).trim();
      await page.getByRole('textbox').fill(code);
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByText('The code by itself and the register agree.').waitFor();
      expect(await page.locator('.state.is-valid').count()).toBe(1);
    } finally {
      await browser.close();
    }
  });

  test('the page of the refused case opens the reason why: a verdict that was derived says so', async () => {
    const page = await body(`http://localhost:${String(port)}${await casePath()}`);
    expect(page).toContain('derived from its 2 case verdicts');
    expect(page).toContain('Support period');
  });

  test('a second start finds the same label and does not walk again', async () => {
    expect(await walking.stop()).toBe(0);
    const before = walking.label;
    walking = await startWalk();
    expect(walking.label).toBe(before);
    expect(walking.printed).toContain('Walked before');
  });

  test('--fresh begins anew with another label', async () => {
    await walking.stop();
    const before = walking.label;
    walking = await startWalk('--fresh');
    expect(walking.label).not.toBe(before);
  }, 60_000);
});

async function casePath(): Promise<string> {
  const walk = await body(`http://localhost:${String(port)}/walk`);
  return /\/walk\/case_[0-9a-z]{16}/.exec(walk)?.[0] ?? '';
}

async function startWalk(...more: readonly string[]): Promise<Walking> {
  const child = spawn(process.execPath, [PROGRAM, 'walk', '--data', data, '--port', String(port), ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = await untilServing(child);
  const label = /http:\/\/localhost:\d+\/L\/[0-9A-Z]{11}/.exec(printed)?.[0] ?? '';
  return {
    printed,
    label,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) resolve(child.exitCode);
        else {
          child.once('exit', (code) => {
            resolve(code);
          });
          child.kill('SIGINT');
        }
      }),
  };
}

function untilServing(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Serving until Ctrl-C')) resolve(printed);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      reject(new Error(`walk ended with ${String(code)}: ${printed}`));
    });
  });
}

type Answer = {
  readonly outcome: string;
  readonly checks: readonly { readonly id: string; readonly ok: boolean }[];
  readonly witnessed: boolean;
  readonly sandbox: boolean;
};

function parseAnswer(text: string): Answer {
  return JSON.parse(text) as Answer;
}

function parseMembers(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

type Failure = { readonly code: number; readonly stdout: string; readonly stderr: string };

function parseFailure(error: unknown): Failure {
  return error as Failure;
}

/** Run outside any folder with anchors of its own. */
async function assay(args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  return run(process.execPath, [PROGRAM, ...args], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, error: stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = parseFailure(error);
      return { code, out: stdout, error: stderr };
    },
  );
}

async function body(address: string): Promise<string> {
  const answer = await fetch(address);
  expect(answer.status, address).toBe(200);
  return answer.text();
}

async function save(name: string, text: string): Promise<string> {
  writeFileSync(join(folder, name), text);
  expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  return Promise.resolve(join(folder, name));
}
