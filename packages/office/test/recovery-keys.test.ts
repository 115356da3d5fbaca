import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { ed25519Signer } from '@assay/attestation/test/sandbox-label';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { nextTrustList } from '@assay/attestation/trust-list/next-trust-list';
import { addRootSignature, unsignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { databases } from '@assay/records/test/databases';
import { takeFromOutbox, waitingForLog } from '@assay/records/recovered';
import { readLabel } from '@assay/records/label';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { heldTrustList, takeTrustList } from '../src/0-programme/publish-trust-list.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { signCredentials } from '../src/5-label/sign-credentials.ts';
import { activateKey, announceKey, revokeKey } from '../src/keys/change-keys.ts';
import { readKeyBook } from '../src/keys/key-book.ts';
import { onlyLabel, publicLabels } from './audit.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { grantLamp } from './lamp-case.ts';
import { copyOf, issueOf, valueOf, verified } from './sandbox-office.ts';
import {
  copiedFolder,
  FIRST,
  foreverBelow,
  goesOn,
  LATER,
  nothing,
  opensWhole,
  recover,
  restored,
} from './restored.ts';

describe.each(databases())('the keys of records restored from a backup on $name', (server) => {
  test('of before keys were exchanged and one was revoked sign with those that the log says', async () => {
    let books: unknown;
    const { place } = await restored(
      server,
      ({ office }) => grantLamp(office, FIRST),
      async ({ office, folder }) => {
        await exchangeKeys({ office, folder }, FIRST);
        for (const use of ['log', 'status', 'qr'] as const) {
          const { key } = await announceKey({ office, folder }, use);
          await finishIssuance(office);
          valueOf(await activateKey({ office, folder }, key.kid, undefined));
          await finishIssuance(office);
        }
        const kid = `${office.did}#qr-2`;
        valueOf(
          await revokeKey({ office, folder }, { kid, reason: 'sandbox: lost', lastGoodIndex: undefined }),
        );
        await finishIssuance(office);
        books = (await readKeyBook(office.records.read, 'SB')).map(briefly);
      },
    );
    const label = onlyLabel(place);
    const before = foreverBelow(place);
    const { keysMissing } = valueOf(await recover(place));
    expect(keysMissing).toEqual([]);
    const opened = await opensWhole(place, before);
    expect((await readKeyBook(opened.office.records.read, 'SB')).map(briefly)).toEqual(books);
    expect((await verified(opened.office, label)).labelId).toBe(label);
    await goesOn(opened);
  });

  test('sign anew what waits for the log and was signed with a key that has left it', async () => {
    let waiting: string | undefined;
    const { place } = await restored(
      server,
      async ({ office }) => {
        await grantLamp(office, FIRST);
        waiting = valueOf(await issueLabelOf(office, issueOf(FIRST))).label;
        await signCredentials(office);
      },
      async ({ office, folder }) => {
        const { key } = await announceKey({ office, folder }, 'vc');
        await finishIssuance(office);
        valueOf(await activateKey({ office, folder }, key.kid, undefined));
        await finishIssuance(office);
      },
      // What a crash in the midst leaves: the key has left the log, and the label has not come there.
      async (records) => {
        const seqs = (await waitingForLog(records.read, 'SB')).map(({ seq }) => seq);
        await records.write((tx) => takeFromOutbox(tx, { administrator: 'SB', seqs }));
      },
    );
    expect(publicLabels(place.folder)).toEqual([]);
    const before = foreverBelow(place);
    valueOf(await recover(place));
    const opened = await opensWhole(place, before);
    const label = onlyLabel(place);
    expect(label).toBe(waiting);
    const signed = (await readLabel(opened.office.records.read, { administrator: 'SB', id: label }))?.signed;
    expect(valueOf(readCompactJws(signed?.jws ?? '')).header.kid).toMatch(/#vc-2$/);
    expect((await verified(opened.office, label)).outcome).toBe('VALID');
  });

  test('hold the trust list again that the log has named, and name one that is nowhere', async () => {
    const roots = await Promise.all(['root 1', 'root 2'].map(ed25519Signer));
    const known = { rootKeys: roots.map(({ publicJwk }) => publicJwk), rootThreshold: 1 };
    let text = '';
    const { place } = await restored(server, nothing, async ({ office }) => {
      const [issued, expires] = [LATER, addSeconds(LATER, 86_400)];
      const anchors = await ownAnchors(office);
      const list = nextTrustList({
        ...{ held: undefined, anchors, policy: 'quorum none\n', roots: known, issued, expires },
      });
      text = valueOf(await unsignedTrustList(list));
      for (const root of roots) text = valueOf(await addRootSignature(text, root));
      valueOf(await takeTrustList(office, text, known));
      await finishIssuance(office);
    });
    const file = 'public/.well-known/cyber-label/trust-list.json';
    const without = { url: (await copyOf(server, place)).url, folder: copiedFolder(place.folder) };
    rmSync(join(without.folder, file));
    expect([...valueOf(await recover(without)).trustLists.values()]).toEqual([undefined]);
    expect([...valueOf(await recover(place)).trustLists.values()]).toEqual([text]);
    const { office } = await opensWhole(place, foreverBelow(place));
    expect(readFileSync(join(place.folder, file), 'utf8')).toBe(text);
    expect((await heldTrustList(office.records.read, office))?.list.version).toBe(1);
  });

  test('name a key whose private half is gone', async () => {
    const { place } = await restored(server, nothing, async ({ office, folder }) => {
      await announceKey({ office, folder }, 'vc');
      await finishIssuance(office);
    });
    rmSync(join(place.folder, 'keys/vc-2.pem'));
    const { keysMissing } = valueOf(await recover(place));
    expect(keysMissing.map((kid) => kid.split('#')[1])).toEqual(['vc-2']);
  });
});

const briefly = ({ kid, activated, retired, revoked }: Awaited<ReturnType<typeof readKeyBook>>[number]) => ({
  kid,
  ...{ active: activated !== undefined, retired: retired?.entry, revoked: revoked?.entry },
});
