import { sha256Sync } from '@assay/attestation/test/sandbox-label';
import { toBase64 } from '@assay/attestation/base64';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodesOf,
  rootHash,
} from '@assay/attestation/log/merkle-tree';
import { beforeAll, describe, expect, test } from 'vitest';

import { assay, build } from './program.ts';

const SIZE = 7;
const leaves = Array.from({ length: SIZE }, (_, i) => leafHash(sha256Sync, Uint8Array.of(i)));
const nodes = nodesOf(sha256Sync, leaves);
const rootOf = (size: number) => toBase64(rootHash(sha256Sync, nodes, size));
const INCLUSION = [
  ...[toBase64(leaves[5] ?? new Uint8Array()), '5', '7', rootOf(7)],
  ...inclusionProof(sha256Sync, nodes, 5, SIZE).map(toBase64),
];
const CONSISTENCY = [
  '3',
  '7',
  rootOf(3),
  rootOf(7),
  ...consistencyProof(sha256Sync, nodes, 3, 7).map(toBase64),
];

describe('assay tlog', () => {
  beforeAll(build, 60_000);

  test.each([
    ['inclusion', INCLUSION],
    ['consistency', CONSISTENCY],
  ])('finds a proof of %s valid, and no other answer than that on standard output', async (kind, claim) => {
    expect(await assay('tlog', kind, ...claim)).toEqual({ code: 0, out: '{"valid":true}\n', error: '' });
  });

  test.each<readonly [string, string, readonly string[]]>([
    ['another index', 'inclusion', INCLUSION.with(1, '4')],
    ['an index beyond the log', 'inclusion', INCLUSION.with(1, '7')],
    ['another size', 'inclusion', INCLUSION.with(2, '6')],
    ['a proof cut short', 'inclusion', INCLUSION.slice(0, -1)],
    ['a proof with a hash more', 'inclusion', [...INCLUSION, rootOf(7)]],
    ['a hash that is none', 'inclusion', INCLUSION.with(4, 'AA==')],
    ['no proof at all', 'inclusion', INCLUSION.slice(0, 4)],
    ['roots exchanged', 'consistency', CONSISTENCY.with(2, rootOf(7)).with(3, rootOf(3))],
    ['a log that shrank', 'consistency', CONSISTENCY.with(0, '7').with(1, '3')],
    ['growth from nothing', 'consistency', ['0', '7', rootOf(0), rootOf(7)]],
  ])('%s proves nothing', async (_case, kind, claim) => {
    expect(await assay('tlog', kind, ...claim)).toEqual({ code: 1, out: '{"valid":false}\n', error: '' });
  });

  test.each<readonly [string, readonly string[], string]>([
    ['no kind', [], 'say inclusion or consistency'],
    ['another kind', ['exclusion'], 'say inclusion or consistency'],
    ['the name of a method', ['constructor'], 'say inclusion or consistency'],
    ['too little', ['inclusion', '5', '7'], 'inclusion takes'],
    ['too little again', ['consistency', '5', '7'], 'consistency takes'],
    ['a size with a leading zero', ['inclusion', ...INCLUSION.with(2, '07')], 'size 07'],
    ['a size beyond all integers', ['inclusion', ...INCLUSION.with(2, '9007199254740993')], 'size 9007'],
    ['an index below the log', ['inclusion', ...INCLUSION.with(1, '-1')], 'index -1'],
    ['base 64 of the other alphabet', ['inclusion', ...INCLUSION.with(3, '_-__')], 'expected base 64'],
    ['base 64 without padding', ['consistency', ...CONSISTENCY.with(2, 'AA')], 'expected base 64'],
  ])('%s cannot be read', async (_case, args, says) => {
    const { code, out, error } = await assay('tlog', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(says);
  });
});
