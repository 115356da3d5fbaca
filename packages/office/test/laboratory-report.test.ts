/** A laboratory's report from the first entry to the signature, in a real office. */
import type { ReportEntry } from '@assay/conformity/2-evaluation/report-draft';
import { readStream } from '@assay/records/case-file';
import { readDocument } from '@assay/records/document';
import { tellOfRecognition, holdRecognition } from '@assay/records/recognition';
import { databases } from '@assay/records/test/databases';
import type { PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { beginFurtherReport, enterInReport, markAt } from '../src/2-evaluation/enter-in-report.ts';
import { openBench, type Bench } from '../src/2-evaluation/report-bench.ts';
import { previewReport } from '../src/2-evaluation/report-to-sign.ts';
import { signReport } from '../src/2-evaluation/sign-report.ts';
import { receiveEvidence } from '../src/evidence/receive-evidence.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { signedBySession } from '../src/sign-in/signed.ts';
import { beginSession } from '../src/sign-in/begin-session.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import { caseNumbered, day, freshOffice, valueOf } from './sandbox-office.ts';
import { LAMP_BODY, LAMP_LABORATORY, LENA } from './sandbox-people.ts';

const [server] = databases();
if (!server) throw new Error('there is always a server');
const CASE = caseNumbered(1);
const AT_BENCH = { case: CASE, by: LENA };

const about = {
  ...{ hardwareVersion: 'A1', firmwareVersion: '1.0', activity: 'functional-test' as const },
  ...{ testedFrom: day('2026-11-03'), testedUntil: day('2026-11-09'), analyst: 'Lena Laboratory (sandbox)' },
};
const OBJECT: ReportEntry = { enter: 'object', about };

async function assigned(office: Office): Promise<Bench> {
  await inTurn(await lampCase(office, CASE), 'submit', 'assign', 'accept');
  return valueOf(await openBench(office, AT_BENCH));
}

const enter = (office: Office, entry: ReportEntry, saw?: string) =>
  enterInReport(office, { ...AT_BENCH, entry, ...(saw !== undefined && { saw }) });

/** Enters what makes the report whole: everything passes. */
async function fill(office: Office, { plan }: Bench, object = OBJECT): Promise<Bench> {
  for (const { provision, cases, units } of plan.tests)
    for (const { id } of cases)
      valueOf(
        await enter(office, {
          ...{ enter: 'verdict', provision, summary: 'Found as stated.' },
          found: {
            ...{ case: id, verdict: 'pass' },
            units: units.map(({ part }) => ({ part, verdict: 'pass' })),
          },
        }),
      );
  valueOf(await enter(office, object));
  return valueOf(await openBench(office, AT_BENCH));
}

async function signedIn(office: Office, person: PersonId = LENA) {
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const { token } = await office.records.write((tx) =>
    beginSession(office, tx, { person, via: 'passkey', browser }),
  );
  const signed = await signedBySession(office, token);
  if (!signed) throw new Error('somebody signed in');
  return signed;
}

const digestShown = (office: Office, bench: Bench) => previewReport(office, bench).handed?.digest ?? '';

async function sign(office: Office, digest: string, more: object = {}) {
  return signReport(office, {
    ...{ case: CASE, because: 'Sandbox: tested.', key: 'sign', capacity: 'Analyst', digest, of: 'entered' },
    ...{ signed: await signedIn(office), ...more },
  });
}

describe('the bench of a case', () => {
  test('is open to the laboratory that the case is assigned to, and to nobody else', async () => {
    const { office } = await freshOffice(server);
    await inTurn(await lampCase(office, CASE), 'submit', 'accept');
    const code = 'laboratory-not-assigned';
    expect(await openBench(office, AT_BENCH)).toMatchObject({ refusal: { code } });
    await inTurn(await lampCase(office, CASE), 'assign');
    expect(await openBench(office, AT_BENCH)).toMatchObject({
      value: { laboratory: { body: LAMP_BODY, party: 'third' }, standing: { state: 'recognised' } },
    });
    for (const by of [CAST.laboratory, CAST.evaluator, CAST.applicant])
      expect(await openBench(office, { case: CASE, by })).toMatchObject({ refusal: { code } });
    expect(await openBench(office, { ...AT_BENCH, case: caseNumbered(2) })).toMatchObject({
      refusal: { code: 'unknown-case' },
    });
  });

  test('keeps each entry at once, also those of two people at one moment', async () => {
    const { office } = await freshOffice(server);
    const { plan } = await assigned(office);
    const entries = plan.tests.slice(0, 6).flatMap(({ provision, cases, units }) =>
      cases.map(({ id }): ReportEntry => ({
        ...{ enter: 'verdict', provision, summary: `Found ${id}.` },
        found: { case: id, verdict: 'pass', units: units.map(({ part }) => ({ part, verdict: 'pass' })) },
      })),
    );
    const done = await Promise.all(entries.map((entry) => enter(office, entry)));
    expect(done.every(({ ok }) => ok)).toBe(true);
    const { draft, kept } = valueOf(await openBench(office, AT_BENCH));
    expect(draft.results).toHaveLength(6);
    expect(kept).toMatchObject({ version: 6, savedBy: LENA, number: 1 });
  });

  test('tells of what somebody else entered at the same place, and overwrites nothing', async () => {
    const { office } = await freshOffice(server);
    const { draft } = await assigned(office);
    const saw = markAt(draft, { at: 'object' });
    valueOf(await enter(office, OBJECT, saw));
    const late: ReportEntry = { enter: 'object', about: { ...about, analyst: 'Somebody else' } };
    expect(await enter(office, late, saw)).toMatchObject({ refusal: { code: 'report-draft-changed' } });
    expect(valueOf(await openBench(office, AT_BENCH)).draft.about?.analyst).toBe(about.analyst);
  });

  test('takes as output of a tool only a file that the laboratory keeps here', async () => {
    const { office } = await freshOffice(server);
    await assigned(office);
    const given = { kind: 'tool-output', title: 'Scan', confidential: true, covers: [] };
    const file = valueOf(
      await receiveEvidence(office, {
        ...{ organisation: LAMP_LABORATORY, by: LENA, fileName: 'scan.txt', declaredType: 'text/plain' },
        given: { ...given, effective: { from: day('2026-11-03') } },
        bytes: once('No open port.'),
      }),
    );
    const named = (output: typeof file.digest): ReportEntry => ({
      ...{ enter: 'instrument', instrument: { name: 'Sandbox scanner', version: '2', output } },
    });
    const bench = valueOf(await enter(office, named(file.digest)));
    expect(bench.draft.instruments).toEqual([{ name: 'Sandbox scanner', version: '2', output: file.digest }]);
    const other = `sha256:${'0'.repeat(64)}` as typeof file.digest;
    expect(await enter(office, named(other))).toMatchObject({ refusal: { code: 'output-not-held' } });
    expect(valueOf(await enter(office, { enter: 'no-instrument', place: 0 })).draft.instruments).toEqual([]);
  });
});

describe('signing', () => {
  test('hands in the report that was shown, with who signed, as whom and when', async () => {
    const { office } = await freshOffice(server);
    const bench = await fill(office, await assigned(office));
    const digest = digestShown(office, bench);
    expect(digestShown(office, valueOf(await openBench(office, AT_BENCH)))).toBe(digest);
    expect(valueOf(await sign(office, digest)).repeated).toBe(false);
    const event = (await readStream(office.records.read, { administrator: 'SB', stream: CASE })).at(-1);
    if (event?.type !== 'TestReportReceived' || !event.signature) throw new Error('it was signed');
    expect(event).toMatchObject({ report: digest, laboratory: LAMP_BODY, by: LENA, as: LAMP_LABORATORY });
    const kept = await readDocument(office.records.read, {
      ...{ administrator: 'SB', digest: event.signature },
    });
    expect(JSON.parse(new TextDecoder().decode(kept?.body))).toMatchObject({
      report: digest,
      signer: { person: LENA, capacity: 'Analyst', organisation: LAMP_LABORATORY },
      signedAt: office.clock(),
      via: 'passkey',
    });
    const after = valueOf(await openBench(office, AT_BENCH));
    expect(after.kept?.report).toBe(digest);
    expect(await enter(office, OBJECT)).toMatchObject({ refusal: { code: 'report-handed-in' } });
  });

  test('is done once, however often it is sent, and the evaluation counts the report', async () => {
    const { office } = await freshOffice(server);
    const digest = digestShown(office, await fill(office, await assigned(office)));
    const both = await Promise.all([sign(office, digest), sign(office, digest)]);
    expect(both.every(({ ok }) => ok)).toBe(true);
    expect(await sign(office, digest, { key: 'another' })).toMatchObject({
      refusal: { code: 'report-already-received' },
    });
    const events = await readStream(office.records.read, { administrator: 'SB', stream: CASE });
    expect(events.filter(({ type }) => type === 'TestReportReceived')).toHaveLength(1);
    const lamp = await lampCase(office, CASE);
    await inTurn(lamp, 'evaluate');
    const evaluated = (await readStream(office.records.read, { administrator: 'SB', stream: CASE })).at(-1);
    expect(evaluated).toMatchObject({ type: 'EvaluationCompleted', declared: 1 });
  });

  test('is refused for a report that is not whole, or is no longer the one that was shown', async () => {
    const { office } = await freshOffice(server);
    const bench = await assigned(office);
    expect(await sign(office, '')).toMatchObject({ refusal: { code: 'report-incomplete' } });
    const digest = digestShown(office, await fill(office, bench));
    valueOf(await enter(office, { enter: 'object', about: { ...about, analyst: 'Somebody else' } }));
    expect(await sign(office, digest)).toMatchObject({ refusal: { code: 'report-draft-changed' } });
  });

  test('is refused to whoever proved who they are too long ago, or comes with a key', async () => {
    const { office, setClock } = await freshOffice(server);
    const digest = digestShown(office, await fill(office, await assigned(office)));
    const signed = await signedIn(office);
    setClock(addSeconds(office.clock(), 301));
    expect(await sign(office, digest, { signed })).toMatchObject({
      refusal: { code: 'prove-who-you-are', minutes: 5 },
    });
    const byKey = { ...signed, via: 'key', provedAt: undefined };
    expect(await sign(office, digest, { signed: byKey })).toMatchObject({
      refusal: { code: 'session-needed' },
    });
  });

  test('is refused where the laboratory was not recognised on a day of the tests, and says so before', async () => {
    const { office } = await freshOffice(server);
    const from = day('2026-11-05');
    const bench = await assigned(office);
    await office.records.write(async (tx) => {
      const held = await holdRecognition(tx, { body: LAMP_BODY, scheme: 'us-cyber-trust-mark' });
      const word = { at: office.clock(), because: 'Sandbox: withdrawn.', from };
      await tellOfRecognition(tx, held, { type: 'RecognitionWithdrawn', ...word });
    });
    const filled = await fill(office, bench);
    const shown = previewReport(office, filled);
    expect(shown.refused).toMatchObject({ code: 'recognition-withdrawn', day: from });
    expect(await sign(office, shown.handed?.digest ?? '')).toMatchObject({
      refusal: { code: 'recognition-withdrawn' },
    });
    expect(valueOf(await openBench(office, AT_BENCH)).kept?.report).toBeUndefined();
  });

  test('is refused for another version than the one applied for', async () => {
    const { office } = await freshOffice(server);
    const other: ReportEntry = { enter: 'object', about: { ...about, firmwareVersion: '9.9' } };
    const filled = await fill(office, await assigned(office), other);
    const shown = previewReport(office, filled);
    expect(shown.refused).toMatchObject({ code: 'report-on-another-object', tested: '9.9' });
    expect(await sign(office, shown.handed?.digest ?? '')).toMatchObject({
      refusal: { code: 'report-on-another-object' },
    });
  });

  test('leaves a further report to be written, which begins with what the last one said', async () => {
    const { office } = await freshOffice(server);
    const bench = await fill(office, await assigned(office));
    expect(await beginFurtherReport(office, AT_BENCH)).toMatchObject({
      refusal: { code: 'report-not-handed-in' },
    });
    valueOf(await sign(office, digestShown(office, bench)));
    const next = valueOf(await beginFurtherReport(office, AT_BENCH));
    expect(next).toMatchObject({ number: 2, draft: bench.draft, kept: { version: bench.version + 1 } });
    expect(next.kept?.report).toBeUndefined();
    expect(valueOf(await sign(office, digestShown(office, next), { key: 'second' })).repeated).toBe(false);
  });
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
