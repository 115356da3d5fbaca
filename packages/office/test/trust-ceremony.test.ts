import { createHash } from 'node:crypto';

import { ed25519Signer } from '@assay/attestation/test/sandbox-label';
import type { Signer } from '@assay/attestation/key';
import { acceptTrustList, type Held } from '@assay/attestation/trust-list/accept-trust-list';
import { changesBetween, nextTrustList } from '@assay/attestation/trust-list/next-trust-list';
import {
  addRootSignature,
  readSignedTrustList,
  unsignedTrustList,
} from '@assay/attestation/trust-list/signed-trust-list';
import { anchorsOf as anchorsIn, type TrustList } from '@assay/attestation/trust-list/trust-list';
import { verifyBundle } from '@assay/attestation/verify-label';
import { databases } from '@assay/records/test/databases';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { heldTrustList, takeTrustList } from '../src/0-programme/publish-trust-list.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { activateKey, announceKey, revokeKey } from '../src/keys/change-keys.ts';
import type { Office } from '../src/office.ts';
import { auditLog } from './audit.ts';
import { caseNumbered, freshOffice, liveLabel, openAt, valueOf } from './sandbox-office.ts';

const PATH = '/.well-known/cyber-label/trust-list.json';
const DAY = 86_400;

/** Three roots that nobody needs at once, and a verifier that knows nothing but their public halves. */
async function ceremony(office: Office) {
  const roots = await Promise.all(['root 1', 'root 2', 'root 3'].map(ed25519Signer));
  const known = { rootKeys: roots.map(({ publicJwk }) => publicJwk), rootThreshold: 2 };
  let held: Held = { roots: known };
  const draft = async (): Promise<TrustList> =>
    nextTrustList({
      ...{
        held: held.current?.list,
        anchors: await ownAnchors(office),
        policy: 'quorum none\n',
        roots: known,
      },
      ...{ issued: office.clock(), expires: addSeconds(office.clock(), 90 * DAY) },
    });
  const signed = async (list: TrustList, ...by: readonly (Signer | undefined)[]): Promise<string> => {
    let text = valueOf(await unsignedTrustList(list));
    for (const root of by) if (root) text = valueOf(await addRootSignature(text, root));
    return text;
  };
  /** What a verifier makes of a list; from then on it holds it. */
  const offer = async (text: string) => {
    const accepted = await acceptTrustList(text, held, office.clock());
    if (accepted.ok) held = { roots: known, current: accepted.value };
    return accepted.ok ? accepted.value.list.version : accepted.refusal.code;
  };
  const found = async (label: LabelId) => {
    const bundle = await publicFile(office, `/L/${label}/bundle`);
    if (!held.current) throw new Error('a verifier without a list believes nobody');
    const anchors = anchorsIn(held.current.list);
    const { outcome, checks } = await verifyBundle({
      ...{ bundle: bundle?.bytes ?? '', anchors, now: office.clock(), asked: label },
    });
    return [outcome, ...checks.filter(({ ok }) => !ok).map(({ id }) => id)];
  };
  return { roots, known, draft, signed, offer, found, list: () => held.current?.list };
}

describe.each(databases())('the ceremony of a trust list on $name', (server) => {
  test('takes an office through the exchange of a key, and through a theft', async () => {
    const { office, folder } = await freshOffice(server);
    const place = { office, folder };
    const { roots, known, draft, signed, offer, found, list } = await ceremony(office);
    const [one, two, three] = roots;
    const old = await liveLabel(office, caseNumbered(1));

    const first = await signed(await draft(), one, two);
    expect(await offer(first)).toBe(1);
    valueOf(await takeTrustList(office, first, known));
    expect(await publicFile(office, PATH)).toBeUndefined();
    await finishIssuance(office);
    expect(await publicFile(office, PATH)).toMatchObject({ mediaType: 'application/jose+json', maxAge: 300 });
    expect(await found(old)).toEqual(['VALID']);

    // An exchange: announced, listed, only then used.
    const { key } = await announceKey(place, 'vc');
    await finishIssuance(office);
    const published = async () => {
      const { version, administrators } = valueOf(
        await readSignedTrustList(
          new TextDecoder().decode((await publicFile(office, PATH))?.bytes ?? new Uint8Array()),
        ),
      ).list;
      return { version, kids: administrators.flatMap(({ keys }) => keys.map(({ kid }) => kid)) };
    };
    expect(await activateKey(place, key.kid, await published())).toMatchObject({
      refusal: { code: 'key-not-in-trust-list', version: 1 },
    });
    const drafted = await draft();
    expect(changesBetween(list(), drafted)).toEqual([{ what: 'key-added', about: key.kid }]);
    expect(await offer(await signed(drafted, three))).toBe('too-few-roots');
    const second = await signed(drafted, three, one);
    expect(await offer(second)).toBe(2);
    valueOf(await takeTrustList(office, second, undefined));
    await finishIssuance(office);
    valueOf(await activateKey(place, key.kid, await published()));
    await finishIssuance(office);
    const fresh = await liveLabel(office, caseNumbered(2));
    expect([await found(old), await found(fresh)]).toEqual([['VALID'], ['VALID']]);

    // A theft: the list says up to which leaf the key counts.
    const { entries } = await auditLog(folder);
    const lastGoodIndex = entries.length - 1;
    const later = await liveLabel(office, caseNumbered(3));
    expect(await found(later)).toEqual(['VALID']);
    const theft = { kid: key.kid, reason: 'sandbox: the key was left in a shop', lastGoodIndex };
    const { successor } = valueOf(await revokeKey(place, theft));
    await finishIssuance(office);
    const third = await draft();
    expect(changesBetween(list(), third)).toEqual(
      expect.arrayContaining([
        { what: 'key-ended', about: key.kid.replace('vc-2', 'vc-1') },
        { what: 'key-revoked', about: key.kid },
        { what: 'key-added', about: successor?.kid },
      ]),
    );
    expect(await offer(await signed(third, two, three))).toBe(3);
    const after = await liveLabel(office, caseNumbered(4));
    expect(await Promise.all([old, fresh, later, after].map(found))).toEqual([
      ['VALID'],
      ['VALID'],
      ['INVALID', 'key-not-revoked'],
      ['VALID'],
    ]);

    // Whoever hides the theft behind an older list is found out.
    expect(await offer(first)).toBe('trust-list-rollback');
    expect(await offer(second)).toBe('trust-list-rollback');
    valueOf(await takeTrustList(office, await signed(third, two, three), undefined));
    expect(await takeTrustList(office, second, known)).toMatchObject({
      refusal: { code: 'trust-list-rollback', held: 3, offered: 2 },
    });
    const undone: TrustList = {
      ...third,
      version: 4,
      administrators: third.administrators.map((administrator) => ({
        ...administrator,
        keys: administrator.keys.map(({ kid, use, jwk, notBefore, notAfter }) => ({
          ...{ kid, use, jwk, notBefore, notAfter },
        })),
      })),
    };
    expect(changesBetween(third, undone)).toEqual([{ what: 'revocation-undone', about: key.kid }]);
  });

  test('the log names the hash of every version before it is shown, once, whoever has signed it', async () => {
    const opened = await freshOffice(server);
    const { office, folder } = opened;
    const { roots, known, draft, signed } = await ceremony(office);
    const [one, two, three] = roots;
    expect(await takeTrustList(office, await signed(await draft(), one, two), undefined)).toMatchObject({
      refusal: { code: 'roots-missing' },
    });
    expect(await takeTrustList(office, await signed(await draft(), one), known)).toMatchObject({
      refusal: { code: 'too-few-roots' },
    });
    const elsewhere: TrustList = { ...(await draft()), administrators: [] };
    expect(await takeTrustList(office, await signed(elsewhere, one, two), known)).toMatchObject({
      refusal: { code: 'trust-list-without-us' },
    });
    const list = await draft();
    for (const by of [
      [one, two],
      [one, two, three],
    ])
      valueOf(await takeTrustList(office, await signed(list, ...by), known));
    await finishIssuance(office);
    valueOf(await takeTrustList(office, await signed(list, two, three), known));
    await finishIssuance(office);

    const { entries } = await auditLog(folder);
    const shown = new TextDecoder().decode((await publicFile(office, PATH))?.bytes);
    const { payload } = valueOf(await readSignedTrustList(shown)).jws;
    const hash = createHash('sha256').update(Buffer.from(payload, 'base64url')).digest('hex');
    expect(entries.filter(({ type }) => type === 'log.note')).toMatchObject([
      { about: 0, text: `trust-list 1 sha256:${hash}` },
    ]);
    expect(shown).toBe(await signed(list, two, three));
    await office.publicFolder.replace(PATH.slice(1), Uint8Array.of(1));
    const again = await openAt(opened);
    expect(new TextDecoder().decode((await publicFile(again.office, PATH))?.bytes)).toBe(shown);
    expect((await heldTrustList(office.records.read, office))?.list.version).toBe(1);
  });
});
