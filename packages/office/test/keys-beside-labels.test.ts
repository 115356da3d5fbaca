import { ed25519Bytes } from '@assay/attestation/key';
import { noteKey, parseVkey, SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import { verifyNote } from '@assay/attestation/log/note';
import { verifyQr } from '@assay/attestation/verify-qr';
import { ed25519Signer } from '@assay/attestation/test/sandbox-label';
import { databases, freshRecords } from '@assay/records/test/databases';
import type { Server } from '@assay/records/test/postgres.global';
import { describe, expect, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { witnessCheckpoint } from '../src/6-register/witness-checkpoint.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { activateKey, announceKey, revokeKey } from '../src/keys/change-keys.ts';
import { renewOfflineCodes } from '../src/keys/renew-offline-codes.ts';
import { auditPublic } from './audit.ts';
import { AT, freshOffice, liveLabel, valueOf, verified } from './sandbox-office.ts';
import { checkpointOf, found, kidOf, offences, revoked, rotated, signerOf } from './key-changes.ts';

describe.each(databases())('keys of lists, codes and the log on $name', (server: Server) => {
  test('status lists are signed anew at once, also where the old key was stolen', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    const label = await liveLabel(office);
    await rotated(opened, 'status');
    expect(await signerOf(office, '/status/revocation/0')).toBe(kidOf('status-2'));
    valueOf(await revokeKey(opened, revoked('status-2')));
    await finishIssuance(office);
    for (const purpose of ['revocation', 'suspension'])
      expect(await signerOf(office, `/status/${purpose}/0`)).toBe(kidOf('status-3'));
    expect((await verified(office, label)).outcome).toBe('VALID');
    expect((await found(office, label)).outcome).toBe('VALID');
    await auditPublic(folder);
    expect(await offences(opened)).toEqual([]);
  });

  test('an offline code that the old key has signed still counts, a stolen one counts no more', async () => {
    const opened = await freshOffice(server);
    const { office } = opened;
    const label = await liveLabel(office);
    const codeOf = async () =>
      new TextDecoder().decode((await publicFile(office, `/L/${label}/offline-code.txt`))?.bytes).trim();
    const printed = await codeOf();
    const scan = async (text = printed) => {
      const lists = new Map<string, string>();
      for (const purpose of ['revocation', 'suspension']) {
        const list = await publicFile(office, `/status/${purpose}/0`);
        lists.set(`${office.origin}/status/${purpose}/0`, new TextDecoder().decode(list?.bytes));
      }
      return verifyQr({ text, anchors: await ownAnchors(office), lists, now: AT });
    };
    expect((await scan()).outcome).toBe('VALID');
    await rotated(opened, 'qr');
    expect((await scan()).outcome).toBe('VALID');
    valueOf(await revokeKey(opened, revoked('qr-1')));
    await finishIssuance(office);
    expect((await scan()).outcome).toBe('INVALID');
    expect([await renewOfflineCodes(office), await renewOfflineCodes(office)]).toEqual([1, 0]);
    expect(await codeOf()).not.toBe(printed);
    expect((await scan(await codeOf())).outcome).toBe('VALID');
    expect((await found(office, label)).outcome).toBe('VALID');
  });

  test('both log keys sign while they overlap, so that whoever knows either verifies; then the new one alone', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    const label = await liveLabel(office);
    const old = await office.keyring.active('log');
    const { key } = await announceKey({ office, folder }, 'log');
    await finishIssuance(office);
    const [first, second] = await Promise.all(
      [old.publicJwk, key.jwk].map((jwk) =>
        noteKey({
          name: office.log.origin,
          type: SIGNATURE_TYPE.ed25519,
          publicKey: ed25519Bytes(jwk) ?? new Uint8Array(),
        }),
      ),
    );
    if (!first || !second) throw new Error('there are two');
    const both = await checkpointOf(office);
    expect(both.signatures.map(({ keyId }) => keyId)).toEqual([first.keyId, second.keyId]);
    for (const known of [[first], [second], [first, second]]) {
      expect(await verifyNote(both, known)).toMatchObject({ ok: true });
      const witness = {
        ...{
          name: 'w.sandbox.example',
          signer: await ed25519Signer('w'),
          records: await freshRecords(server),
        },
        ...{ logs: new Map([[office.log.origin, known]]), clock: () => AT },
      };
      const note = await publicFile(office, `/${office.log.path}/checkpoint`);
      const asked = `old 0\n\n${new TextDecoder().decode(note?.bytes)}`;
      expect(await witnessCheckpoint(witness, asked)).toMatchObject({ ok: true });
    }
    expect((await verified(office, label)).outcome).toBe('VALID');

    valueOf(await activateKey({ office, folder }, key.kid, undefined));
    await finishIssuance(office);
    const alone = await checkpointOf(office);
    expect(alone.signatures.map(({ keyId }) => keyId)).toEqual([second.keyId]);
    expect(alone.text.split('\n')[0]).toBe(office.log.origin);
    expect((await verified(office, label)).outcome).toBe('VALID');
    const anchors = await ownAnchors(office);
    const vkeys = await Promise.all((anchors.administrators[0]?.log.vkeys ?? []).map(parseVkey));
    expect(vkeys.map((vkey) => valueOf(vkey).keyId)).toEqual([first.keyId, second.keyId]);

    valueOf(await revokeKey({ office, folder }, revoked('log-1')));
    await finishIssuance(office);
    expect((await ownAnchors(office)).administrators[0]?.log.vkeys).toHaveLength(1);
    expect(await offences(opened)).toEqual([]);
    expect((await verified(office, label)).outcome).toBe('VALID');
  });
});
