import { drawnFrom, mintId } from '@assay/vocabulary/desk-ids';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { Product } from '@assay/vocabulary/product';
import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import { ADMINISTRATOR, AT, caseNumbered, SCHEME } from '../test/sandbox.ts';
import { beginDraft, draftOfCase, draftsOf, markHandedIn, readDraft, saveDraft } from './draft.ts';
import type { Records } from './open.ts';
import { beginProduct, changeProduct, productsOf, readProduct } from './product.ts';

const OURS = 'org_sandbox-developer' as OrganisationId;
const THEIRS = 'org_sandbox-rival' as OrganisationId;
const BY = 'person_sandbox-applicant' as PersonId;
const LATER = '2026-11-21T10:00:00Z' as Instant;

const numbered = (n: number) => Uint8Array.from({ length: 10 }, () => n);
const product = mintId('product', numbered(1));
const id = mintId('draft', numbered(2));
const LAMP: Product = {
  name: 'Sandbox lamp <b>&"\'',
  brand: 'Sandbox',
  manufacturer: 'Sandbox maker',
  models: ['L-1', 'L,2', '{"L"}'],
  gtins: ['09506000134352'],
  category: 'lamp',
};
const DRAFT: DossierDraft = {
  draft: 'lamp',
  schemes: [SCHEME],
  skipped: [],
  product: { name: LAMP.name, models: LAMP.models },
  components: [],
  facts: { uses_passwords: 'yes', passwords: 3 },
  statements: [],
  ixit: [],
  evidence: [],
  disclosures: {},
  contacts: {},
  declarations: [],
};
const SAVE = {
  draft: DRAFT,
  told: { eligibility: [] },
  administrator: ADMINISTRATOR,
  scheme: SCHEME,
  level: 1,
};

async function begun(records: Records): Promise<void> {
  await records.write(async (tx) => {
    await beginProduct(tx, { organisation: OURS, id: product, product: LAMP, at: AT, by: BY });
    await beginDraft(tx, {
      ...{ organisation: OURS, id, product, purpose: 'application', case: caseNumbered(1), ...SAVE },
      ...{ at: AT, by: BY },
    });
  });
}

describe.each(databases())('on $name', (server) => {
  test('a product and its draft are read as they were kept, and another organisation sees neither', async () => {
    const records = await freshRecords(server);
    await begun(records);
    expect((await readProduct(records.read, { organisation: OURS, id: product }))?.product).toEqual(LAMP);
    expect(await readDraft(records.read, { organisation: OURS, id })).toEqual({
      ...{ organisation: OURS, id, product, purpose: 'application', case: caseNumbered(1), ...SAVE },
      ...{ version: 1, savedAt: AT, savedBy: BY, handedInAt: undefined },
    });
    expect(await readProduct(records.read, { organisation: THEIRS, id: product })).toBeUndefined();
    expect(await readDraft(records.read, { organisation: THEIRS, id })).toBeUndefined();
    expect(await draftOfCase(records.read, { organisation: THEIRS, case: caseNumbered(1) })).toBeUndefined();
    expect(await draftsOf(records.read, { organisation: THEIRS, limit: 9 })).toMatchObject({
      value: { rows: [] },
    });
  });

  test('of two who save what they saw at once, one is told that the other was first', async () => {
    const records = await freshRecords(server);
    await begun(records);
    const save = (name: string) =>
      records.write((tx) =>
        saveDraft(tx, {
          ...{ organisation: OURS, id, expected: 1, at: LATER, by: BY },
          save: { ...SAVE, draft: { ...DRAFT, draft: name } },
        }),
      );
    const both = await Promise.all([save('one'), save('two')]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)).toMatchObject({
      refusal: { code: 'version-conflict', expected: 1, actual: 2 },
    });
    const product2 = { ...LAMP, name: 'Other' };
    const change = (expected: number) =>
      records.write((tx) =>
        changeProduct(tx, {
          ...{ organisation: OURS, id: product, product: product2, expected, at: LATER, by: BY },
        }),
      );
    expect(await change(1)).toMatchObject({ ok: true, value: 2 });
    expect(await change(1)).toMatchObject({ refusal: { code: 'version-conflict', actual: 2 } });
  });

  test('a draft that was handed in is saved no more', async () => {
    const records = await freshRecords(server);
    await begun(records);
    const marking = { organisation: OURS, id, at: LATER };
    await records.write((tx) => markHandedIn(tx, marking));
    await records.write((tx) => markHandedIn(tx, { ...marking, at: '2027-01-01T00:00:00Z' as Instant }));
    const saving = { organisation: OURS, id, expected: 1, save: SAVE, at: LATER, by: BY };
    expect(await records.write((tx) => saveDraft(tx, saving))).toMatchObject({ ok: false });
    expect((await readDraft(records.read, { organisation: OURS, id }))?.handedInAt).toBe(LATER);
  });

  test('lists come in pages, the newest first, none twice and none left out', async () => {
    const records = await freshRecords(server);
    await begun(records);
    const ids = Array.from({ length: 7 }, (_, n) => mintId('draft', numbered(10 + n)));
    await records.write(async (tx) => {
      for (const [n, one] of ids.entries())
        await beginDraft(tx, {
          ...{ organisation: OURS, id: one, product, purpose: 'application', ...SAVE, by: BY },
          ...{ case: caseNumbered(10 + n), at: n < 4 ? AT : LATER },
        });
    });
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await draftsOf(records.read, { organisation: OURS, product, after, limit: 3 });
      if (!page.ok) throw new Error('a cursor of ours');
      seen.push(...page.value.rows.map((row) => row.id));
      after = page.value.next;
      more = after !== undefined;
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen)).toEqual(new Set([id, ...ids]));
    expect(seen.slice(0, 3)).toEqual(ids.slice(4).toSorted());
    expect(await draftsOf(records.read, { organisation: OURS, after: 'x', limit: 3 })).toMatchObject({
      refusal: { code: 'malformed-cursor' },
    });
    expect(await productsOf(records.read, { organisation: OURS, limit: 3 })).toMatchObject({
      value: { rows: [{ id: product }] },
    });
  });
});

test('an id is sixteen characters of base 32, whatever is drawn', () => {
  expect(drawnFrom(new Uint8Array(10).fill(255))).toBe('zzzzzzzzzzzzzzzz');
  expect(() => drawnFrom(new Uint8Array(9))).toThrow(TypeError);
});
