import { expect, test } from 'vitest';

import { together } from './together.ts';

/** Who asks shares a group with those who asked while the group before was under way. */
function doubling() {
  const owner = {};
  const groups: (readonly number[])[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const ask = together(
    () => owner,
    async (_: object, numbers: readonly number[]) => {
      groups.push(numbers);
      if (groups.length === 1) await gate;
      if (numbers.includes(13)) throw new Error('no luck');
      return numbers.map((n) => 2 * n);
    },
  );
  return { ask: (n: number) => ask({}, n), groups, open };
}

test('questions of one moment are one group, those that come meanwhile the next', async () => {
  const { ask, groups, open } = doubling();
  const first = [1, 2].map(ask);
  await Promise.resolve();
  await Promise.resolve();
  const meanwhile = [3, 4, 5].map(ask);
  open();
  expect(await Promise.all([...first, ...meanwhile])).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(await ask(6)).toBe(12);
});

test('one at fault fails alone', async () => {
  const { ask, open } = doubling();
  open();
  const answers = await Promise.allSettled([1, 13, 2].map(ask));
  expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([2, 'failed', 4]);
});

test('no group grows beyond what one transaction should carry', async () => {
  const { ask, groups, open } = doubling();
  open();
  await Promise.all(Array.from({ length: 1_112 }, (_, n) => ask(n + 100)));
  expect(groups.map(({ length }) => length)).toEqual([512, 512, 88]);
});
