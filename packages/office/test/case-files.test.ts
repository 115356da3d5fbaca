/** Files that a case rests on: none is named that is not here, and none leaves unseen. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { pdfWords } from '@assay/formats/test/pdf-words';
import { databases } from '@assay/records/test/databases';
import { readStream } from '@assay/records/case-file';
import type { Digest, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { digestOf } from '../src/digest.ts';
import { readArchive } from '../src/case-file/archive.ts';
import { filesHold } from '../src/case-file/files-hold.ts';
import { filesOfCase, stateFiles } from '../src/case-file/case-files.ts';
import { casePaper } from '../src/case-file/case-paper.ts';
import { exportCase, printCase } from '../src/case-file/export-case.ts';
import { readCaseSheet } from '../src/case-file/case-sheet.ts';
import { verifyCaseFile } from '../src/case-file/verify-case.ts';
import { withdrawEvidence } from '../src/evidence/own-evidence.ts';
import { receiveEvidence } from '../src/evidence/receive-evidence.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { loadWords } from '../src/words.ts';
import { altered, inTurn, lampCase } from './lamp-case.ts';
import {
  AT,
  caseNumbered,
  counts,
  day,
  freshOffice,
  grantWhatIf,
  handed,
  HOME,
  sandboxLibrary,
  valueOf,
  type SandboxOffice,
} from './sandbox-office.ts';
import { DEVELOPER, LAMP_LABORATORY, LENA, OFFICE } from './sandbox-people.ts';

const CASE = caseNumbered(1);
const words = await loadWords(HOME);
const TECHNICAL = '6f52109c55ff47f8b7a567fd914efb6342c3cf9c995320db41a6e208c43e277e';
const NOWHERE = digestOf('Sandbox: nobody ever sent this.');

describe.each(databases())('$name', (server) => {
  test('a dossier that names a file that is not here is refused with its place, and nothing is kept', async () => {
    const { office } = await freshOffice(server);
    const lamp = await lampCase(office, CASE);
    const before = await counts(office);
    const dossier = altered(await handed('sandbox-lamp/dossier.yaml'), `sha256:${TECHNICAL}`, NOWHERE);
    expect(await lamp.submit({ dossier })).toEqual({
      ok: false,
      refusal: { code: 'evidence-not-held', evidence: ['/evidence/0 (technical-file)'] },
    });
    expect(await counts(office)).toEqual(before);
  });

  test('another organisation’s file is as absent as one that is nowhere', async () => {
    const { office } = await freshOffice(server);
    const lamp = await lampCase(office, CASE);
    const theirs = await sent(office, LAMP_LABORATORY, LENA, 'Sandbox: of the laboratory.');
    const dossier = altered(await handed('sandbox-lamp/dossier.yaml'), `sha256:${TECHNICAL}`, theirs);
    expect(await lamp.submit({ dossier })).toMatchObject({ refusal: { code: 'evidence-not-held' } });
    await inTurn(lamp, 'submit', 'accept', 'ask');
    for (const digest of [theirs, NOWHERE])
      expect(await lamp.answer({ evidence: [digest] })).toEqual({
        ok: false,
        refusal: { code: 'evidence-not-held', evidence: [`/evidence/0 (${digest})`] },
      });
    expect((await lamp.answer()).ok).toBe(true);
  });

  test('what was withdrawn is in no application, and what is no longer whole in none either', async () => {
    const { office, folder } = await freshOffice(server);
    const lamp = await lampCase(office, CASE);
    const file = blobIn(folder, TECHNICAL);
    const bytes = readFileSync(file);
    writeFileSync(file, 'cut');
    expect(await lamp.submit()).toMatchObject({ refusal: { code: 'evidence-not-held' } });
    writeFileSync(file, bytes);
    await inTurn(lamp, 'submit');
    const another = await lampCase(office, caseNumbered(2));
    const [kept] = await office.records.read.selectFrom('evidence').select('id').execute();
    if (!kept) throw new Error('the technical file is kept');
    const of = { organisation: DEVELOPER, by: CAST.applicant, evidence: kept.id };
    valueOf(await withdrawEvidence(office, { ...of, reason: 'Sandbox: of another lamp.' }));
    expect(await another.submit()).toMatchObject({ refusal: { code: 'evidence-not-held' } });
  });

  test('a corrected dossier and a laboratory’s report are held to the same', async () => {
    const { office } = await freshOffice(server);
    const lamp = await lampCase(office, CASE);
    const incomplete = altered(await handed('sandbox-lamp/dossier.yaml'), /^ {2}sbom: .*\n/m, '');
    valueOf(await lamp.submit({ dossier: incomplete }));
    await inTurn(lamp, 'giveBack');
    const gone = altered(await handed('sandbox-lamp/dossier.yaml'), `sha256:${TECHNICAL}`, NOWHERE);
    expect(await lamp.resubmit({ dossier: gone })).toMatchObject({ refusal: { code: 'evidence-not-held' } });
    await inTurn(lamp, 'resubmit', 'accept');
    expect(await lamp.record({ report: await reportWith(NOWHERE) })).toEqual({
      ok: false,
      refusal: { code: 'evidence-not-held', evidence: ['/instruments/0/output (Sandbox scanner)'] },
    });
    const output = await sent(office, LAMP_LABORATORY, LENA, 'Sandbox: ports.');
    expect((await lamp.record({ report: await reportWith(output) })).ok).toBe(true);
  });

  test('the export holds every file that dossiers, answers and reports name, by the reader’s right', async () => {
    const place = await freshOffice(server);
    const named = await caseWithFiles(place);
    const whole = await exported(place, true);
    expect(whole.report.outcome).toBe('sound');
    expect(whole.files.map(({ digest, state }) => [digest, state])).toEqual([
      [`sha256:${TECHNICAL}`, 'here'],
      [named.answer, 'here'],
      [named.output, 'here'],
    ]);
    const open = await exported(place, false);
    expect(open.report.outcome).toBe('unproven');
    expect(open.files.map(({ state }) => state)).toEqual(['here', 'withheld', 'withheld']);
    expect(open.files.every(({ state, member }) => (state === 'here') === (member !== undefined))).toBe(true);
    expect(open.detail).toContain('withheld');
  });

  test('a file that was changed or lost in the store is named by the export and by its check', async () => {
    const place = await freshOffice(server);
    const named = await caseWithFiles(place);
    const technical = blobIn(place.folder, TECHNICAL);
    const bytes = readFileSync(technical);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(technical, bytes);
    rmSync(blobIn(place.folder, named.answer.slice('sha256:'.length)));
    const { report, files, detail } = await exported(place, true);
    expect(report.outcome).toBe('altered');
    expect(files.map(({ state, found }) => [state, found])).toEqual([
      ['changed', digestOf(bytes)],
      ['missing', undefined],
      ['here', undefined],
    ]);
    expect(report.checks.filter(({ ok }) => ok === false).map(({ id }) => id)).toEqual(['files']);
    expect(detail).toContain(`sha256:${TECHNICAL}`);
    expect(detail).toContain('/evidence/0');
    expect(detail).toContain(named.answer);
    expect(detail).toContain('answer to thread-1');
  });

  test('what its maker has published is named with its address, and proves nothing by itself', async () => {
    const place = await freshOffice(server);
    await grantWhatIf(place.office, CASE);
    const { report, files } = await exported(place, true);
    expect(report.outcome).toBe('unproven');
    const published = files.filter(({ state }) => state === 'published');
    expect(published.length).toBe(files.length - 1);
    expect(published.every(({ source }) => source?.startsWith('https://'))).toBe(true);
  });

  test('bytes that are confidential to one are so to all, whoever sent them beside', async () => {
    const place = await freshOffice(server);
    const { office } = place;
    const lamp = await lampCase(office, CASE);
    await inTurn(lamp, 'submit', 'accept', 'ask');
    const text = 'Sandbox: where the keys lie.';
    const secret = await sent(office, DEVELOPER, CAST.applicant, text);
    valueOf(await lamp.answer({ evidence: [secret] }));
    expect(await sent(office, LAMP_LABORATORY, LENA, { text, confidential: false })).toBe(secret);
    valueOf(await lamp.record({ report: await reportWith(secret) }));
    const { files } = await exported(place, false);
    expect(files.filter(({ digest }) => digest === secret).map(({ state }) => state)).toEqual([
      ...['withheld', 'withheld'],
    ]);
  });

  test('a manifest cannot say of a file that it is published where its dossier does not', async () => {
    const place = await freshOffice(server);
    const { answer } = await caseWithFiles(place);
    const { report, file } = await exported(place, true);
    const members = valueOf(await readArchive(file));
    const { events, files = [] } = { events: await eventsOf(place), files: report.manifest.files };
    const lied = files.map((one) =>
      one.digest === answer
        ? { ...one, state: 'published' as const, source: 'https://sandbox.example/' }
        : one,
    );
    expect(filesHold(report.manifest, members, events).ok).toBe(true);
    const held = filesHold({ ...report.manifest, files: lied }, members, events);
    expect(held).toMatchObject({ ok: false });
    expect(held.detail).toContain(answer);
    expect(filesHold({ ...report.manifest, files: [] }, members, events).ok).toBe(false);
  });

  test('the printed case can be read aloud: who did what and why, and of confidential files no more than their names', async () => {
    const place = await freshOffice(server);
    await caseWithFiles(place);
    const { office } = place;
    const { events, state } = valueOf(
      await readCaseSheet(office, { case: CASE, by: CAST.decider, as: OFFICE }),
    );
    for (const confidential of [true, false]) {
      const bytes = await printCase(office, words, { state, events, confidential });
      const dictionaries = Buffer.from(bytes).toString('latin1');
      expect(dictionaries).toContain('/Marked true');
      expect(dictionaries).toContain('/Lang (en)');
      expect(dictionaries).toMatch(/<dc:title>[^/]*Case file: Sandbox Lamp</);
      const said = pdfWords(bytes);
      const people = ['Ada Applicant (sandbox)', 'Ines Intake (sandbox)', 'Lena Laboratory (sandbox)'];
      for (const text of [CASE, state.product, 'Sandbox Developer (fictional)', ...people])
        expect(said).toContain(text.replaceAll(/\s+/g, ''));
      const lines = events.map(({ at, because }) => [at.slice(0, 10), because.replaceAll(/\s+/g, '')]);
      expect(lines).toHaveLength(5);
      for (const line of lines.flat()) expect(said).toContain(line);
      expect(said).toContain('Afile(sandbox)confidential');
      expect(said).not.toMatch(/person_|body_|bothradios|Sandbox:ports/);
    }
  });

  test('the printed case lists them all, and says of each where its bytes are', async () => {
    const place = await freshOffice(server);
    const named = await caseWithFiles(place);
    rmSync(blobIn(place.folder, TECHNICAL));
    const { office } = place;
    const sheet = valueOf(await readCaseSheet(office, { case: CASE, by: CAST.decider, as: OFFICE }));
    const stated = await filesOfCase(office, sheet.events);
    const files = await stateFiles(office, stated, { confidential: false, thorough: false });
    const { sections } = casePaper(office, words, { ...sheet, files });
    const tables = sections.flatMap(({ blocks }) =>
      blocks.flatMap((one) => (one.kind === 'table' ? [one] : [])),
    );
    const rows = tables.find(({ rows: [first] }) => first?.includes(`sha256:${TECHNICAL}`))?.rows ?? [];
    expect(rows.map((row) => row.at(-1))).toEqual([`sha256:${TECHNICAL}`, named.answer, named.output]);
    expect(rows.map((row) => /MISSING|not for whoever/.exec(row[1] ?? '')?.[0])).toEqual([
      'MISSING',
      'not for whoever',
      'not for whoever',
    ]);
  });
});

/** A case whose dossier, answer and report each name a file. */
async function caseWithFiles({ office }: SandboxOffice) {
  const lamp = await lampCase(office, CASE);
  await inTurn(lamp, 'submit', 'accept', 'ask');
  const answer = await sent(office, DEVELOPER, CAST.applicant, 'Sandbox: both radios.');
  valueOf(await lamp.answer({ evidence: [answer] }));
  const output = await sent(office, LAMP_LABORATORY, LENA, 'Sandbox: ports.');
  valueOf(await lamp.record({ report: await reportWith(output) }));
  return { answer, output };
}

async function exported({ office, folder }: SandboxOffice, confidential: boolean) {
  const file = join(folder, `case-${String(confidential)}.zip`);
  valueOf(await exportCase(office, words, { case: CASE, into: file, confidential }));
  const anchors = await ownAnchors(office);
  const report = valueOf(await verifyCaseFile(file, { library: await sandboxLibrary(), anchors }));
  const detail = report.checks.find(({ id }) => id === 'files')?.detail ?? '';
  return { file, report, files: report.manifest.files ?? [], detail };
}

function eventsOf({ office }: SandboxOffice) {
  return readStream(office.records.read, { administrator: 'SB', stream: CASE });
}

async function reportWith(output: Digest) {
  const report = await handed('sandbox-lamp/test-report.yaml');
  return altered(
    report,
    /^instruments:.*\n(?: .*\n)*/m,
    `instruments:\n  - { name: Sandbox scanner, output: '${output}' }\n`,
  );
}

async function sent(
  office: Office,
  organisation: OrganisationId,
  by: PersonId,
  what: string | { readonly text: string; readonly confidential: boolean },
): Promise<Digest> {
  const { text, confidential } = typeof what === 'string' ? { text: what, confidential: true } : what;
  const bytes = Readable.from([Buffer.from(text)]);
  const kept = await receiveEvidence(office, {
    ...{ organisation, by, fileName: 'file.txt', declaredType: 'text/plain', bytes },
    given: {
      ...{
        kind: 'record',
        title: 'A file (sandbox)',
        effective: { from: day(AT.slice(0, 10)) },
        confidential,
      },
      covers: [],
    },
  });
  return valueOf(kept).digest;
}

function blobIn(folder: string, hex: string): string {
  return join(folder, 'blobs/sha256', hex.slice(0, 2), hex);
}
