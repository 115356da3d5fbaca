import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { auditAll, labelNumber, SandboxLog } from '../../test/sandbox-log.ts';
import { sandboxOffice, sha256Sync, type Office } from '../../test/sandbox-label.ts';
import { equalBytes } from '../bytes.ts';
import { leafHash } from '../log/merkle-tree.ts';
import { growTree } from '../log/tree-growth.ts';

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});

type Move =
  | { readonly do: 'grant' | 'note' | 'publish' }
  | { readonly do: 'amend' | 'suspend' | 'restore' | 'revoke'; readonly label: number };

const moves = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Move>({ do: 'grant' }) },
    { weight: 1, arbitrary: fc.constantFrom<Move>({ do: 'note' }, { do: 'publish' }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('amend' as const, 'suspend' as const, 'restore' as const, 'revoke' as const),
        label: fc.nat(7),
      }),
    },
  ),
  { minLength: 1, maxLength: 24 },
);

/** What of a random wish is legal, as an honest office would do it; lists go out in the end. */
async function history(wishes: readonly Move[]): Promise<SandboxLog> {
  const log = new SandboxLog(office);
  let granted = 0;
  for (const wish of wishes) {
    if ('label' in wish) await act(log, wish);
    else if (wish.do === 'grant') await log.grant((granted += 1));
    else if (wish.do === 'note') log.note();
    else await log.publish();
  }
  await log.publish();
  return log;
}

async function act(log: SandboxLog, wish: Extract<Move, { readonly label: number }>): Promise<void> {
  const n = wish.label + 1;
  const state = log.labels.get(labelNumber(n))?.state;
  if (state === undefined || state === 'revoked') return;
  if (wish.do === 'amend') await log.amend(n);
  if (wish.do === 'suspend' && state === 'granted') log.move(n, 'suspended');
  if (wish.do === 'restore' && state === 'suspended') log.move(n, 'granted');
  if (wish.do === 'revoke') log.move(n, 'revoked');
}

function rootOf(entries: readonly Uint8Array[]): Uint8Array {
  const tree = growTree(sha256Sync);
  for (const entry of entries) tree.append(leafHash(sha256Sync, entry));
  return tree.root();
}

describe('a random legal history', () => {
  test('has no offence', async () => {
    await fc.assert(
      fc.asyncProperty(moves, async (wishes) => {
        expect((await auditAll(await history(wishes))).offences).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test('that is changed in one byte, or in the order of two entries, never passes for the signed one', async () => {
    await fc.assert(
      fc.asyncProperty(
        moves,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (wishes, at, place, flip) => {
          const log = await history(wishes);
          const root = rootOf(log.entries);
          const changed = log.entries[at % log.entries.length]?.slice() ?? new Uint8Array();
          changed[place % changed.length] = (changed[place % changed.length] ?? 0) ^ flip;
          expect(equalBytes(rootOf(log.entries.with(at % log.entries.length, changed)), root)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  test('that an administrator signs again with one entry of a label left out, doubled or moved behind another of it, is found', async () => {
    await fc.assert(
      fc.asyncProperty(
        moves,
        fc.nat(),
        fc.constantFrom('left out', 'doubled', 'swapped'),
        async (wishes, at, how) => {
          const log = await history([
            { do: 'grant' },
            ...wishes,
            { do: 'suspend', label: 0 },
            { do: 'grant' },
          ]);
          const first = 4;
          const place = first + (at % (log.entries.length - first - 2));
          const [one, next] = [log.entries[place], log.entries[place + 1]];
          if (!one || !next) throw new Error('there are two');
          const between = how === 'left out' ? [next] : how === 'doubled' ? [one, one, next] : [next, one];
          log.entries.splice(place, 2, ...between);
          const { offences } = await auditAll(log);
          if (isHarmless(how, one, next)) return;
          expect([how, offences.length > 0]).toEqual([how, true]);
        },
      ),
      { numRuns: 80 },
    );
  }, 120_000);
});

/** Notes say nothing of labels, and two labels that were granted one after the other might as well have been the other way. */
function isHarmless(how: string, one: Uint8Array, next: Uint8Array): boolean {
  const [a, b] = [one, next].map((bytes) => new TextDecoder().decode(bytes));
  const note = (text = '') => text.includes('"log.note"');
  if (how !== 'swapped') return note(a);
  return (
    note(a) ||
    note(b) ||
    !/"labelId"/.test(a ?? '') ||
    !/"labelId"/.test(b ?? '') ||
    labelIn(a) !== labelIn(b)
  );
}

const labelIn = (text = '') => /"labelId":"(\w+)"/.exec(text)?.[1];
