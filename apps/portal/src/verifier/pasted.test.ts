import { expect, test } from 'vitest';

import { readPasted } from './pasted.ts';

const ORIGIN = 'https://label.example.org';

test.each([
  ['https://label.example.org/L/SB7K3M9QX2J', false],
  ['  https://LABEL.EXAMPLE.ORG/L/SB7K3M9QX2J\n', false],
  ['https://label.example.org/L/SB7K3M9QX2J#verify', false],
  ['https://label.example.org/L/SB7K3M9QX2J#2123', false],
  ['https://label.example.org/L/SB7K3M9QX2J#1123', true],
  ['https://label.example.org/L/SB7K3M9QX2J#1', true],
])('%j is an address, with an offline part: %s', (text, offline) => {
  const pasted = readPasted(text, ORIGIN);
  expect(pasted).toMatchObject({ kind: 'address', offline, text: text.trim() });
  expect(pasted).toHaveProperty('url', text.trim().replace(/#.*/, ''));
});

test('a label code is the address of its page here', () => {
  expect(readPasted('sb7k3m9qx2j', ORIGIN)).toMatchObject({
    kind: 'address',
    url: `${ORIGIN}/L/SB7K3M9QX2J`,
  });
});

test.each(['', '  ', 'hello world', '#1123', 'label.example.org/L/SB7K3M9QX2J'])('%j is nothing', (text) => {
  expect(readPasted(text, ORIGIN)).toEqual({ kind: 'nothing' });
});

test('what begins like a document is taken for a bundle, whatever it is', () => {
  expect(readPasted(' {"a":1}', ORIGIN)).toEqual({ kind: 'bundle', text: '{"a":1}' });
});
