import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DossierKind } from '@assay/vocabulary/dossier';
import { ProgrammeKind } from '@assay/vocabulary/programme';
import { TestReportKind } from '@assay/vocabulary/test-report';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readBytesAs, readFileAs } from './read-document.ts';

const ROOT = join(import.meta.dirname, '../../..');
let lamp = '';

beforeAll(async () => {
  lamp = await readFile(join(ROOT, 'examples/sandbox-lamp/dossier.yaml'), 'utf8');
});

/** The faults of the sandbox lamp's dossier once one thing in it is changed. */
function faultsOf(from: string, to: string): unknown {
  if (!lamp.includes(from)) throw new Error(`the dossier does not say ${from}`);
  const read = readBytesAs(DossierKind, 'lamp.yaml', new TextEncoder().encode(lamp.replace(from, to)));
  return read.ok ? 'no fault' : 'faults' in read.refusal ? read.refusal.faults : read.refusal;
}

function lineOf(part: string): number {
  return lamp.slice(0, lamp.indexOf(part)).split('\n').length;
}

test('the documents of the examples are read as what they are, and frozen', async () => {
  const read = [
    await readFileAs(DossierKind, join(ROOT, 'examples/ruuvi-gateway/dossier.yaml')),
    await readFileAs(TestReportKind, join(ROOT, 'examples/ruuvi-gateway/self-assessment.yaml')),
    await readFileAs(ProgrammeKind, join(ROOT, 'examples/sandbox/programme.yaml')),
  ];
  for (const one of read) {
    expect(one).toMatchObject({ ok: true });
    expect(one.ok && Object.isFrozen(one.value.document)).toBe(true);
  }
});

describe('a dossier with one thing wrong is refused with its path, its line and what was expected', () => {
  test.each<readonly [string, readonly [string, string], string, string]>([
    ['an unknown member', ['  brand:', '  brnad: x\n  brand:'], '/product/brnad', 'no such member'],
    ['a merge key', ['  brand:', '  <<: {name: x}\n  brand:'], '/product/<<', 'no such member'],
    ['__proto__', ['  brand:', '  __proto__: {}\n  brand:'], '/product/__proto__', 'no such member'],
    ['constructor', ['  brand:', '  constructor: {}\n  brand:'], '/product/constructor', 'no such member'],
    ['__proto__ at the top', ['product:', '__proto__: {}\nproduct:'], '/__proto__', 'no such member'],
    ['a number for text', ["version: '1.0'", 'version: 1.0'], '/components/0/version', 'string'],
    ['text for a list', ['gtins: []', 'gtins: none'], '/product/gtins', 'array'],
    [
      'a kind that there is not',
      ['kind: device', 'kind: toaster'],
      '/components/0/kind',
      'one of device, gateway',
    ],
  ])('%s', (_case, [from, to], path, expected) => {
    expect(faultsOf(from, to)).toMatchObject([{ path, line: lineOf(from) }]);
    expect(JSON.stringify(faultsOf(from, to))).toContain(expected);
  });

  test('a missing member, at the name of what lacks it', () => {
    expect(faultsOf("  brand: 'Sandbox'\n", '')).toEqual([
      {
        path: '/product',
        line: lineOf('product:'),
        column: 1,
        expected: 'the member "brand", which is missing',
      },
    ]);
  });

  test('an id written as a number is refused where ids are text: 5.10 would have become 5.1', () => {
    expect(faultsOf('  - id: lamp\n', '  - id: 5.10\n')).toMatchObject([{ path: '/components/0/id' }]);
  });

  test('every fault at once', () => {
    expect(faultsOf('  brand:', '  a: 1\n  b: 2\n  brand:')).toHaveLength(2);
  });

  test.each(['', '# nothing\n', '[]', '5', '"text"', 'null'])('%j is no dossier', (text) => {
    const read = readBytesAs(DossierKind, 'x.yaml', new TextEncoder().encode(text));
    expect(read).toMatchObject({
      ok: false,
      refusal: { code: 'misfit', kind: DossierKind.name, faults: [{ path: '', line: 1, column: 1 }] },
    });
  });

  test.each(['.inf', '-.inf', '.nan'])('the number %s is no answer to a question', (number) => {
    expect(faultsOf("connects_to_internet: 'yes'", `connects_to_internet: ${number}`)).not.toBe('no fault');
  });
});

describe('a file that cannot be a document', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-document-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('of 100 MB, not in UTF-8, or absent is refused by its name', async () => {
    await writeFile(join(folder, 'huge.yaml'), '');
    await truncate(join(folder, 'huge.yaml'), 100 * 1024 * 1024);
    await writeFile(join(folder, 'latin.yaml'), Uint8Array.from([0x61, 0x3a, 0x20, 0xe4]));
    for (const [name, code] of [
      ['huge.yaml', 'file-too-large'],
      ['latin.yaml', 'not-utf-8'],
      ['absent.yaml', 'no-such-file'],
      ['.', 'not-a-file'],
    ] as const)
      expect(await readFileAs(DossierKind, join(folder, name))).toMatchObject({
        ok: false,
        refusal: { code, file: join(folder, name) },
      });
  });
});
