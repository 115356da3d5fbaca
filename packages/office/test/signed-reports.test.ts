/** How a laboratory signs a report: with a passkey, with a key of its own, and what of it can be checked later. */
import { join } from 'node:path';

import { signDetached } from '@assay/attestation/detached-jws';
import { readStream } from '@assay/records/case-file';
import { readDocument } from '@assay/records/document';
import { listMails } from '@assay/records/mail';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Digest, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { ReportSignatureKind } from '@assay/vocabulary/report-signature';
import { readDocument as readAs } from '@assay/vocabulary/schema';
import { describe, expect, test } from 'vitest';

import { askToSign } from '../src/2-evaluation/passkey-signature.ts';
import { registerReportKey, reportKeys, withdrawReportKey } from '../src/2-evaluation/report-keys.ts';
import { openBench } from '../src/2-evaluation/report-bench.ts';
import { previewFinished } from '../src/2-evaluation/report-to-sign.ts';
import { giveUpFinishedReport, sendFinishedReport } from '../src/2-evaluation/send-finished-report.ts';
import { signReport } from '../src/2-evaluation/sign-report.ts';
import { recordReport } from '../src/2-evaluation/record-report.ts';
import type { ReadMember } from '../src/case-file/archive.ts';
import { signaturesHold } from '../src/case-file/signatures-hold.ts';
import { digestOf } from '../src/digest.ts';
import type { Handed } from '../src/handed.ts';
import { fileSigner } from '../src/keys/file-signer.ts';
import type { Office } from '../src/office.ts';
import { askForPasskey, takePasskey } from '../src/sign-in/add-passkey.ts';
import { beginSession } from '../src/sign-in/begin-session.ts';
import { signedBySession, type Signed } from '../src/sign-in/signed.ts';
import { loadWords } from '../src/words.ts';
import { Authenticator } from './authenticator.ts';
import { oneServer } from './doorkeeper.ts';
import { altered, inTurn, lampCase } from './lamp-case.ts';
import { caseNumbered, freshOffice, handed, HOME, valueOf, type SandboxOffice } from './sandbox-office.ts';
import { DEVELOPER, LAMP_LABORATORY, LENA, OLGA } from './sandbox-people.ts';

const server = oneServer();
const CASE = caseNumbered(1);
const AT_BENCH = { case: CASE, by: LENA, as: LAMP_LABORATORY };

async function signedIn(office: Office, person: PersonId = LENA): Promise<Signed> {
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const { token } = await office.records.write((tx) =>
    beginSession(office, tx, { person, via: 'passkey', browser }),
  );
  const signed = await signedBySession(office, token);
  if (!signed) throw new Error('somebody signed in');
  return signed;
}

/** A case that its laboratory tests, with a finished report at the bench, and Lena with a passkey. */
async function atBench() {
  const place = await freshOffice(server);
  const { office } = place;
  await inTurn(await lampCase(office, CASE), 'submit', 'assign', 'accept');
  const report = await handed('sandbox-lamp/test-report.yaml');
  const digest = valueOf(await sendFinishedReport(office, { ...AT_BENCH, handed: report }));
  const signed = await signedIn(office);
  const passkey = new Authenticator(office.origin);
  const asked = valueOf(await askForPasskey(office, signed));
  valueOf(await takePasskey(office, signed, { answer: passkey.create(asked), name: 'Sandbox bench' }));
  return { place, office, report, digest, signed, passkey };
}

const words = await loadWords(HOME);
const telling = (office: Office) => ({ ...office, words });

const toSign = (report: Digest) => ({
  ...{ case: CASE, report, person: LENA, organisation: LAMP_LABORATORY },
});

async function question(office: Office, report: Digest): Promise<object> {
  const asked = await askToSign(office, toSign(report));
  if (!asked) throw new Error('she has a passkey');
  return asked;
}

/** Signs the finished report as the bench has it; `answer` is what the passkey gave. */
const sign = (
  office: Office,
  signed: Signed,
  { report: digest, answer, key = 'sign' }: { report: Digest; answer?: unknown; key?: string },
) =>
  signReport(office, {
    ...{ case: CASE, because: 'Sandbox: tested.', key, capacity: 'Head of testing' },
    ...{ of: 'finished' as const, digest, signed, answer },
  });

const events = (office: Office) => readStream(office.records.read, { administrator: 'SB', stream: CASE });

/** The documents of the case as an archive of it holds them. */
async function membersOf(office: Office, of: readonly CaseEvent[]): Promise<Map<string, ReadMember>> {
  const members = new Map<string, ReadMember>();
  for (const event of of) {
    const digests = event.type === 'TestReportReceived' ? [event.report, event.signature] : [];
    for (const digest of digests.filter((one) => one !== undefined)) {
      const found = await readDocument(office.records.read, { administrator: 'SB', digest });
      if (!found) throw new Error('it is kept');
      members.set(nameOf(digest), { digest, size: found.body.length, bytes: found.body });
    }
  }
  return members;
}

const nameOf = (digest: Digest) => `documents/${digest.slice('sha256:'.length)}`;

async function signatureOf(office: Office) {
  const event = (await events(office)).at(-1);
  if (event?.type !== 'TestReportReceived' || !event.signature) throw new Error('it was signed');
  const kept = await readDocument(office.records.read, { administrator: 'SB', digest: event.signature });
  const read = valueOf(readAs(ReportSignatureKind, JSON.parse(new TextDecoder().decode(kept?.body))));
  return { event, signature: read };
}

/** The same documents, with the signature replaced by what `change` makes of it. */
async function withSignature(office: Office, change: (text: string) => string) {
  const all = await events(office);
  const members = await membersOf(office, all);
  const { event } = await signatureOf(office);
  const name = nameOf(event.signature as Digest);
  const text = new TextDecoder().decode(members.get(name)?.bytes);
  const bytes = new TextEncoder().encode(change(text));
  expect(new TextDecoder().decode(bytes)).not.toBe(text);
  members.set(name, { digest: event.signature as Digest, size: bytes.length, bytes });
  return signaturesHold(CASE, members, all);
}

describe('a finished report', () => {
  test('waits at the bench as it came, and gives way to the next or is taken away', async () => {
    const { office, report, digest } = await atBench();
    const bench = valueOf(await openBench(office, AT_BENCH));
    expect(await previewFinished(office, bench)).toMatchObject({ handed: { digest }, refused: undefined });
    const next = altered(report, 'Sandbox', 'Sandbox again:');
    const other = valueOf(await sendFinishedReport(office, { ...AT_BENCH, handed: next }));
    const waiting = await previewFinished(office, bench);
    expect(waiting?.handed).toMatchObject({ digest: other, bytes: Buffer.from(next.bytes) });
    const code = 'no-finished-report';
    expect(await giveUpFinishedReport(office, { ...AT_BENCH, digest })).toMatchObject({ refusal: { code } });
    valueOf(await giveUpFinishedReport(office, { ...AT_BENCH, digest: other }));
    expect(await previewFinished(office, bench)).toBeUndefined();
  });

  test('is refused, and not kept, where it does not read or would not be taken', async () => {
    const { office, report, digest } = await atBench();
    const wrong: readonly (readonly [Handed, string])[] = [
      [{ ...report, bytes: Buffer.from([0xff, 0xfe, 0x00]) }, 'not-utf-8'],
      [{ ...report, bytes: Buffer.from('a: [') }, 'malformed'],
      [altered(report, 'verdict: pass', 'verdict: fine'), 'misfit'],
      [altered(report, /hardwareVersion: .*/, 'hardwareVersion: Z9'), 'report-on-another-object'],
      [
        altered(report, 'body_sandbox-accredited-laboratory', 'body_sandbox-other'),
        'report-of-another-laboratory',
      ],
    ];
    for (const [one, code] of wrong)
      expect(await sendFinishedReport(office, { ...AT_BENCH, handed: one })).toMatchObject({
        refusal: { code },
      });
    const bench = valueOf(await openBench(office, AT_BENCH));
    expect((await previewFinished(office, bench))?.handed?.digest).toBe(digest);
  });
});

describe('a passkey', () => {
  test('signs the report that was shown: case, report and signer are what its challenge says', async () => {
    const { office, report, digest, signed, passkey } = await atBench();
    valueOf(
      await sign(office, signed, { report: digest, answer: passkey.get(await question(office, digest)) }),
    );
    const { event, signature } = await signatureOf(office);
    expect(event).toMatchObject({ report: digest, signed: 'passkey', by: LENA, as: LAMP_LABORATORY });
    expect(signature).toMatchObject({
      manner: 'passkey',
      signer: { person: LENA, capacity: 'Head of testing' },
      statement: { ...toSign(digest), act: 'sign-test-report' },
      passkey: { rpId: 'localhost', origin: office.origin },
    });
    const kept = await readDocument(office.records.read, { administrator: 'SB', digest });
    expect(kept?.body).toEqual(Buffer.from(report.bytes));
    const all = await events(office);
    expect(await signaturesHold(CASE, await membersOf(office, all), all)).toEqual({
      ...{ ok: true, detail: '1 signed with a passkey' },
    });
  });

  test('needs no other proof, however long ago the signer gave one', async () => {
    const { place, office, digest, signed, passkey } = await atBench();
    place.setClock(addSeconds(office.clock(), 4_000));
    expect(await sign(office, signed, { report: digest })).toMatchObject({
      refusal: { code: 'prove-who-you-are' },
    });
    expect(
      await sign(office, signed, { report: digest, answer: passkey.get(await question(office, digest)) }),
    ).toMatchObject({
      ok: true,
    });
  });

  test('signs nothing with an answer to another question, of another, given twice, or without its user', async () => {
    const { office, report, digest, signed, passkey } = await atBench();
    const code = 'passkey-not-verified';
    const refused = async (answer: unknown) =>
      expect(await sign(office, signed, { report: digest, answer })).toMatchObject({ refusal: { code } });
    const other = digestOf('another report');
    await refused(passkey.get(await question(office, other)));
    await refused(passkey.get(await question(office, digest), { verified: false }));
    await refused(passkey.get(await question(office, digest), { origin: 'https://elsewhere.example' }));
    await refused(new Authenticator(office.origin).get(await question(office, digest)));
    await refused(null);
    const { challenge, ...rest } = (await question(office, digest)) as { challenge: string };
    await refused(passkey.get({ ...rest, challenge: `${challenge.slice(0, -2)}AA` }));
    const answer = passkey.get(await question(office, digest));
    const next = altered(report, 'Sandbox', 'Sandbox again:');
    const changed = valueOf(await sendFinishedReport(office, { ...AT_BENCH, handed: next }));
    expect(await sign(office, signed, { report: digest, answer })).toMatchObject({
      refusal: { code: 'report-draft-changed' },
    });
    expect(await sign(office, signed, { report: changed, answer })).toMatchObject({ refusal: { code } });
    const right = passkey.get(await question(office, changed));
    valueOf(await sign(office, signed, { report: changed, answer: right }));
    valueOf(await sendFinishedReport(office, { ...AT_BENCH, handed: report }));
    expect(await sign(office, signed, { report: digest, answer: right, key: 'again' })).toMatchObject({
      refusal: { code },
    });
    const received = (await events(office)).filter(({ type }) => type === 'TestReportReceived');
    expect(received).toHaveLength(1);
  });

  test('is found out in the exported case where anything it signed was changed', async () => {
    const { office, digest, signed, passkey } = await atBench();
    valueOf(
      await sign(office, signed, { report: digest, answer: passkey.get(await question(office, digest)) }),
    );
    const { signature } = await signatureOf(office);
    if (signature.manner !== 'passkey') throw new Error('it was signed with a passkey');
    const other = new Authenticator(office.origin).get(await question(office, digest));
    const { authenticatorData } = (other as { response: { authenticatorData: string } }).response;
    const changes: readonly ((text: string) => string)[] = [
      (text) => text.replaceAll(digest, digestOf('another report')),
      (text) => text.replace(`"nonce":"${signature.statement.nonce.slice(0, 3)}`, '"nonce":"zzz'),
      (text) => text.replaceAll(LENA, OLGA),
      (text) => text.replace(CASE, caseNumbered(2)),
      (text) => text.replace('"origin":"http', '"origin":"https'),
      (text) => text.replace(signature.assertion.authenticatorData, `${authenticatorData.slice(0, -4)}AAAA`),
      (text) => text.replace(signature.assertion.signature.slice(0, 12), 'MEUCIQAAAAAA'),
      (text) => text.replace('"manner":"passkey"', '"manner":"act-of-signing"'),
      () => '{}',
    ];
    for (const change of changes) expect((await withSignature(office, change)).ok).toBe(false);
    const all = await events(office);
    expect((await signaturesHold(caseNumbered(2), await membersOf(office, all), all)).ok).toBe(false);
  });
});

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
