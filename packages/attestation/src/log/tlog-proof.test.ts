import fc from 'fast-check';
import { expect, test } from 'vitest';

import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';

const CHECKPOINT =
  'sandbox.example/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— sandbox.example/log AAAAAAA=\n';
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('a proof reads back as it was written, with or without extra data', () => {
  const proof = fc.record({
    index: fc.maxSafeNat(),
    hashes: fc.array(hash, { maxLength: 63 }),
    checkpoint: fc.constant(CHECKPOINT),
  });
  fc.assert(
    fc.property(proof, fc.uint8Array(), (each, extra) => {
      expect(parseTlogProof(formatTlogProof(each))).toEqual({ ok: true, value: each });
      expect(parseTlogProof(formatTlogProof({ ...each, extra }))).toEqual({
        ok: true,
        value: { ...each, extra },
      });
    }),
  );
});

test('a proof is the text that C2SP describes', () => {
  expect(formatTlogProof({ index: 3, hashes: [new Uint8Array(32)], checkpoint: CHECKPOINT })).toBe(
    `c2sp.org/tlog-proof@v1\nindex 3\n${'A'.repeat(43)}=\n\n${CHECKPOINT}`,
  );
});

test('any other text is refused', () => {
  const line = `${'A'.repeat(43)}=`;
  for (const text of [
    '',
    `c2sp.org/tlog-proof@v2\nindex 3\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 03\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex -1\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\n${line}\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\n${line} \n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\nextra AAAA\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nextra A\nindex 3\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\n${`${line}\n`.repeat(64)}\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\r\nindex 3\r\n\r\n${CHECKPOINT}`,
    'c2sp.org/tlog-proof@v1\nindex 3\n',
    `c2sp.org/tlog-proof@v1\nindex 3\n\n${'x'.repeat(70_000)}`,
  ]) {
    expect([text.slice(0, 80), parseTlogProof(text).ok]).toEqual([text.slice(0, 80), false]);
  }
});
