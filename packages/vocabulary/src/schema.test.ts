import { describe, expect, test } from 'vitest';

import { DossierKind } from './dossier.ts';
import { readDocument, closed, listOf, oneOf, recordOf, shaped, text, Type } from './schema.ts';
import { StandardEditionKind } from './standard.ts';

const Card = {
  name: 'card',
  schema: closed({
    name: text(8),
    size: Type.Integer({ minimum: 0 }),
    suit: oneOf(['hearts', 'spades']),
    marks: listOf(text(3), 2, 1),
    notes: recordOf('^[a-z]+$', text(8), 3),
    code: shaped<string>('^[A-Z]{2}$', 'two capital letters'),
    owner: Type.Union([closed({ person: text() }), closed({ body: text() })]),
    back: Type.Optional(closed({ colour: text() })),
  }),
};

const card = {
  name: 'one',
  size: 1,
  suit: 'hearts',
  marks: ['a'],
  notes: { a: 'b' },
  code: 'AB',
  owner: { person: 'p' },
};

function complaints(value: unknown) {
  const read = readDocument(Card, value);
  return read.ok ? [] : read.refusal.complaints;
}

const nameless: Partial<typeof card> = { ...card };
delete nameless.name;

describe('a document that fits its schema', () => {
  test('is handed over as it is, and nothing in it can be changed', () => {
    const read = readDocument(Card, structuredClone(card));
    expect(read).toEqual({ ok: true, value: card });
    if (!read.ok) return;
    expect(Object.isFrozen(read.value.marks)).toBe(true);
    expect(() => {
      Object.assign(read.value.owner, { person: 'q' });
    }).toThrow(TypeError);
  });
});

describe('a document that does not fit is refused with the place and what was expected there', () => {
  const wrong: readonly (readonly [string, unknown, string, string])[] = [
    [
      'an unknown member',
      { ...card, colour: 'red' },
      '/colour',
      'no such member: remove it or correct its spelling',
    ],
    [
      'an unknown member further down',
      { ...card, back: { colour: 'red', color: 'red' } },
      '/back/color',
      'no such member: remove it or correct its spelling',
    ],
    [
      'a name with a slash and a tilde',
      { ...card, 'a/b~c': 1 },
      '/a~1b~0c',
      'no such member: remove it or correct its spelling',
    ],
    ['a wrong type', { ...card, size: '1' }, '/size', 'must be integer'],
    ['a number out of range', { ...card, size: -1 }, '/size', 'must be >= 0'],
    ['a word that is not one of the few', { ...card, suit: 'clubs' }, '/suit', 'one of hearts, spades'],
    ['a shape that is wrong', { ...card, code: 'abc' }, '/code', 'two capital letters'],
    [
      'text that is too long',
      { ...card, name: 'x'.repeat(9) },
      '/name',
      'must not have more than 8 characters',
    ],
    ['empty text', { ...card, name: '' }, '/name', 'text that is not blank'],
    ['text of spaces only', { ...card, name: ' \n\t' }, '/name', 'text that is not blank'],
    [
      'a list that is too long',
      { ...card, marks: ['a', 'b', 'c'] },
      '/marks',
      'must not have more than 2 items',
    ],
    ['a list that is too short', { ...card, marks: [] }, '/marks', 'must not have fewer than 1 items'],
    [
      'an item of a list',
      { ...card, marks: ['a', 'long'] },
      '/marks/1',
      'must not have more than 3 characters',
    ],
    [
      'a name in a table that has the wrong shape',
      { ...card, notes: { 'A B': 'c' } },
      '/notes/A B',
      'no such member: remove it or correct its spelling',
    ],
    [
      'a table with too many names',
      { ...card, notes: { a: '1', b: '2', c: '3', d: '4' } },
      '/notes',
      'must not have more than 3 properties',
    ],
    [
      'none of the shapes that are allowed',
      { ...card, owner: { person: 1 } },
      '/owner',
      'one of the shapes that are allowed here',
    ],
    ['no object at all', 'card', '', 'must be object'],
    ['nothing', null, '', 'must be object'],
  ];
  test.each(wrong)('%s', (_what, value, path, expected) => {
    expect(complaints(value)).toEqual([{ path, expected }]);
  });

  test('a missing member is named', () => {
    expect(complaints(nameless)).toEqual([{ path: '', expected: 'the member "name", which is missing' }]);
  });

  test('every fault is told at once, each only once', () => {
    expect(complaints({ ...nameless, nmae: 'one', size: 'x', owner: {} }).map((one) => one.path)).toEqual([
      '',
      '/nmae',
      '/size',
      '/owner',
    ]);
  });

  test('at most fifty are told, however many there are', () => {
    const strangers = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [`stranger${String(i)}`, i]),
    );
    const found = complaints({ ...card, ...strangers });
    expect(found).toHaveLength(50);
    expect(found[0]?.path).toBe('/stranger0');
  });

  test.each(['__proto__', 'constructor', 'toString', 'prototype'])(
    'the key %s is an unknown member like any other, in an object and in a table',
    (key) => {
      const hostile = JSON.parse(`{"${key}": {"polluted": true}}`) as object;
      const inObject: unknown = JSON.parse(JSON.stringify(card).replace('{', `{"${key}":{"polluted":true},`));
      expect(complaints(inObject)).toEqual([
        { path: `/${key}`, expected: 'no such member: remove it or correct its spelling' },
      ]);
      expect(complaints({ ...card, notes: hostile })[0]?.path).toBe(`/notes/${key}`);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    },
  );
});

describe('the documents of a programme', () => {
  test('a dossier takes facts by their names only', () => {
    const read = readDocument(DossierKind, { facts: { 'Uses Passwords': 'yes', uses_passwords: 'yes' } });
    expect(read.ok ? [] : read.refusal.complaints.map((one) => one.path)).toContain('/facts/Uses Passwords');
  });

  test('a condition nests, and one that is no condition is refused where it stands', () => {
    const standard = (expression: unknown) => ({
      id: 'sandbox',
      edition: '1',
      title: 'Sandbox',
      publisher: 'Sandbox',
      published: '2026',
      sources: ['none'],
      confidence: 'sure',
      sections: [{ id: '1', title: 'One' }],
      conditions: [{ id: 'c1', printed: '1', when: 'always', expression, confidence: 'sure' }],
      provisions: [
        {
          id: '1-1',
          section: '1',
          title: 'One',
          outcome: 'One holds',
          modality: 'mandatory',
          status: 'M C (1)',
          conditions: ['c1'],
          subjects: [],
          scope: 'product',
          evidence: [],
          confidence: 'sure',
        },
      ],
    });
    const nested = {
      all: [
        { fact: 'a' },
        {
          not: { any: [{ in: { fact: 'b', values: ['x'] } }, { compare: { fact: 'c', op: '<', value: 2 } }] },
        },
      ],
    };
    expect(readDocument(StandardEditionKind, standard(nested)).ok).toBe(true);
    for (const none of [
      { all: [] },
      { fact: 'A' },
      { fact: 'a', not: { fact: 'b' } },
      { code: 'a && b' },
      'a',
    ]) {
      const read = readDocument(StandardEditionKind, standard(none));
      expect(read.ok ? undefined : read.refusal.complaints.map((one) => one.path)).toEqual([
        '/conditions/0/expression',
      ]);
    }
  });
});

describe('a shape that two documents call by different words', () => {
  const shape = '^[a-z]{3}$';
  const kinds = ['a code of three letters', 'one of your files'].map((words) => ({
    name: 'sandbox document',
    schema: closed({ 'of/many': listOf(closed({ code: shaped(shape, words) })), name: text(10) }),
  }));

  test('is asked for in the words of the document that is read', () => {
    const told = kinds.map((kind) => readDocument(kind, { 'of/many': [{ code: '1' }], name: ' ' }));
    expect(told).toMatchObject(
      ['a code of three letters', 'one of your files'].map((expected) => ({
        refusal: {
          complaints: [
            { path: '/of~1many/0/code', expected },
            { path: '/name', expected: 'text that is not blank' },
          ],
        },
      })),
    );
  });
});
