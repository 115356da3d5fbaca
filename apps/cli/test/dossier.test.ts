import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readFileAs } from '@assay/formats/read-document';
import { DossierKind } from '@assay/vocabulary/dossier';
import { DossierDraftKind } from '@assay/vocabulary/dossier-draft';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, assayTold, build, ROOT } from './program.ts';

const PUBLISHED = 'packages/formats/test/ruuvi-gateway';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-dossier-'));
  await build();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function dossierIn(file: string) {
  const read = await readFileAs(DossierKind, file);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value.document;
}
async function draftIn(file: string) {
  const read = await readFileAs(DossierDraftKind, file);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value.document;
}

/** The answers of the worked example in the page about dossiers. */
function answers(): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs/dossier.md'), 'utf8');
  return /```answers\n([\s\S]*?)\n```/.exec(page)?.[1]?.split('\n') ?? [];
}

describe('assay dossier new', () => {
  test('asks as the page about dossiers shows, goes on where it was broken off, and ends in what can be judged', async () => {
    const file = join(folder, 'kettle.yaml');
    await writeFile(join(folder, 'protocol.md'), 'Sandbox test protocol\n');
    const told = answers();
    const begun = await assayTold(told.slice(0, 9), 'dossier', 'new', '--into', file, '--scheme', 'uk-psti');
    expect([begun.code, (await draftIn(file)).product.firmwareVersions]).toEqual([2, ['1.4.0']]);
    expect(begun.error).toContain(`assay dossier new --into ${file}`);

    const rest = await assayTold(told.slice(8), 'dossier', 'new', '--into', file);
    expect(rest.code).toBe(0);
    expect(rest.out).toContain(`assay gap ${file} --scheme uk-psti`);
    expect(await dossierIn(file)).toMatchObject({
      product: { models: ['SK-1', 'SK-2'] },
      statements: { length: 3 },
      evidence: [{ path: 'protocol.md' }],
      declarations: [{ declaration: 'statement-of-compliance', signer: 'Ada Sandbox' }],
    });
    expect((await assay('gap', file, '--scheme', 'uk-psti')).code).toBe(0);

    // Opened once more for another scheme and left early, it is a dossier still.
    const more = await assayTold(['yes'], 'dossier', 'new', '--into', file, '--scheme', 'singapore-cls');
    expect(more.code).toBe(2);
    expect((await dossierIn(file)).statements).toHaveLength(3);
  }, 60_000);

  test('tells why it asks, goes back, takes no answer that does not fit, and shows where one is', async () => {
    const file = join(folder, 'other.yaml');
    const { out } = await assayTold(
      [
        'why',
        'First name',
        'back',
        'Better name',
        'Sandbox',
        'Sandbox Works',
        'SK-1',
        '123',
        '-',
        'where',
        'help',
        '=skip',
      ],
      ...['dossier', 'new', '--into', file, '--scheme', 'uk-psti'],
    );
    expect(out).toContain('Every dossier names the product');
    expect(out).toContain('a GTIN of 14 digits');
    expect(out).toMatch(/uk-psti@2025 +0 of 1/);
    expect((await draftIn(file)).product).toMatchObject({ name: 'Better name', gtins: [], category: 'skip' });
  });

  test('does not end in a dossier while something that every dossier has is put off', async () => {
    const file = join(folder, 'later.yaml');
    // A product that nobody connects to anything is not taken by the scheme: nothing more is asked for it.
    const lines = ['skip', ...answers().slice(1, 12), 'no', 'no', 'skip', 'skip'];
    const { code, out } = await assayTold(lines, 'dossier', 'new', '--into', file, '--scheme', 'uk-psti');
    expect([code, (await draftIn(file)).skipped]).toEqual([1, ['contact', 'product/name', 'support-period']]);
    expect(out).toContain('uk-psti@2025 does not take this product');
    expect(out).toContain('/product/name');
  });

  test('keeps what was answered when Ctrl-C breaks it off', async () => {
    const file = join(folder, 'broken-off.yaml');
    const program = join(ROOT, 'apps/cli/dist/assay.js');
    const child = spawn(process.execPath, [program, 'dossier', 'new', '--into', file, '--scheme', 'uk-psti']);
    const ended = once(child, 'exit');
    child.stdin.write('Sandbox Kettle\n');
    for await (const part of child.stdout) if (String(part).includes('Under which brand')) break;
    child.kill('SIGINT');
    expect(await ended).toEqual([2, null]);
    expect((await draftIn(file)).product).toEqual({ name: 'Sandbox Kettle' });
  });

  test('leaves a file that is neither draft nor dossier as it is', async () => {
    const file = join(folder, 'notes.yaml');
    await writeFile(file, 'hello: world\n');
    expect((await assayTold(['x'], 'dossier', 'new', '--into', file)).code).toBe(2);
    expect(await readFile(file, 'utf8')).toBe('hello: world\n');
  });
});

describe('assay dossier import', () => {
  test('shows what would come of it, writes it where a place is named, and nothing the second time', async () => {
    const [into, report] = [join(folder, 'gateway.yaml'), join(folder, 'gateway-report.yaml')];
    const shown = await assay('dossier', 'import', PUBLISHED);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('Nothing is written');
    expect(shown.out).toContain('LICENSE-ruuvi: passed over');
    const written = await assay('dossier', 'import', PUBLISHED, '--into', into, '--report', report);
    expect(written.code).toBe(0);
    expect((await dossierIn(into)).ixit).toHaveLength(10);
    const judged = await assay('check', into, '--report', report, '--standard', 'etsi-en-303-645@3.1.3');
    expect([0, 1]).toContain(judged.code);
    const before = await readFile(into, 'utf8');
    const again = await assay('dossier', 'import', PUBLISHED, '--into', into, '--report', report);
    expect(again.out).toContain('there already');
    expect(await readFile(into, 'utf8')).toBe(before);
  });

  test('holds back with exit 1 what would lose something, and writes nothing', async () => {
    const table = join(folder, '8-UpdProc.csv');
    const into = join(folder, 'held.yaml');
    await writeFile(table, 'ID;Description;Time Frame\nA-1;b;c\nA-1;d;e\n');
    const held = await assay('dossier', 'import', table, '--into', into, '--format', 'json');
    expect(held.code).toBe(1);
    expect(parseJson(held.out)).toMatchObject({ held: 'losses', written: [] });
    expect((await readFileAs(DossierKind, into)).ok).toBe(false);
    expect((await assay('dossier', 'import', table, '--into', into, '--leave-out')).code).toBe(0);
    expect((await dossierIn(into)).ixit[0]?.rows).toHaveLength(1);
  });

  test('of a file that is not there, or into one name for two documents, is refused with exit 2', async () => {
    expect((await assay('dossier', 'import', 'nothing.md')).code).toBe(2);
    expect((await assay('dossier', 'import', 'a.md', '--into', 'x', '--report', 'x')).code).toBe(2);
  });
});

function parseJson(text: string): unknown {
  return JSON.parse(text);
}
