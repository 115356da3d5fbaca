import { readStream } from '@assay/records/case-file';
import { putMembership, readMembership } from '@assay/records/membership';
import { databases } from '@assay/records/test/databases';
import type { CaseId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';
import { describe, expect, test } from 'vitest';

import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { altered, inTurn, lampCase, MARK } from './lamp-case.ts';
import { caseNumbered, counts, freshOffice, handed, instant, valueOf } from './sandbox-office.ts';
import {
  CARLA,
  CLEM,
  CONRAD,
  DEVELOPER,
  DORA,
  LAMP_LABORATORY,
  NOBODY,
  OFFICE,
  OLGA,
} from './sandbox-people.ts';

const CASE = caseNumbered(7);

describe.each(databases())('$name', (server) => {
  const begin = async () => {
    const opened = await freshOffice(server);
    return { ...opened, lamp: await lampCase(opened.office, CASE) };
  };

  test('a case goes back for what it lacks, comes again, and is granted; each act repeated does nothing', async () => {
    const { office, lamp } = await begin();
    const dossier = altered(await handed('sandbox-lamp/dossier.yaml'), /^ {2}- \{ declaration: c3.*\n/m, '');
    await twice(office, (varied) => lamp.submit({ dossier, ...varied }));
    const lacks = [{ code: 'declaration-missing', facts: { declaration: 'c3', version: '1' } }];
    await refused(office, lamp.accept, { code: 'application-incomplete', missing: lacks });
    await twice(office, lamp.giveBack);
    await refused(office, () => lamp.accept({ key: 'again' }), { code: 'wrong-stage', stage: 'returned' });
    await twice(office, lamp.resubmit);
    await refused(office, () => lamp.giveBack({ key: 'again' }), { code: 'nothing-missing' });
    for (const act of ['accept', 'record', 'evaluate', 'review', 'grant'] as const)
      await twice(office, lamp[act]);
    const file = await eventsOf(office, CASE);
    expect(file.map(({ type }) => type)).toEqual([
      'ApplicationSubmitted',
      'ApplicationReturned',
      'ApplicationResubmitted',
      'ApplicationAccepted',
      'TestReportReceived',
      'EvaluationCompleted',
      'ReviewCompleted',
      'LabelGranted',
    ]);
    expect(file[1]).toMatchObject({ by: CAST.intake, because: 'Sandbox: return.', missing: lacks });
  });

  test('a level that is not reached cannot be granted, and the refusal names every gap', async () => {
    const { office, lamp } = await begin();
    const dossier = await handed('sandbox-lamp/dossier-app-fails.yaml');
    const report = await handed('sandbox-lamp/test-report-app-fails.yaml');
    valueOf(await lamp.submit({ dossier }));
    await inTurn(lamp, 'accept');
    valueOf(await lamp.record({ report }));
    await inTurn(lamp, 'evaluate', 'review');
    const [, , , evaluated] = await eventsOf(office, CASE);
    const gaps = evaluated?.type === 'EvaluationCompleted' ? evaluated.gaps : [];
    expect(gaps.filter(({ kind }) => kind === 'product')).not.toEqual([]);
    await refused(office, lamp.grant, { code: 'level-not-reached', asked: 1, assessed: 0, gaps });
    await twice(office, lamp.refuse);
    expect((await eventsOf(office, CASE)).at(-1)).toMatchObject({ type: 'LabelRefused', grounds: gaps });
    await refused(office, lamp.issue, { code: 'not-granted', stage: 'refused' });
  });

  test('whoever declared a conflict with the maker is barred from every judging act', async () => {
    const { office, lamp } = await begin();
    const conflict = { code: 'conflict-declared', manufacturer: 'Sandbox Maker (fictional)' };
    for (const [act, next] of [
      ['submit', 'accept'],
      ['accept', 'record'],
      ['record', 'evaluate'],
      ['evaluate', 'review'],
      ['review', 'grant'],
    ] as const) {
      valueOf(await lamp[act]());
      await refused(
        office,
        () => lamp[next]({ by: next === 'record' ? CLEM : CARLA, key: 'conflicted' }),
        conflict,
      );
    }
    await refused(office, () => lamp.refuse({ by: CARLA }), conflict);
    // A conflict with another maker is none with this one.
    valueOf(await lamp.grant({ by: CONRAD }));
    await refused(office, () => lamp.issue(CARLA), conflict);
  });

  test('whoever took part in a case may not judge it, though holding the role', async () => {
    const { office, lamp } = await begin();
    const mine = { by: OLGA, as: OFFICE };
    const tested = { by: OLGA, as: LAMP_LABORATORY };
    valueOf(await lamp.submit({ by: OLGA, as: DEVELOPER }));
    await inTurn(lamp, 'accept');
    await refused(office, () => lamp.record(tested), { code: 'took-part', as: 'applicant' });
    await leaves(office, OLGA, DEVELOPER);
    const another = await lampCase(office, caseNumbered(8));
    await inTurn(another, 'submit', 'accept');
    valueOf(await another.record(tested));
    await refused(office, () => another.evaluate(mine), { code: 'took-part', as: 'laboratory' });
    await inTurn(another, 'evaluate');
    await refused(office, () => another.review(mine), { code: 'took-part', as: 'laboratory' });
    await inTurn(another, 'review');
    await refused(office, () => another.grant(mine), { code: 'took-part', as: 'laboratory' });
    await refused(office, () => another.refuse(mine), { code: 'took-part', as: 'laboratory' });
    await inTurn(another, 'grant');
  });

  test('nobody who belongs to the applicant judges its case from another seat, and a seat must be named', async () => {
    const { office, lamp } = await begin();
    const mine = { by: OLGA, as: OFFICE };
    const own = { code: 'acts-on-itself', organisation: DEVELOPER };
    for (const [act, next] of [
      ['submit', 'accept'],
      ['record', 'evaluate'],
      ['evaluate', 'review'],
      ['review', 'grant'],
    ] as const) {
      valueOf(await lamp[act]());
      await refused(office, () => lamp[next](mine), own);
      if (act === 'submit') await inTurn(lamp, 'accept');
    }
    await refused(office, () => lamp.grant({ by: OLGA }), {
      code: 'seat-not-named',
      person: OLGA,
      seats: expect.arrayContaining([OFFICE, DEVELOPER, LAMP_LABORATORY]) as unknown,
    });
    await refused(office, () => lamp.grant({ by: DORA, as: DEVELOPER }), {
      ...{ code: 'not-a-member', person: DORA, organisation: DEVELOPER },
    });
    await refused(office, () => lamp.grant({ by: OLGA, as: LAMP_LABORATORY }), {
      code: 'wrong-role',
      needs: 'decider',
    });
    await leaves(office, DORA, OFFICE);
    await refused(office, () => lamp.grant({ by: DORA }), { code: 'belongs-nowhere', person: DORA });
    await inTurn(lamp, 'grant');
  });

  test('nobody acts outside a role, and nobody who is not of the programme acts', async () => {
    const { office, lamp } = await begin();
    await refused(office, () => lamp.submit({ by: CAST.decider }), {
      code: 'wrong-role',
      needs: 'applicant',
    });
    await inTurn(lamp, 'submit');
    await refused(office, () => lamp.accept({ by: CAST.applicant }), { code: 'wrong-role', needs: 'intake' });
    await refused(office, () => lamp.accept({ by: NOBODY }), { code: 'unknown-person', person: NOBODY });
    await refused(office, () => lamp.issue(NOBODY), { code: 'unknown-person' });
    const missing = await lampCase(office, caseNumbered(9));
    for (const act of ['accept', 'giveBack', 'evaluate', 'review', 'reopen', 'grant', 'refuse'] as const)
      await refused(office, missing[act], { code: 'unknown-case', case: caseNumbered(9) });
    await refused(office, missing.record, { code: 'unknown-case' });
    await refused(office, missing.issue, { code: 'unknown-case' });
  });

  test('a report on another object, of another laboratory or received before is refused and not kept', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept');
    const report = await handed('sandbox-lamp/test-report.yaml');
    const other = altered(report, "firmwareVersion: '1.0'", "firmwareVersion: '9.9'");
    await refused(office, () => lamp.record({ report: other }), {
      code: 'report-on-another-object',
      member: 'firmwareVersion',
      tested: '9.9',
      applied: ['1.0'],
    });
    await refused(office, () => lamp.record({ by: CAST.laboratory }), {
      code: 'report-of-another-laboratory',
      report: 'body_sandbox-accredited-laboratory',
      acting: 'body_sandbox-laboratory',
    });
    valueOf(await lamp.record());
    await refused(office, () => lamp.record({ key: 'again' }), { code: 'report-already-received' });
  });

  test('an applicant hands in no report of others, nor one on another object, nor one that does not read', async () => {
    const { office, lamp } = await begin();
    const report = await handed('sandbox-lamp/test-report.yaml');
    await refused(office, () => lamp.submit({ reports: [report] }), {
      code: 'report-not-own',
      party: 'third',
    });
    const own = altered(report, 'party: third', 'party: first');
    const older = altered(own, "hardwareVersion: 'A1'", "hardwareVersion: 'A0'");
    await refused(office, () => lamp.submit({ reports: [own, older] }), {
      code: 'report-on-another-object',
      member: 'hardwareVersion',
    });
    const unknown = altered(own, '@2022#AI.1', '@2022#AI.99');
    await refused(office, () => lamp.submit({ reports: [unknown] }), { code: 'document-inconsistent' });
    expect((await lamp.submit({ reports: [own] })).ok).toBe(true);
  });

  test('a dossier that does not read, or contradicts itself, is refused with its place; nothing is kept', async () => {
    const { office, lamp } = await begin();
    const dossier = await handed('sandbox-lamp/dossier.yaml');
    const hand = (bad: typeof dossier) => () => lamp.submit({ dossier: bad });
    await refused(office, hand(altered(dossier, 'components:\n', 'components: [\n')), {});
    const member = altered(dossier, 'product:\n', 'product:\n  colour: red\n');
    await refused(office, hand(member), { code: 'misfit' });
    const twin = altered(dossier, 'id: lamp-cloud', 'id: lamp-app');
    const complaints = expect.arrayContaining([
      expect.objectContaining({ code: 'duplicate-id', line: 27, path: '/components/2' }),
    ]) as unknown;
    await refused(office, hand(twin), { code: 'document-inconsistent', complaints });
    await inTurn(lamp, 'submit');
    await refused(office, () => lamp.resubmit({ dossier: member }), { code: 'misfit' });
  });

  test('a scheme or level that the programme does not offer is refused', async () => {
    const { office, lamp } = await begin();
    const scheme = parseScheme('us-cyber-trust-mark@1999');
    await refused(office, () => lamp.submit({ scheme }), { code: 'unknown-scheme', scheme });
    await refused(office, () => lamp.submit({ level: 2 }), { code: 'unknown-level', asked: 2, scheme: MARK });
  });

  test('an application that was taken back stays so', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate');
    await twice(office, lamp.discontinue);
    const wrong = { code: 'wrong-stage', stage: 'discontinued' };
    for (const act of ['review', 'reopen', 'grant', 'refuse', 'resubmit', 'accept'] as const)
      await refused(office, () => lamp[act]({ key: 'afterwards' }), wrong);
  });

  test('a case that was reopened is evaluated anew, and only a sufficient review leads to a grant', async () => {
    const { office, lamp, setClock } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate');
    await refused(office, () => lamp.review({ sufficient: false }), { code: 'remarks-missing' });
    valueOf(await lamp.review({ sufficient: false, remarks: ['Sandbox: look again.'] }));
    await refused(office, lamp.grant, { code: 'review-not-sufficient' });
    await twice(office, lamp.reopen);
    await refused(office, lamp.grant, { code: 'wrong-stage', stage: 'accepted' });
    setClock(instant('2026-11-22T09:30:00Z'));
    const again = { key: 'second time' };
    valueOf(await lamp.evaluate({ key: 'evaluated again' }));
    valueOf(await lamp.review(again));
    valueOf(await lamp.grant());
    const evaluations = (await eventsOf(office, CASE)).filter(({ type }) => type === 'EvaluationCompleted');
    expect(evaluations).toHaveLength(2);
  });

  test('a label without an end of support is not granted, and without a grant none is issued', async () => {
    const { office, lamp } = await begin();
    const unsupported = altered(
      await handed('sandbox-lamp/dossier.yaml'),
      /^supportPeriod: .*$/m,
      'supportPeriod: { state: unsupported }',
    );
    await refused(office, lamp.issue, { code: 'unknown-case' });
    valueOf(await lamp.submit({ dossier: unsupported }));
    await refused(office, lamp.issue, { code: 'not-granted', stage: 'submitted' });
    await inTurn(lamp, 'accept', 'record', 'evaluate', 'review');
    await refused(office, () => lamp.grant(), { code: 'support-end-missing' });
  });

  test('nobody but an issuer issues what was granted', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate', 'review', 'grant');
    await refused(office, () => lamp.issue(CAST.decider), { code: 'wrong-role', needs: 'issuer' });
  });

  test('a case is submitted once, and of two deciders at once exactly one decides', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit');
    await refused(office, () => lamp.submit({ key: 'other' }), { code: 'wrong-stage', stage: 'submitted' });
    await inTurn(lamp, 'accept', 'record', 'evaluate', 'review');
    const answers = await Promise.all([lamp.grant(), lamp.refuse({ by: DORA })]);
    const [loser, ...more] = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]));
    expect(more).toEqual([]);
    expect(['version-conflict', 'wrong-stage']).toContain(loser);
    const decisions = (await eventsOf(office, CASE)).filter(({ type }) => /^Label/.test(type));
    expect(decisions).toHaveLength(1);
  });

  test('ten sendings of one act at once are one act', async () => {
    const { office, lamp } = await begin();
    const answers = (await Promise.all(Array.from({ length: 10 }, () => lamp.submit()))).map(valueOf);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await counts(office)).toMatchObject({ event: 1, act: 1, document: 1 });
  });
});

/** Ends somebody's membership of an organisation. */
async function leaves(office: Office, person: PersonId, organisation: OrganisationId): Promise<void> {
  const held = await readMembership(office.records.read, { person, organisation });
  if (!held) throw new Error('nobody leaves where they never were');
  await office.records.write((tx) => putMembership(tx, { ...held, until: office.clock() }));
}

type Answer = Result<{ readonly repeated: boolean }, { readonly code: string }>;

/** An act that is sent again with its key answers as it did; with its key and another content it is refused. */
async function twice(
  office: Office,
  act: (varied?: { readonly because: string }) => Promise<Answer>,
): Promise<void> {
  const first = valueOf(await act());
  expect(first.repeated).toBe(false);
  const before = await counts(office);
  expect(valueOf(await act())).toEqual({ ...first, repeated: true });
  const otherwise = await act({ because: 'Sandbox: for another reason.' });
  expect(otherwise).toMatchObject({ ok: false, refusal: { code: 'idempotency-key-reused' } });
  expect(await counts(office)).toEqual(before);
}

/** A refusal says why, and leaves no trace. */
async function refused(
  office: Office,
  act: () => Promise<Result<unknown, { readonly code: string }>>,
  refusal: object,
): Promise<void> {
  const before = await counts(office);
  expect(await act()).toMatchObject({ ok: false, refusal });
  expect(await counts(office)).toEqual(before);
}

function eventsOf(office: Office, stream: CaseId) {
  return readStream(office.records.read, { administrator: 'SB', stream });
}

function parseScheme(text: string): typeof MARK {
  return text as typeof MARK;
}
