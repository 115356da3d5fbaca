import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadLibrary, type Library } from '@assay/office/0-programme/load-library';
import { openDraft, type KeptDraft } from '@assay/office/1-application/keep-draft';
import { loadWords, type Words } from '@assay/office/words';
import type { EditionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { cacheFolder, homeFolder } from '../home.ts';
import { styleFor } from '../terminal/style.ts';
import { interview } from './interview.ts';

let folder = '';
let library: Library;
let words: Words;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-interview-'));
  const loaded = await loadLibrary(homeFolder(), cacheFolder(homeFolder()));
  if (!loaded.ok) throw new Error('the library is not sound');
  library = loaded.value;
  words = await loadWords(homeFolder());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Somebody's lines; between them something else may happen. */
type Happening = string | (() => Promise<void>);

async function told(file: string, happenings: readonly Happening[]) {
  const opened = await openDraft(library, file);
  if (!opened.ok) throw new Error(opened.refusal.code);
  const begun: KeptDraft = {
    ...opened.value,
    draft: { ...opened.value.draft, schemes: ['uk-psti@2025' as EditionRef] },
  };
  const said: string[] = [];
  const rest = [...happenings];
  const next = async (): Promise<string | undefined> => {
    const one = rest.shift();
    if (typeof one !== 'function') return one;
    await one();
    return next();
  };
  const say = (text: string) => void said.push(text);
  const ended = await interview(
    {
      ...{ library, words, schemes: [], lines: { next, close: () => undefined } },
      io: { out: say, error: say, style: styleFor({ isTTY: false }, {}), width: 100, forPeople: true },
      now: () => '2026-11-21T12:00:00Z' as Instant,
    },
    begun,
  );
  return { ended, said };
}

describe('a file that is edited while somebody answers', () => {
  test('keeps the edit, and the answer goes into it', async () => {
    const file = join(folder, 'edited.yaml');
    const edit = async () => {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace('name: First', 'name: Edited'));
    };
    const { ended, said } = await told(file, ['First', edit, 'Sandbox', 'Sandbox Works']);
    expect(ended).toMatchObject({
      how: 'left',
      kept: { draft: { product: { name: 'Edited', brand: 'Sandbox', manufacturer: 'Sandbox Works' } } },
    });
    expect(said.join('\n')).toContain(words.refusal({ code: 'draft-edited', file }));
  });

  test('that can be read no more is left alone, and the answers are kept beside it', async () => {
    const file = join(folder, 'broken.yaml');
    const broken = 'draft: [\n';
    const { ended } = await told(file, ['First', () => writeFile(file, broken), 'Sandbox']);
    expect(ended.how).toBe('cannot-keep');
    expect(await readFile(file, 'utf8')).toBe(broken);
    const beside = await openDraft(library, `${file}.unsaved.yaml`);
    expect(beside).toMatchObject({ value: { draft: { product: { name: 'First', brand: 'Sandbox' } } } });
  });
});

describe('somebody who answers', () => {
  test('is taken at the word where it is marked as an answer', async () => {
    const { ended } = await told(join(folder, 'marked.yaml'), ['=back']);
    expect(ended.kept.draft.product.name).toBe('back');
  });

  test('cannot name a document outside the folder of the dossier, and is asked again', async () => {
    const file = join(folder, 'documents.yaml');
    const first = [
      'Kettle',
      'Sandbox',
      'Sandbox Works',
      'SK-1',
      '-',
      'kettle',
      'A',
      '1.0',
      '1',
      'Kettle',
      '1.0',
      'done',
    ];
    const facts = ['yes', 'no', 'yes', 'yes'];
    const says = ['yes', 'So.', 'yes', 'So.', 'yes', 'So.', '2031-12-31', 'security@sandbox.example'];
    const { ended, said } = await told(file, [
      ...first,
      ...facts,
      ...says,
      '../other.md',
      'all',
      'skip',
      'skip',
    ]);
    expect(said.join('\n')).toMatch(/\.\.\/other\.md/);
    expect(ended).toMatchObject({ how: 'asked-all', kept: { draft: { evidence: [] } } });
    expect(ended.kept.draft.skipped).toEqual(['declaration/statement-of-compliance@1', 'evidence']);
  });
});
