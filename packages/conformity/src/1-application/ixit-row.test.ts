import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { withRow } from './ixit-row.ts';

const field = (id: string) => ({ id, name: id, meaning: `What ${id} is` });
const LIST = { id: '1-AuthMech', kind: 'list' as const, fields: [field('id'), field('description')] };
const SINGLE = { ...LIST, id: '2-UserInfo', kind: 'single' as const };
const row = (id: string, description = id) => ({ id, fields: { description } });
const ROWS = [row('A'), row('B')];
const SAID = { fields: { description: 'said' } };

describe('a row', () => {
  test('takes the place of the one that it is said of, under another name too, or comes at the end', () => {
    expect(withRow(LIST, ROWS, { ...SAID, before: 'A' })).toMatchObject({
      value: [row('A', 'said'), row('B')],
    });
    expect(withRow(LIST, ROWS, { ...SAID, before: 'A', id: 'C' })).toMatchObject({
      value: [row('C', 'said'), row('B')],
    });
    expect(withRow(LIST, ROWS, { ...SAID, id: 'C' })).toMatchObject({ value: [...ROWS, row('C', 'said')] });
  });

  test('of a table that is one record is called as the table is', () => {
    expect(withRow(SINGLE, [], SAID)).toMatchObject({ value: [row(SINGLE.id, 'said')] });
    expect(withRow(SINGLE, [row('imported')], { ...SAID, before: 'imported' })).toMatchObject({
      value: [row(SINGLE.id, 'said')],
    });
    expect(withRow(SINGLE, [], { ...SAID, id: 'A' })).toMatchObject({
      refusal: { code: 'ixit-row-single', id: 'A', table: SINGLE.id },
    });
  });

  test.each([
    ['that is called as another one is', { ...SAID, before: 'A', id: 'B' }, 'ixit-row-twice'],
    ['that is added under a name that is taken', { ...SAID, id: 'B' }, 'ixit-row-twice'],
    ['that says nothing', { fields: {} }, 'ixit-row-blank'],
    ['with a column that the table has not', { fields: { toString: 'x' } }, 'ixit-column-unknown'],
    ['that says its name as a column', { fields: { id: 'x' } }, 'ixit-column-unknown'],
  ])('%s is not taken', (_, given, code) => {
    expect(withRow(LIST, ROWS, given)).toMatchObject({ ok: false, refusal: { code } });
  });

  test('without a name gets one that no other has, whatever the others are called', () => {
    const names = fc.uniqueArray(fc.nat(9).map((n) => `AuthMech-${String(n)}`));
    fc.assert(
      fc.property(names, (taken) => {
        const all = withRow(
          LIST,
          taken.map((id) => row(id)),
          SAID,
        );
        const ids = all.ok ? all.value.map(({ id }) => id) : [];
        expect(new Set(ids).size).toBe(taken.length + 1);
      }),
    );
  });
});
