import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { type KeyUse } from '@assay/attestation/key';
import { verifyBundle } from '@assay/attestation/verify-label';
import { databases } from '@assay/records/test/databases';
import type { Server } from '@assay/records/test/postgres.global';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { openOfficeAtRest } from '../src/0-programme/open-office.ts';
import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { signCredentials } from '../src/5-label/sign-credentials.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { activateKey, announceKey, revokeKey } from '../src/keys/change-keys.ts';
import { type Office } from '../src/office.ts';
import { auditLog } from './audit.ts';
import {
  AT,
  caseNumbered,
  freshOffice,
  grantWhatIf,
  HOST,
  issueOf,
  liveLabel,
  openAt,
  openUntilClosed,
  valueOf,
  verified,
} from './sandbox-office.ts';
import {
  didKeys,
  failing,
  found,
  kidOf,
  offences,
  revoked,
  rotated,
  signerOf,
  statesOf,
} from './key-changes.ts';

describe.each(databases())('keys of an office on $name', (server: Server) => {
  test('are exchanged: the new one is announced, signs once it is activated, and the old labels stand', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    const first = await liveLabel(office, caseNumbered(1));
    const { key } = await announceKey({ office, folder }, 'vc');
    expect(key.kid).toBe(kidOf('vc-2'));
    expect(await activateKey({ office, folder }, key.kid, undefined)).toMatchObject({
      refusal: { code: 'key-not-yet-public' },
    });
    await finishIssuance(office);
    expect((await didKeys(office)).map(({ kid }) => kid)).toContain(key.kid);
    const between = await liveLabel(office, caseNumbered(2));
    expect(await signerOf(office, `/L/${between}/credential`)).toBe(kidOf('vc-1'));

    valueOf(await activateKey({ office, folder }, key.kid, undefined));
    await finishIssuance(office);
    expect(await statesOf(office, 'vc')).toEqual(['vc-1 retired', 'vc-2 active']);
    const after = await liveLabel(office, caseNumbered(3));
    expect(await signerOf(office, `/L/${after}/credential`)).toBe(key.kid);
    for (const label of [first, between, after]) {
      expect((await verified(office, label)).outcome).toBe('VALID');
      expect((await found(office, label)).outcome).toBe('VALID');
    }
    const { entries } = await auditLog(folder);
    const told = entries.flatMap((entry) =>
      'kid' in entry ? [`${entry.type} ${entry.kid.split('#')[1] ?? ''}`] : [],
    );
    expect(told.slice(4)).toEqual(['key.added vc-2', 'key.retired vc-1']);
    expect(await offences(opened)).toEqual([]);
    const retired = (await didKeys(office)).find(({ kid }) => kid === kidOf('vc-1'));
    expect(retired?.notAfter).toBe(addSeconds(AT, 300));
  });

  test('a label that is logged after the end of its key is not valid', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    await rotated(opened, 'vc');
    const label = await liveLabel(office, caseNumbered(1));
    const anchors = await ownAnchors(office);
    const [administrator] = anchors.administrators;
    if (!administrator) throw new Error('there is an administrator');
    const ended = administrator.keys.map((key) =>
      key.kid === kidOf('vc-2') ? { ...key, notAfter: addSeconds(AT, -1) } : key,
    );
    const bundle = await publicFile(office, `/L/${label}/bundle`);
    const { outcome, checks } = await verifyBundle({
      bundle: bundle?.bytes ?? '',
      anchors: { ...anchors, administrators: [{ ...administrator, keys: ended }] },
      now: office.clock(),
    });
    expect([outcome, checks.find(({ ok }) => !ok)?.id]).toEqual(['INVALID', 'key-period']);
    expect(await announceKey({ office, folder }, 'vc')).toMatchObject({ key: { kid: kidOf('vc-3') } });
  });

  test('an office that was open all the time signs with the new key at once', async () => {
    const opened = await freshOffice(server);
    const served = await openAt(opened);
    const before = await liveLabel(served.office, caseNumbered(1));
    await rotated(opened, 'vc');
    await rotated(opened, 'qr');
    const after = await liveLabel(served.office, caseNumbered(2));
    expect(await signerOf(served.office, `/L/${before}/credential`)).toBe(kidOf('vc-1'));
    expect(await signerOf(served.office, `/L/${after}/credential`)).toBe(kidOf('vc-2'));
    for (const label of [before, after]) expect((await verified(served.office, label)).outcome).toBe('VALID');
  });

  test('each change is one change, however often it is asked for, and by how many at once', async () => {
    const opened = await freshOffice(server);
    const other = await openAt(opened);
    const asked = await Promise.all(
      [opened, other, opened, other].map(({ office, folder }) => announceKey({ office, folder }, 'vc')),
    );
    expect(asked.map(({ key }) => key.kid)).toEqual(Array(4).fill(kidOf('vc-2')));
    expect(asked.filter(({ repeated }) => !repeated)).toHaveLength(1);
    await finishIssuance(opened.office);
    const activated = await Promise.all(
      [opened, other].map((one) => activateKey(one, kidOf('vc-2'), undefined)),
    );
    expect(activated.map((one) => valueOf(one).repeated).toSorted()).toEqual([false, true]);
    const gone = await Promise.all([opened, other].map((one) => revokeKey(one, revoked('vc-1', 3))));
    expect(gone.map((one) => valueOf(one).repeated).toSorted()).toEqual([false, true]);
    await finishIssuance(other.office);
    const { entries } = await auditLog(opened.folder);
    expect(entries.filter((entry) => 'kid' in entry)).toHaveLength(4 + 3);
  });

  test('what cannot be is refused by its reason', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    const place = { office, folder };
    for (const [answer, refusal] of [
      [await activateKey(place, kidOf('vc-9'), undefined), { code: 'unknown-key' }],
      [await revokeKey(place, revoked('vc-9')), { code: 'unknown-key' }],
      [await revokeKey(place, revoked('vc-1', 99_999)), { code: 'no-such-leaf', index: 99_999 }],
    ] as const)
      expect(answer).toMatchObject({ ok: false, refusal });
    await rotated(opened, 'status');
    expect(await activateKey(place, kidOf('status-1'), undefined)).toMatchObject({
      refusal: { code: 'wrong-key-state', state: 'retired' },
    });
    valueOf(await revokeKey(place, revoked('vc-1', 2)));
    expect(await revokeKey(place, revoked('vc-1', 3))).toMatchObject({
      refusal: { code: 'wrong-key-state', state: 'revoked' },
    });
    await announceKey(place, 'qr');
    await finishIssuance(office);
    const listed = { version: 4, kids: [kidOf('qr-1')] };
    expect(await activateKey(place, kidOf('qr-2'), listed)).toMatchObject({
      refusal: { code: 'key-not-in-trust-list', version: 4 },
    });
    const both = { version: 5, kids: [kidOf('qr-1'), kidOf('qr-2')] };
    expect(await activateKey(place, kidOf('qr-2'), both)).toMatchObject({ ok: true });
  });

  test('a stolen key makes nothing valid after the leaf that is named, and leaves what it signed before', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    const before = await liveLabel(office, caseNumbered(1));
    const { entries } = await auditLog(folder);
    const lastGoodIndex = entries.length - 1;
    const after = await liveLabel(office, caseNumbered(2));
    const gone = valueOf(await revokeKey({ office, folder }, revoked('vc-1', lastGoodIndex)));
    expect(gone.successor?.kid).toBe(kidOf('vc-2'));
    await finishIssuance(office);
    expect(await statesOf(office, 'vc')).toEqual(['vc-1 revoked', 'vc-2 active']);
    const later = await liveLabel(office, caseNumbered(3));

    expect((await found(office, before)).outcome).toBe('VALID');
    expect((await found(office, later)).outcome).toBe('VALID');
    expect([(await found(office, after)).outcome, await failing(office, after)]).toEqual([
      'INVALID',
      ['key-not-revoked'],
    ]);
    // did.json cannot say since which leaf: who has nothing better believes nothing of the old key.
    expect((await verified(office, before)).outcome).toBe('INVALID');
    expect((await verified(office, later)).outcome).toBe('VALID');
    const logged = (await auditLog(folder)).entries.flatMap((entry) =>
      entry.type === 'key.revoked' ? [entry] : [],
    );
    expect(logged).toMatchObject([{ kid: kidOf('vc-1'), use: 'vc', lastGoodIndex }]);
    // Only what must be decided anew is left to object to.
    expect(await offences(opened)).toEqual([`key-revoked at ${lastGoodIndex + 1}`]);
  });

  test('a credential that a stolen key has signed and no leaf holds yet is signed anew', async () => {
    const { office, folder } = await freshOffice(server);
    await grantWhatIf(office, caseNumbered(1));
    const { label } = valueOf(await issueLabelOf(office, issueOf(caseNumbered(1))));
    await signCredentials(office);
    valueOf(await revokeKey({ office, folder }, revoked('vc-1')));
    await finishIssuance(office);
    expect(await signerOf(office, `/L/${label}/credential`)).toBe(kidOf('vc-2'));
    expect((await verified(office, label)).outcome).toBe('VALID');
    // Its entry waits behind the one that announces the new key.
    expect(await offences({ office, folder })).toEqual([]);
  });

  test('a signature that is ready only when its key has been retired is thrown away', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    await grantWhatIf(office, caseNumbered(1));
    await announceKey({ office, folder }, 'vc');
    const late = await office.keyring.active('vc');
    const asked: KeyUse[] = [];
    const active: Office['keyring']['active'] = async (use) => {
      asked.push(use);
      const first = use === 'vc' && asked.filter((one) => one === 'vc').length === 1;
      const sign = async (bytes: Uint8Array) => {
        const signature = await late.sign(bytes);
        valueOf(await revokeKey({ office, folder }, revoked('vc-1')));
        return signature;
      };
      return first ? { ...late, sign } : office.keyring.active(use);
    };
    const slow: Office = { ...office, keyring: { ...office.keyring, active } };
    const { label } = valueOf(await issueLabelOf(slow, issueOf(caseNumbered(1))));
    expect(asked).toEqual(['vc', 'qr', 'vc', 'qr']);
    await finishIssuance(office);
    expect(await signerOf(office, `/L/${label}/credential`)).toBe(kidOf('vc-2'));
    expect((await found(office, label)).outcome).toBe('VALID');
    expect(await offences(opened)).toEqual([]);
  });

  test('a key that is lost stops the office, and is no hindrance to its own revocation', async () => {
    const opened = await freshOffice(server);
    const label = await liveLabel(opened.office);
    for (const use of ['vc', 'log', 'status'] as const) {
      rmSync(join(opened.folder, 'keys', `${use}.pem`));
      await expect(openUntilClosed(opened)).rejects.toMatchObject({ code: 'no-such-key' });
      const { office, folder } = opened;
      const input = { ...office, folder, host: HOST };
      const atRest = await openOfficeAtRest(input);
      valueOf(await revokeKey({ office: atRest, folder }, revoked(`${use}-1`)));
      await finishIssuance(atRest);
    }
    const again = await openAt(opened);
    expect((await found(again.office, label)).outcome).toBe('VALID');
    await auditLog(opened.folder);
  });

  test('another key in the place of an announced one is not signed with', async () => {
    const opened = await freshOffice(server);
    rmSync(join(opened.folder, 'keys', 'vc.pem'));
    const elsewhere = await freshOffice(server);
    cpSync(join(elsewhere.folder, 'keys', 'vc.pem'), join(opened.folder, 'keys', 'vc.pem'));
    await expect(openUntilClosed(opened)).rejects.toMatchObject({ code: 'another-key' });
  });
});
