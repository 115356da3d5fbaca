import { caseOf } from '@assay/conformity/case';
import { countCases } from '@assay/records/case-counts';
import { readCaseLine, caseQueue, overdueCases } from '@assay/records/case-desk';
import { readStream } from '@assay/records/case-file';
import { holdOrganisation, tellOfOrganisation } from '@assay/records/organisation';
import { databases } from '@assay/records/test/databases';
import type { CaseId, Digest, OrganisationId } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';
import { describe, expect, test } from 'vitest';

import { chooseSchemeSetting } from '../src/0-programme/choose-setting.ts';
import { officeFor } from '../src/0-programme/office-for.ts';
import { earlierDenials } from '../src/1-application/earlier-denials.ts';
import { keptEvaluation } from '../src/2-evaluation/evaluate-case.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { altered, inTurn, lampCase, MARK } from './lamp-case.ts';
import { caseNumbered, counts, day, freshOffice, handed, instant, valueOf } from './sandbox-office.ts';
import { DEVELOPER, DORA, LAMP_LABORATORY, OFFICE } from './sandbox-people.ts';

const CASE = caseNumbered(11);
const SIGHT = { kind: 'administrator', administrator: 'SB' } as const;

describe.each(databases())('$name', (server) => {
  const begin = async () => {
    const opened = await freshOffice(server);
    return { ...opened, lamp: await lampCase(opened.office, CASE) };
  };

  test('a case lies with whoever has the next move, from its first event to its label', async () => {
    const { office, lamp } = await begin();
    const waits = async () => (await line(office))?.waitsFor;
    expect(await line(office)).toBeUndefined();
    await inTurn(lamp, 'submit');
    expect(await line(office)).toMatchObject({
      ...{ stage: 'submitted', waitsFor: 'intake', version: 1, filedAt: office.clock() },
      ...{ completeAt: undefined, decidedAt: undefined, label: undefined, due: undefined },
    });
    await inTurn(lamp, 'accept');
    expect(await waits()).toBe('evaluator');
    await inTurn(lamp, 'choose');
    expect(await line(office)).toMatchObject({ waitsFor: 'laboratory', laboratory: LAMP_LABORATORY });
    valueOf(await lamp.ask({ respondBy: day('2026-11-30') }));
    expect(await line(office)).toMatchObject({
      waitsFor: 'applicant',
      due: { on: '2026-11-30', clock: 'thread-1', overdue: false },
    });
    await inTurn(lamp, 'answer', 'record');
    expect(await waits()).toBe('evaluator');
    await inTurn(lamp, 'evaluate');
    expect(await waits()).toBe('reviewer');
    await inTurn(lamp, 'review');
    expect(await waits()).toBe('decider');
    await inTurn(lamp, 'grant');
    expect(await line(office)).toMatchObject({
      stage: 'granted',
      waitsFor: 'issuer',
      decidedAt: office.clock(),
    });
    const { label } = valueOf(await lamp.issue());
    expect(await line(office)).toMatchObject({ waitsFor: 'nobody', label, version: 9 });
  });

  test('what is asked is answered by whom it was put to, once, and sent twice it is one question', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'assign');
    const asked = valueOf(await lamp.ask({ of: 'laboratory' }));
    expect(valueOf(await lamp.ask({ of: 'laboratory' }))).toEqual({ ...asked, repeated: true });
    await refused(office, () => lamp.answer(), { code: 'no-such-thread' });
    await inTurn(lamp, 'answerAsLaboratory', 'askAsLaboratory');
    valueOf(await lamp.answer({ thread: 'thread-2' }));
    await refused(office, () => lamp.answer({ thread: 'thread-2', key: 'again' }), {
      code: 'already-supplied',
    });
    await refused(office, () => lamp.ask({ respondBy: day('2026-11-20'), key: 'late' }), {
      code: 'time-already-over',
    });
    await refused(office, () => lamp.assign({ key: 'again' }), { code: 'laboratory-already-assigned' });
  });

  test('a case that is stale to whoever acts is left alone', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit');
    await refused(office, () => lamp.accept({ expected: 2 }), {
      code: 'version-conflict',
      expected: 2,
      actual: 1,
    });
    valueOf(await lamp.accept({ expected: 1 }));
    // Sent again, it answers as it did: by then the version is another one.
    expect(valueOf(await lamp.accept({ expected: 1 })).repeated).toBe(true);
  });

  test('taking a later case before an earlier one needs a reason, and the case file says what was passed over', async () => {
    const { office, lamp } = await begin();
    const second = await lampCase(office, caseNumbered(12));
    await inTurn(lamp, 'submit');
    await inTurn(second, 'submit');
    const silent = { jumping: '' };
    await refused(office, () => second.accept(silent), { code: 'queue-jumped', count: 1, cases: [CASE] });
    await refused(office, () => second.accept({ ...silent, by: CAST.decider }), { code: 'wrong-role' });
    valueOf(await second.accept({ jumping: 'Sandbox: a recall waits for it.' }));
    expect((await eventsOf(office, caseNumbered(12))).at(-1)).toMatchObject({
      jumped: { count: 1, cases: [CASE], because: 'Sandbox: a recall waits for it.' },
    });
    // What waits for somebody else, or was judged by the same person, is not passed over.
    valueOf(await lamp.accept(silent));
    await inTurn(lamp, 'ask');
    await inTurn(second, 'record');
    valueOf(await second.evaluate(silent));
  });

  test('an application is dismissed on grounds, and the writing that asked for it is kept', async () => {
    const { office, lamp, setClock } = await begin();
    await inTurn(lamp, 'submit', 'accept');
    valueOf(await lamp.ask({ respondBy: day('2026-11-30') }));
    const overdue = { grounds: { kind: 'not-supplied', thread: 'thread-1' } } as const;
    await refused(office, () => lamp.dismiss(overdue), { code: 'still-in-time' });
    setClock(instant('2026-12-01T05:00:00Z'));
    const late = await overdueCases(office.records.read, { sight: SIGHT, at: office.clock(), limit: 5 });
    expect(valueOf(late).rows[0]).toMatchObject({ case: CASE, due: { overdue: true } });
    valueOf(await lamp.dismiss(overdue));
    expect(await line(office)).toMatchObject({ stage: 'dismissed', waitsFor: 'nobody', due: undefined });

    const asked = await lampCase(office, caseNumbered(12));
    await inTurn(asked, 'submit');
    const bytes = new TextEncoder().encode('Sandbox: please end this application. Ada Applicant');
    const writing = { bytes, mediaType: 'text/plain' };
    valueOf(await asked.dismiss({ grounds: { kind: 'asked-by-applicant', writing } }));
    const [, dismissed] = await eventsOf(office, caseNumbered(12));
    const digest: Digest | undefined =
      dismissed?.type === 'ApplicationDismissed' && dismissed.grounds.kind === 'asked-by-applicant'
        ? dismissed.grounds.writing
        : undefined;
    const kept = await office.records.read
      .selectFrom('document')
      .select(['kind'])
      .where('administrator', '=', 'SB')
      .where('digest', '=', digest ?? parseNothing(''))
      .executeTakeFirst();
    expect(kept?.kind).toBe('request-for-dismissal');
  });

  test('a gap is overruled by name; the evaluation stays as it was', async () => {
    const { office, lamp } = await begin();
    valueOf(await lamp.submit({ dossier: await handed('sandbox-lamp/dossier-app-fails.yaml') }));
    await inTurn(lamp, 'accept');
    valueOf(await lamp.record({ report: await handed('sandbox-lamp/test-report-app-fails.yaml') }));
    await inTurn(lamp, 'evaluate', 'review');
    const evaluated = (await eventsOf(office, CASE)).find(({ type }) => type === 'EvaluationCompleted');
    if (evaluated?.type !== 'EvaluationCompleted') throw new Error('the case was evaluated');
    const before = await keptEvaluation(office, evaluated.evaluation);
    const overruled = evaluated.gaps.map(({ requirement }) => ({
      requirement,
      reason: 'Sandbox: seen by the decider.',
    }));
    await refused(office, () => lamp.grant({ overruled: overruled.slice(1) }), { code: 'level-not-reached' });
    valueOf(await lamp.grant({ overruled }));
    const granted = (await eventsOf(office, CASE)).at(-1);
    expect(granted).toMatchObject({
      ...{ type: 'LabelGranted', overruled, effective: '2026-11-21', evaluation: evaluated.evaluation },
      authorities: ['Sandbox Label Office (fictional)', 'Federal Communications Commission'],
    });
    expect(await keptEvaluation(office, evaluated.evaluation)).toEqual(before);
    expect(before.evaluation.level.assessed).toBe(0);
  });

  test('a grant that takes effect later gives no label until then', async () => {
    const { office, lamp, setClock } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate', 'review');
    await refused(office, () => lamp.grant({ effective: day('2026-11-20') }), { code: 'grant-backdated' });
    valueOf(await lamp.grant({ effective: day('2026-11-23') }));
    await refused(office, lamp.issue, { code: 'grant-not-yet-effective', effective: '2026-11-23' });
    setClock(instant('2026-11-23T05:00:00Z'));
    valueOf(await lamp.issue());
  });

  test('nothing is granted on declarations whose text has changed since, and signing anew mends it', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate', 'review');
    const { schemes } = office.library.catalogue;
    const scheme = schemes.get(MARK);
    if (!scheme) throw new Error('the mark is in the library');
    const declarations = scheme.declarations.map((one) => (one.id === 'c4' ? { ...one, version: '2' } : one));
    const changed = {
      ...office,
      library: {
        ...office.library,
        catalogue: {
          ...office.library.catalogue,
          schemes: new Map([...schemes, [MARK, { ...scheme, declarations }]]),
        },
      },
    };
    const later = await lampCase(changed, CASE);
    const missing = [
      { code: 'declaration-outdated', facts: { declaration: 'c4', version: '2', signed: '1' } },
    ];
    await refused(office, () => later.grant({}), { code: 'declarations-outdated', missing });
    const signed = {
      ...{ declaration: 'c4', version: '1', signer: 'Ada Applicant (sandbox)', capacity: 'Director' },
      signedAt: office.clock(),
    };
    await refused(office, () => later.declare({ declarations: [signed] }), {
      code: 'declaration-of-another-version',
      version: '2',
    });
    valueOf(await later.declare({ declarations: [{ ...signed, version: '2' }] }));
    valueOf(await later.grant({}));
  });

  test('a report counts only from a body that was recognised for it while it tested, and the refusal says what fails', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept');
    const report = await handed('sandbox-lamp/test-report.yaml');
    const [from] = /testedFrom: .*\n/.exec(new TextDecoder().decode(report.bytes)) ?? [''];
    const early = altered(report, from, `testedFrom: '2024-01-01'\n`);
    await refused(office, () => lamp.record({ report: early }), {
      code: 'body-not-yet-recognised',
      day: '2024-01-01',
      from: '2025-04-01',
    });
    const deeper = altered(report, 'activity: functional-test', 'activity: penetration-test');
    await refused(office, () => lamp.record({ report: deeper }), {
      code: 'activity-out-of-scope',
      activity: 'penetration-test',
    });
    await inTurn(lamp, 'record');
  });

  test('whoever applies, or applies again, does so under a legal name of their own, letter by letter', async () => {
    const { office, lamp } = await begin();
    const lacking = altered(await handed('sandbox-lamp/dossier.yaml'), /^ {2}sbom: .*\n/m, '');
    const NAME = 'Sandbox Maker (fictional)';
    const under = (name: string) => ({
      dossier: altered(lacking, `manufacturer: '${NAME}'`, `manufacturer: '${name}'`),
    });
    const nobodys = { code: 'manufacturer-not-own', own: NAME };
    for (const name of ['Sandbox Kettle Works (fictional)', NAME.toUpperCase(), `${NAME}.`])
      await refused(office, () => lamp.submit(under(name)), { ...nobodys, manufacturer: name });
    valueOf(await lamp.submit({ dossier: lacking }));
    await inTurn(lamp, 'giveBack');
    await refused(office, () => lamp.resubmit(under('Sandbox Rival')), {
      ...{ ...nobodys, manufacturer: 'Sandbox Rival' },
    });
    await office.records.write(async (tx) => {
      const held = await holdOrganisation(tx, DEVELOPER);
      if (!held) throw new Error('the sandbox has its developer');
      const { id, name, kinds, schemes } = held;
      await tellOfOrganisation(tx, held, {
        ...{ type: 'OrganisationChanged', at: office.clock(), because: 'Sandbox.' },
        organisation: { id, name, kinds, schemes, manufacturers: ['Sandbox Heir (fictional)'] },
      });
    });
    // What was applied for under a name that was lost since keeps it; what is new takes a name of now.
    const anew = await lampCase(office, caseNumbered(12));
    await refused(office, () => anew.submit(), { code: 'manufacturer-not-own', manufacturer: NAME });
    valueOf(await lamp.resubmit({ dossier: lacking }));
    valueOf(await lamp.giveBack({ key: 'once more' }));
    valueOf(await lamp.resubmit({ ...under('Sandbox Heir (fictional)'), key: 'heir' }));
  });

  test('a new application for a product that was refused has to tell of it, whoever refused', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate', 'review', 'refuse');
    const again = await lampCase(office, caseNumbered(12));
    await inTurn(again, 'submit');
    const missing = [{ code: 'denial-not-disclosed', facts: { count: 1 } }];
    await refused(office, () => again.accept(), { code: 'application-incomplete', missing });
    await inTurn(again, 'giveBack');
    const state = caseOf(await eventsOf(office, caseNumbered(12)));
    if (state.stage === 'none') throw new Error('it was handed in');
    expect(await earlierDenials(office, { state, sight: SIGHT })).toMatchObject([
      { administrator: 'SB', case: CASE },
    ]);
    const stranger = { kind: 'administrator', administrator: 'ZZ' } as const;
    const [unnamed] = await earlierDenials(office, { state, sight: stranger });
    expect(unnamed).toMatchObject({ administrator: 'SB' });
    expect(unnamed).not.toHaveProperty('case');
    const denial = {
      administrator: 'SB',
      deniedOn: day('2026-11-20'),
      reasons: 'Sandbox.',
      corrected: 'Sandbox.',
    };
    valueOf(await again.resubmit({ priorDenials: [denial] }));
    await refused(office, () => again.accept(), { code: 'application-incomplete', missing });
    valueOf(await again.giveBack({ key: 'once more' }));
    // By the name under which the administrator denied it, which is what its applicant knows.
    const named = { administrator: 'Sandbox Label Office (fictional)', deniedOn: day('2026-11-21') };
    valueOf(await again.resubmit({ priorDenials: [{ ...denial, ...named }], key: 'told' }));
    await inTurn(again, 'accept');
  });

  test('the time for a decision is chosen by a manager, for what starts from then on, and shows on the desk', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept');
    const by = await manager(office);
    const choice = {
      by,
      edition: MARK,
      setting: 'decision-target',
      value: 5,
      source: 'Sandbox resolution 1',
    };
    const choose = (more: Partial<Parameters<typeof chooseSchemeSetting>[1]> = {}) =>
      chooseSchemeSetting(office, { ...choice, effectiveFrom: day('2026-11-21'), ...more });
    await refused(office, () => choose({ by: CAST.decider }), {
      code: 'chosen-by-the-manager',
      administrator: 'SB',
    });
    await refused(office, () => choose({ setting: 'cure-period' }), { code: 'setting-fixed', value: 20 });
    await refused(office, () => choose({ effectiveFrom: day('2026-11-20') }), { code: 'setting-backdated' });
    await refused(office, () => choose({ edition: parseEdition('none@1') }), { code: 'unknown-edition' });
    expect((await line(office))?.due).toBeUndefined();
    valueOf(await choose());
    // 21 November 2026 is a Saturday, and the 26th a holiday.
    expect(await line(office)).toMatchObject({ due: { on: '2026-11-30', clock: 'decision' } });
    valueOf(await choose({ value: 30, effectiveFrom: day('2026-11-22') }));
    expect(await line(office)).toMatchObject({ due: { on: '2026-11-30' } });
  });

  test('of two deciders at once one decides, and the line of the case says which', async () => {
    const { office, lamp } = await begin();
    await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate', 'review');
    const expected = 5;
    const answers = await Promise.all([
      lamp.grant({ expected }),
      lamp.refuse({ by: DORA, expected }),
      lamp.dismiss({ by: DORA, expected }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe('version-conflict');
    const last = (await eventsOf(office, CASE)).at(-1);
    const stage = { LabelGranted: 'granted', LabelRefused: 'refused', ApplicationDismissed: 'dismissed' };
    expect(await line(office)).toMatchObject({ version: 6, stage: stage[parseEnd(last?.type)] });
  });

  test('a case of another administrator is kept apart, acted on by its own people alone, and gets no label here', async () => {
    const { office, lamp } = await begin();
    await refused(office, () => officeFor(office, 'ZZ'), {
      code: 'unknown-administrator',
      administrator: 'ZZ',
    });
    expect(valueOf(await officeFor(office, 'SB'))).toBe(office);
    await office.records.write(async (tx) => {
      await tx
        .insertInto('organisation')
        .values({
          ...{ id: parseOrganisation('org_sandbox-other-office'), name: 'Sandbox Other Office (fictional)' },
          ...{ kinds: ['label-administrator'], administrator: 'ZZ', body: null, contact: null },
          ...{ manufacturers: [], schemes: [], version: 1, registered_at: office.clock() },
        })
        .execute();
      return undefined;
    });
    const other = valueOf(await officeFor(office, 'ZZ'));
    const there = await lampCase(other, CASE);
    await inTurn(there, 'submit');
    await refused(office, () => lamp.accept(), { code: 'unknown-case' });
    await refused(office, () => there.accept(), { code: 'of-another-administrator', administrator: 'ZZ' });
    await refused(office, there.issue, { code: 'no-log-here', administrator: 'ZZ' });
    expect(await line(office)).toBeUndefined();
    const at = office.clock();
    expect(
      await readCaseLine(office.records.read, { sight: { ...SIGHT, administrator: 'ZZ' }, at, case: CASE }),
    ).toMatchObject({ administrator: 'ZZ', waitsFor: 'intake' });
    const page = valueOf(await caseQueue(office.records.read, { sight: SIGHT, at, limit: 10 }));
    expect(page.rows).toEqual([]);
    expect(await countCases(office.records.read, { sight: SIGHT, at })).toMatchObject({ intake: 0 });
  });
});

async function line(office: Office) {
  return readCaseLine(office.records.read, { sight: SIGHT, at: office.clock(), case: CASE });
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

/** Somebody of the office who manages it. */
async function manager(office: Office) {
  await office.records.write(async (tx) => {
    await tx
      .updateTable('membership')
      .set({ roles: ['issuer', 'manager'] })
      .where('organisation', '=', OFFICE)
      .where('person', '=', CAST.issuer)
      .execute();
    return undefined;
  });
  return CAST.issuer;
}

function parseNothing(text: string): Digest {
  return text as Digest;
}

function parseEdition(text: string): typeof MARK {
  return text as typeof MARK;
}

function parseOrganisation(text: string): OrganisationId {
  return text as OrganisationId;
}

function parseEnd(type: string | undefined): 'LabelGranted' | 'LabelRefused' | 'ApplicationDismissed' {
  return type as 'LabelGranted';
}
