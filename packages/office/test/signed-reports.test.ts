/** How a laboratory signs a finished report with a passkey, and what of it can be checked later. */

import { readDocument } from '@assay/records/document';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { openBench } from '../src/2-evaluation/report-bench.ts';
import { previewFinished } from '../src/2-evaluation/report-to-sign.ts';
import { giveUpFinishedReport, sendFinishedReport } from '../src/2-evaluation/send-finished-report.ts';
import { signaturesHold } from '../src/case-file/signatures-hold.ts';
import { digestOf } from '../src/digest.ts';
import type { Handed } from '../src/handed.ts';
import { Authenticator } from './authenticator.ts';
import { altered } from './lamp-case.ts';
import { caseNumbered, valueOf } from './sandbox-office.ts';
import { LAMP_LABORATORY, LENA, OLGA } from './sandbox-people.ts';
import {
  AT_BENCH,
  atBench,
  CASE,
  events,
  membersOf,
  question,
  sign,
  signatureOf,
  toSign,
  withSignature,
} from './report-at-bench.ts';

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
