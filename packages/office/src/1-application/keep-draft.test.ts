import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { catalogueOf } from '@assay/conformity/0-programme/catalogue';
import { documentText } from '@assay/formats/amend-document';
import { readFileAs } from '@assay/formats/read-document';
import { DossierKind } from '@assay/vocabulary/dossier';
import { parseCalendarDate } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { evidenceFrom, finishDraft, keepDraft, openDraft, type KeptDraft } from './keep-draft.ts';

const NO_RULES = { catalogue: catalogueOf({ facts: { facts: [] }, standards: [], schemes: [] }) };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-draft-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function opened(name: string): Promise<KeptDraft> {
  const kept = await openDraft(NO_RULES, join(folder, name));
  if (!kept.ok) throw new Error(JSON.stringify(kept.refusal));
  return kept.value;
}

describe('a draft', () => {
  test('that is not there yet is empty and named for its file', async () => {
    expect(await opened('Our Lamp.yaml')).toMatchObject({ draft: { draft: 'our-lamp' }, digest: undefined });
  });

  test('is found again as it was kept', async () => {
    const kept = await opened('lamp.yaml');
    const draft = { ...kept.draft, product: { name: 'Sandbox Lamp' }, skipped: ['contact'] };
    expect((await keepDraft(kept, draft)).ok).toBe(true);
    expect((await opened('lamp.yaml')).draft).toEqual(draft);
  });

  test('is not kept over what somebody wrote meanwhile, be it into the file or where there was none', async () => {
    const kept = await opened('edited.yaml');
    const saved = await keepDraft(kept, kept.draft);
    if (!saved.ok) throw new Error('not kept');
    const file = join(folder, 'edited.yaml');
    const theirs = (await readFile(file, 'utf8')).replace('product: {}', 'product: { name: Theirs }');
    await writeFile(file, theirs);
    expect(await keepDraft(saved.value, kept.draft)).toMatchObject({ refusal: { code: 'draft-edited' } });
    expect(await keepDraft(kept, kept.draft)).toMatchObject({ refusal: { code: 'draft-edited' } });
    expect(await readFile(file, 'utf8')).toBe(theirs);
  });

  test('that is incomplete stays a draft; one that is complete becomes a dossier, and can be opened again', async () => {
    const kept = await opened('whole.yaml');
    expect(await finishDraft(kept)).toMatchObject({ refusal: { code: 'draft-incomplete' } });
    const draft = {
      ...kept.draft,
      product: {
        ...{ name: 'Sandbox Lamp', brand: 'Sandbox', manufacturer: 'Sandbox Works', models: ['SL-1'] },
        ...{ gtins: [], category: 'lighting', hardwareVersions: ['A'], firmwareVersions: ['1.0'] },
      },
      components: [
        { id: 'lamp', kind: 'device' as const, name: 'Lamp', maker: 'Sandbox Works', version: '1.0' },
      ],
      supportPeriod: { state: 'not-published' as const },
      contacts: { security: 'security@sandbox.example' },
    };
    const finished = await finishDraft({ ...kept, draft });
    expect(finished.ok).toBe(true);
    expect((await readFileAs(DossierKind, join(folder, 'whole.yaml'))).ok).toBe(true);
    expect((await opened('whole.yaml')).draft).toMatchObject({ product: draft.product, schemes: [] });
  });

  test('with a member that no draft has is refused', async () => {
    const kept = await opened('more.yaml');
    await writeFile(kept.file, documentText({ ...kept.draft, colour: 'red' }));
    expect(await openDraft(NO_RULES, kept.file)).toMatchObject({
      refusal: { code: 'misfit', kind: 'dossier draft' },
    });
  });
});

describe('a document as evidence', () => {
  const on = parseCalendarDate('2026-11-21');
  const ask = (path: string) => {
    if (!on.ok) throw new Error('no such day');
    return evidenceFrom({ dossier: join(folder, 'lamp.yaml'), path, covers: [], on: on.value });
  };

  test('is named by the digest of its bytes', async () => {
    await writeFile(join(folder, 'note.md'), 'hi\n');
    expect(await ask('note.md')).toMatchObject({
      value: {
        path: 'note.md',
        digest: 'sha256:98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4',
      },
    });
  });

  test.each([
    ['outside the folder of the dossier', '../note.md', 'path-escapes'],
    ['that is not there', 'nothing.md', 'no-such-file'],
  ])('%s is refused', async (_, path, code) => {
    expect(await ask(path)).toMatchObject({ refusal: { code } });
  });
});
