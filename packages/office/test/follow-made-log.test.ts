import { signCheckpoint } from '@assay/attestation/log/checkpoint';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { leafHash, nodesOf, rootHash } from '@assay/attestation/log/merkle-tree';
import { parseTilePath, tileBytes, TILE_WIDTH } from '@assay/attestation/log/tile';
import { HOST, ORIGIN, sandboxOffice, sha256Sync } from '@assay/attestation/test/sandbox-label';
import { labelNumber, SandboxLog } from '@assay/attestation/test/sandbox-log';
import { verifyBundle } from '@assay/attestation/verify-label';
import { databases } from '@assay/records/test/databases';
import type { LabelId } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import { labelEvidence, provenLabel } from '../src/aggregator/mirror-labels.ts';
import { logsOnMirror } from '../src/aggregator/mirror-logs.ts';
import { followedPublisher, type Followed, type Publisher } from './followed-log.ts';
import { valueOf } from './sandbox-office.ts';

const LOG = '/log/2026/';

/** What the host of a made log serves, as large as it is now; a partial tile goes as soon as the full one is there. */
function publisherOf(log: SandboxLog): Publisher {
  const tile = (path: string): Uint8Array | undefined => {
    const asked = parseTilePath(path);
    if (!asked) return undefined;
    const { level, index, width } = asked;
    const hashes = log.entries.map((entry) => leafHash(sha256Sync, entry));
    const over = TILE_WIDTH ** (level === 'entries' ? 0 : level);
    const held = Math.min(TILE_WIDTH, Math.floor(hashes.length / over) - index * TILE_WIDTH);
    if (width > held || (width < TILE_WIDTH && held === TILE_WIDTH)) return undefined;
    if (level === 'entries') {
      const from = index * TILE_WIDTH;
      return encodeEntryBundle(log.entries.slice(from, from + width));
    }
    return tileBytes(nodesOf(sha256Sync, hashes), { level, index, width });
  };
  const file: Publisher['file'] = async (path) => {
    if (path === `${LOG}checkpoint`) {
      const nodes = nodesOf(
        sha256Sync,
        log.entries.map((entry) => leafHash(sha256Sync, entry)),
      );
      const size = log.entries.length;
      const checkpoint = { origin: ORIGIN, size, root: rootHash(sha256Sync, nodes, size) };
      return new TextEncoder().encode(await signCheckpoint(checkpoint, log.office.log));
    }
    if (path.startsWith(LOG)) return tile(path.slice(LOG.length));
    const [, hex] = /^\/vc\/([0-9a-f]{64})$/.exec(path) ?? [];
    if (hex !== undefined) return log.credentials.get(Buffer.from(hex, 'hex').toString('base64url'));
    return log.lists.get(path.replace('/status/', ''));
  };
  return { host: HOST, file };
}

async function outcomeOf({ aggregator, clock }: Followed, label: LabelId) {
  const bundle = valueOf(await labelEvidence(aggregator, label, 'bundle'));
  const { anchors } = aggregator.trust();
  const { outcome } = await verifyBundle({ bundle, anchors, now: clock.now, asked: label });
  return [outcome, (await provenLabel(aggregator, label))?.record.status];
}

describe.each(databases())('a made log that is followed on $name', (server) => {
  async function followed() {
    const log = new SandboxLog(await sandboxOffice());
    return { log, following: await followedPublisher(server, publisherOf(log), log.office.anchors) };
  }

  test('is followed over the borders of its tiles, and each label is proven on the way', async () => {
    const { log, following } = await followed();
    for (const [n, fill] of [
      [1, 0],
      [2, 300],
      [3, 212],
      [4, 1],
      [5, 600],
    ] as const) {
      for (let note = 0; note < fill; note += 1) log.note();
      await log.grant(n);
      await log.publish();
      expect(valueOf(await following.look())).toEqual({ news: 'grown', size: log.entries.length });
      for (let label = 1; label <= n; label += 1)
        expect(await outcomeOf(following, labelNumber(label))).toEqual(['VALID', 'valid']);
    }
    expect(log.entries.length).toBeGreaterThan(4 * TILE_WIDTH);
  });

  test('proves a label by its newest credential once it is amended', async () => {
    const { log, following } = await followed();
    await log.grant(1);
    await log.publish();
    valueOf(await following.look());
    const index = await log.amend(1);
    await log.publish();
    valueOf(await following.look());
    expect((await provenLabel(following.aggregator, labelNumber(1)))?.record.evidence.index).toBe(index);
    expect(await outcomeOf(following, labelNumber(1))).toEqual(['VALID', 'valid']);
  });

  test('is copied up to an entry that the rules forbid and no further, with the entry as evidence', async () => {
    const { log, following } = await followed();
    await log.grant(1);
    await log.publish();
    const { size } = valueOf(await following.look());
    log.move(1, 'revoked');
    const index = log.move(1, 'granted');
    await log.grant(2);
    await log.publish();
    expect(await following.look()).toMatchObject({
      refusal: { code: 'alarm', kind: 'misconduct', fresh: true },
    });
    expect(await following.look()).toMatchObject({ refusal: { code: 'alarm', fresh: false } });
    const [told] = await logsOnMirror(following.aggregator);
    expect(told).toMatchObject({
      health: 'alarm',
      copy: { size },
      alarms: [{ kind: 'misconduct', detail: { index } }],
    });
    expect(await provenLabel(following.aggregator, labelNumber(2))).toBeUndefined();
    expect(await outcomeOf(following, labelNumber(1))).toEqual(['VALID', 'valid']);
  });

  test('is not believed in a list that says otherwise than its entries', async () => {
    const { log, following } = await followed();
    await log.grant(1);
    await log.publish({}, { revocation: [7] });
    expect(await following.look()).toMatchObject({ refusal: { code: 'alarm', kind: 'misconduct' } });
    expect(await labelEvidence(following.aggregator, labelNumber(1), 'bundle')).toMatchObject({ ok: false });
    expect([...following.evidence.values()].join()).toContain('list-contradicts-log');
    await log.publish();
    expect((await following.look()).ok).toBe(true);
    expect(await outcomeOf(following, labelNumber(1))).toEqual(['VALID', 'valid']);
  });

  test('calls a label not proven once the trust list has revoked the key that signed it', async () => {
    const { log, following } = await followed();
    await log.grant(1);
    await log.publish();
    valueOf(await following.look());
    const { anchors } = log.office;
    await following.believe({
      ...anchors,
      administrators: anchors.administrators.map((one) => ({
        ...one,
        keys: one.keys.map((key) => (key.use === 'vc' ? { ...key, lastGoodIndex: 1 } : key)),
      })),
    });
    expect(await outcomeOf(following, labelNumber(1))).toEqual(['INVALID', 'invalid']);
  });
});
