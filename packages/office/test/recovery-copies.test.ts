import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseCheckpoint, signCheckpoint } from '@assay/attestation/log/checkpoint';
import { parseNote } from '@assay/attestation/log/note';
import { databases } from '@assay/records/test/databases';
import { describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { revokeKey } from '../src/keys/change-keys.ts';
import { rowsAt } from './recover-at.ts';
import { copyOf, freshPlace, openUntilClosed, valueOf } from './sandbox-office.ts';
import {
  copiedFolder,
  foreverBelow,
  goesOn,
  live,
  nothing,
  opensWhole,
  recover,
  restored,
  SECOND,
  sizeOf,
  THIRD,
} from './restored.ts';

const [firstServer] = databases();

describe.each(firstServer ? [firstServer] : [])('a copy of the log on $name', (server) => {
  test('with any byte changed in a tile, a bundle or a credential is refused, and nothing is written', async () => {
    const { place } = await restored(server, nothing, async (opened) => {
      await live()(opened);
      await live(SECOND)(opened);
    });
    const rows = await rowsAt(place);
    const paths = [...foreverBelow(place).keys()];
    const read = paths.filter((path) => path.startsWith('vc/') || path.endsWith(`.p/${sizeOf(place)}`));
    expect(read).toHaveLength(4);
    for (const path of read) {
      const copy = copiedFolder(join(place.folder, 'public'));
      const file = join(copy, path);
      const bytes = readFileSync(file);
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        writeFileSync(file, changed);
        const { ok, ...told } = await recover(place, { from: copy });
        expect([path, at, ok]).toEqual([path, at, false]);
        expect(JSON.stringify(told)).toMatch(/leaf \d+, (tile|vc)\//);
        expect(await rowsAt(place)).toEqual(rows);
      }
      rmSync(file);
      expect(await recover(place, { from: copy })).toMatchObject({ ok: false });
      expect(await rowsAt(place)).toEqual(rows);
    }
  });

  test('of another administrator, of another office of this name, or of another history is refused', async () => {
    const { place } = await restored(server, nothing, live());
    const rows = await rowsAt(place);
    const other = await restored(server, nothing, live());
    expect(await recover(place, { from: join(other.place.folder, 'public') })).toMatchObject({
      refusal: { code: 'log-signature' },
    });
    const renamed = copiedFolder(join(place.folder, 'public'));
    const file = join(renamed, 'log/2026/checkpoint');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('localhost:4303', 'other.example.org'));
    expect(await recover(place, { from: renamed })).toMatchObject({
      refusal: { code: 'checkpoint-of-another-log' },
    });
    expect(await rowsAt(place)).toEqual(rows);

    // The same keys, and another past: what a clone of the office would have published.
    const begun = await freshPlace(server);
    await (await openUntilClosed(begun)).close();
    const twin = await copyOf(server, begun);
    const [one, two] = [await openUntilClosed(begun), await openUntilClosed(twin)];
    await live()(one);
    await live(SECOND)(two);
    await live(THIRD)(two);
    await one.close();
    await two.close();
    expect(await recover(begun, { from: join(twin.folder, 'public') })).toMatchObject({
      refusal: { code: 'another-history' },
    });
  });

  test('whose checkpoint a key alone has signed that it calls revoked itself is refused', async () => {
    const { place } = await restored(server, nothing, async ({ office, folder }) => {
      const kid = `${office.did}#log-1`;
      const thief = await office.keyring.active('log');
      valueOf(
        await revokeKey({ office, folder }, { kid, reason: 'sandbox: lost', lastGoodIndex: undefined }),
      );
      await finishIssuance(office);
      const file = join(folder, 'public/log/2026/checkpoint');
      const read = valueOf(parseCheckpoint(valueOf(parseNote(readFileSync(file, 'utf8'))).text));
      cpSync(join(folder, 'public'), join(folder, 'signed-by-thief'), { recursive: true });
      const note = await signCheckpoint(read, thief);
      writeFileSync(join(folder, 'signed-by-thief/log/2026/checkpoint'), note);
    });
    const rows = await rowsAt(place);
    expect(await recover(place, { from: join(place.folder, 'signed-by-thief') })).toMatchObject({
      refusal: { code: 'signed-by-revoked-key' },
    });
    expect(await rowsAt(place)).toEqual(rows);
    const before = foreverBelow(place);
    valueOf(await recover(place));
    await goesOn(await opensWhole(place, before));
  });

  test('does nothing for records that know of no log', async () => {
    const { place } = await restored(server, nothing, live());
    const empty = { url: (await freshPlace(server)).url, folder: place.folder };
    expect(await recover(empty)).toMatchObject({ refusal: { code: 'records-know-no-log' } });
  });
});
