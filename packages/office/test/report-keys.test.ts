/** The keys with which a laboratory signs reports outside its desk. */
import { join } from 'node:path';

import { signDetached } from '@assay/attestation/detached-jws';
import { listMails } from '@assay/records/mail';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import type { PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { registerReportKey, reportKeys, withdrawReportKey } from '../src/2-evaluation/report-keys.ts';
import { recordReport } from '../src/2-evaluation/record-report.ts';
import { signaturesHold } from '../src/case-file/signatures-hold.ts';
import type { Handed } from '../src/handed.ts';
import { fileSigner } from '../src/keys/file-signer.ts';
import type { Office } from '../src/office.ts';
import type { Signed } from '../src/sign-in/signed.ts';
import { altered } from './lamp-case.ts';
import { freshOffice, valueOf, type SandboxOffice } from './sandbox-office.ts';
import { DEVELOPER, LAMP_LABORATORY, LENA } from './sandbox-people.ts';
import {
  AT_BENCH,
  atBench,
  CASE,
  events,
  membersOf,
  nameOf,
  server,
  signatureOf,
  signedIn,
  telling,
} from './report-at-bench.ts';

describe('a key of the laboratory', () => {
  /** A key of the laboratory, registered. */
  async function withKey(place: SandboxOffice, signed: Signed, alg: 'ES256' | 'Ed25519' = 'ES256') {
    const signer = await fileSigner(join(place.folder, `${alg}.pem`), { kid: alg, alg });
    const key = JSON.stringify(signer.publicJwk);
    return {
      signer,
      kept: valueOf(await registerReportKey(telling(place.office), signed, { name: alg, key })),
    };
  }
  const record = (office: Office, report: Handed, jws: string, more: object = {}) =>
    recordReport(office, { ...AT_BENCH, report, jws, because: 'Sandbox: tested.', key: 'by key', ...more });

  test.each(['ES256', 'Ed25519'] as const)(
    'signs with %s, and the signature is kept and holds later',
    async (alg) => {
      const { place, office, report, signed } = await atBench();
      const { signer, kept } = await withKey(place, signed, alg);
      const jws = await signDetached(report.bytes, signer);
      const compact = jws.replace('..', `.${Buffer.from(report.bytes).toString('base64url')}.`);
      valueOf(await record(office, report, alg === 'ES256' ? jws : compact));
      const { event, signature } = await signatureOf(office);
      expect(event).toMatchObject({ signed: 'key', by: LENA, as: LAMP_LABORATORY });
      expect(signature).toMatchObject({
        manner: 'key',
        jws,
        key: { thumbprint: kept.thumbprint, name: alg },
      });
      const all = await events(office);
      const members = await membersOf(office, all);
      expect(await signaturesHold(CASE, members, all)).toEqual({
        ...{ ok: true, detail: '1 signed with a key of the laboratory' },
      });
      const name = nameOf(event.report);
      const bytes = altered(report, 'Sandbox', 'sandbox').bytes;
      members.set(name, { digest: event.report, size: bytes.length, bytes });
      expect((await signaturesHold(CASE, members, all)).ok).toBe(false);
    },
  );

  test('is refused where the report differs by a byte, the key is of another, unknown or revoked', async () => {
    const { place, office, report, signed } = await atBench();
    const { signer, kept } = await withKey(place, signed);
    const jws = await signDetached(report.bytes, signer);
    const refused = async (one: Handed, text: string, code: string) =>
      expect(await record(office, one, text)).toMatchObject({ refusal: { code } });
    await refused(altered(report, 'Sandbox', 'sandbox'), jws, 'wrong-signature');
    const unknown = await fileSigner(join(place.folder, 'unknown.pem'), { kid: 'unknown', alg: 'ES256' });
    await refused(report, await signDetached(report.bytes, unknown), 'report-key-unknown');
    // Signed by another key, and said to be by this one.
    const [, , foreign] = (await signDetached(report.bytes, unknown)).split('.');
    await refused(report, jws.replace(/[^.]+$/, foreign ?? ''), 'wrong-signature');
    await refused(report, `${jws.split('.')[0] ?? ''}.AAAA.${foreign ?? ''}`, 'jws-of-another-document');
    await refused(report, 'no signature', 'malformed-jws');
    // The same key, registered for another laboratory alone, is none of this one.
    const other: Signed = { ...signed, seat: DEVELOPER };
    const strange = await fileSigner(join(place.folder, 'strange.pem'), { kid: 'strange', alg: 'Ed25519' });
    const key = JSON.stringify(strange.publicJwk);
    valueOf(await registerReportKey(telling(office), other, { name: 'Elsewhere', key }));
    await refused(report, await signDetached(report.bytes, strange), 'report-key-unknown');
    const because = 'Sandbox: lost.';
    valueOf(await withdrawReportKey(telling(office), signed, { thumbprint: kept.thumbprint, because }));
    await refused(report, jws, 'report-key-revoked');
    const received = (await events(office)).filter(({ type }) => type === 'TestReportReceived');
    expect(received).toEqual([]);
  });

  test('is registered by somebody who has just proved who they are, once, and stays in the list when revoked', async () => {
    const { place, office, signed } = await atBench();
    const { kept } = await withKey(place, signed);
    const key = JSON.stringify(kept.jwk);
    expect(await registerReportKey(telling(office), signed, { name: 'Again', key })).toMatchObject({
      refusal: { code: 'report-key-known' },
    });
    const { thumbprint } = kept;
    const because = 'Sandbox: lost.';
    const elsewhere: Signed = { ...signed, seat: DEVELOPER };
    expect(await withdrawReportKey(telling(office), elsewhere, { thumbprint, because })).toMatchObject({
      refusal: { code: 'no-such-report-key' },
    });
    valueOf(await withdrawReportKey(telling(office), signed, { thumbprint, because }));
    expect(await withdrawReportKey(telling(office), signed, { thumbprint, because })).toMatchObject({
      refusal: { code: 'no-such-report-key' },
    });
    expect(await registerReportKey(telling(office), signed, { name: 'Again', key })).toMatchObject({
      refusal: { code: 'report-key-known' },
    });
    expect(await reportKeys(office, LAMP_LABORATORY)).toMatchObject([
      { thumbprint, name: 'ES256', addedBy: LENA, revoked: { by: LENA, because } },
    ]);
    place.setClock(addSeconds(office.clock(), 400));
    expect(await registerReportKey(telling(office), signed, { name: 'Late', key })).toMatchObject({
      refusal: { code: 'prove-who-you-are' },
    });
    const { session, person, name, seats, seat, roles, kinds } = signed;
    const program: Signed = {
      ...{ session, person, name, seats, roles, kinds, via: 'key', csrf: '' },
      ...(seat !== undefined && { seat }),
    };
    expect(await registerReportKey(telling(office), program, { name: 'Program', key })).toMatchObject({
      refusal: { code: 'session-needed' },
    });
  });

  test('is told of by mail to whoever looks after the laboratory, when it comes and when it goes', async () => {
    const { place, office, signed } = await atBench();
    await office.records.write(async (tx) => {
      const [person, since] = ['person_mira-manager' as PersonId, office.clock()];
      await addPerson(tx, { id: person, name: 'Mira', mail: 'mira@sandbox.example', since });
      const seat = { organisation: LAMP_LABORATORY, roles: ['manager'] as const, conflicts: [] };
      await putMembership(tx, { ...seat, person, since });
    });
    const { kept } = await withKey(place, signed);
    const { thumbprint } = kept;
    const lost = { thumbprint, because: 'Sandbox: lost.' };
    valueOf(await withdrawReportKey(telling(office), signed, lost));
    const { rows } = await listMails(office.records.read, { administrator: 'SB', limit: 20 });
    const told = rows.filter(({ kind }) => kind === 'report-key-changed');
    expect(told.map(({ address }) => address)).toEqual(['mira@sandbox.example', 'mira@sandbox.example']);
    for (const { body } of told) {
      expect(body).toContain('“ES256”');
      expect(body).toContain(`${office.origin}/desk/laboratory/keys`);
    }
  });

  test.each([
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----', 'private-key-sent'],
    ['a JSON Web Key with its secret', '{"kty":"OKP","crv":"Ed25519","x":"a","d":"b"}', 'private-key-sent'],
    ['an RSA key', '{"kty":"RSA","n":"AQAB","e":"AQAB"}', 'not-a-public-key'],
    ['a point of low order', `{"kty":"OKP","crv":"Ed25519","x":"${'A'.repeat(43)}"}`, 'not-a-public-key'],
    ['anything else', 'my key', 'not-a-public-key'],
  ])('is not registered from %s', async (_, key, code) => {
    const { office } = await freshOffice(server);
    const signed = await signedIn(office);
    expect(await registerReportKey(telling(office), signed, { name: 'Sandbox', key })).toMatchObject({
      refusal: { code },
    });
  });
});
