/** Orders of an authority as acts of the office: on real records, raced, repeated, told and carried along with the case. */
import { join as below } from 'node:path';

import { pdfWords } from '@assay/formats/test/pdf-words';
import { countCases } from '@assay/records/case-counts';
import { caseQueue, overdueCases } from '@assay/records/case-desk';
import { readStream } from '@assay/records/case-file';
import { labelOfCase } from '@assay/records/label';
import { listMails } from '@assay/records/mail';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import { addEndpoint } from '@assay/records/webhook';
import { listDeliveries } from '@assay/records/webhook-delivery';
import { databases } from '@assay/records/test/databases';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';
import { WEBHOOK_KINDS } from '@assay/vocabulary/webhook';
import { describe, expect, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { publicRecordOf } from '../src/6-register/public-desk.ts';
import { restoreLabel, suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import {
  answerOrder,
  closeOrder,
  makeOrder,
  reportOnOrder,
  withdrawOrder,
} from '../src/7-surveillance/orders.ts';
import { exportCase, printCase } from '../src/case-file/export-case.ts';
import { readCaseSheet } from '../src/case-file/case-sheet.ts';
import { shownToApplicant, shownToLaboratory } from '../src/case-file/shown-of-case.ts';
import { verifyCaseFile } from '../src/case-file/verify-case.ts';
import { lookAround } from '../src/notices/look-around.ts';
import { tellOfCase } from '../src/notices/tell-of-case.ts';
import { CAST } from '../src/rehearsal/script.ts';
import type { Office } from '../src/office.ts';
import { loadWords } from '../src/words.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import {
  AT,
  caseNumbered,
  day,
  freshOffice,
  HOME,
  instant,
  sandboxLibrary,
  valueOf,
} from './sandbox-office.ts';
import { AUTHORITY, CARLA, DEVELOPER, LAMP_LABORATORY, MONA, OFFICE, OLAF, OTTO } from './sandbox-people.ts';

const CASE = caseNumbered(1);
const words = await loadWords(HOME);
const RULE = '47 CFR 8.214 (sandbox)';

describe.each(databases())('$name', (server) => {
  /** A case whose label is in the register, and the orders about it. */
  async function labelled() {
    const place = await freshOffice(server);
    const { office, setClock } = place;
    const lamp = await lampCase(office, CASE);
    await inTurn(lamp, 'submit', 'accept', 'assign', 'record', 'evaluate', 'review', 'grant');
    valueOf(await lamp.issue());
    await finishIssuance(office);
    const { read } = office.records;
    const label = await labelOfCase(read, { administrator: 'SB', case: CASE });
    if (!label) throw new Error('it has its label');
    const say = (key: string, by: PersonId) => ({ case: CASE, by, because: `Sandbox: ${key}.`, key });
    const ask = { kind: 'report' as const, rule: RULE, says: 'Sandbox: investigate, and report.' };
    return {
      ...{ place, office, setClock, label: label.id },
      order: (key: string, asked: Partial<Parameters<typeof makeOrder>[1]['asked']> = {}, by = OTTO) =>
        makeOrder(office, { ...say(key, by), asked: { ...ask, ...asked } }),
      report: (key: string, order = 'order-1') =>
        reportOnOrder(office, { ...say(key, CAST.applicant), order, says: 'Sandbox: found.', evidence: [] }),
      answer: (key: string, outcome: 'carried-out' | 'not-carried-out', order = 'order-1') =>
        answerOrder(office, { ...say(key, CAST.surveillance), order, outcome, answer: 'Sandbox: answered.' }),
      close: (key: string, order = 'order-1') =>
        closeOrder(office, { ...say(key, OTTO), order, answer: 'Sandbox: satisfied.' }),
      withdraw: (key: string, order = 'order-1') =>
        withdrawOrder(office, { ...say(key, OTTO), order, answer: 'Sandbox: not needed.' }),
      sanction: {
        label: label.id,
        by: CAST.surveillance,
        because: 'Sandbox.',
        reasonCode: 'sandbox-finding',
      },
      events: (): Promise<readonly CaseEvent[]> => readStream(read, { administrator: 'SB', stream: CASE }),
      line: async () => {
        const sight = { kind: 'administrator', administrator: 'SB' } as const;
        const page = valueOf(await caseQueue(read, { sight, at: office.clock(), limit: 5 }));
        return page.rows.map(({ waitsFor, due }) => [waitsFor, due?.on, due?.clock])[0];
      },
    };
  }
  const SUSPEND = { kind: 'suspension', says: 'Sandbox: suspend it.', respondBy: day('2026-12-01') } as const;

  test('a report is ordered with the time of the scheme, given, and found enough; the case waits for each in turn', async () => {
    const { order, report, close, events, line } = await labelled();
    expect(await line()).toEqual(['nobody', undefined, undefined]);
    valueOf(await order('order'));
    // Twenty days from 21 November, in the scheme's own zone (47 CFR 8.214).
    expect(await line()).toEqual(['applicant', '2026-12-11', 'order-1']);
    valueOf(await report('report'));
    expect(await line()).toEqual(['authority', undefined, undefined]);
    expect(await report('report anew')).toMatchObject({ refusal: { code: 'wrong-order-status' } });
    valueOf(await close('close'));
    expect(await line()).toEqual(['nobody', undefined, undefined]);
    expect((await events()).slice(-3)).toMatchObject([
      { type: 'ReportOrdered', by: OTTO, as: AUTHORITY, order: 'order-1', respondBy: '2026-12-11' },
      { type: 'OrderedReportReceived', by: CAST.applicant, as: DEVELOPER, order: 'order-1' },
      { type: 'OrderClosed', by: OTTO },
    ]);
  });

  test('a suspension is carried out by the act on the label and not by a word, and holds until the authority closes the order', async () => {
    const { office, order, answer, close, sanction, line, label } = await labelled();
    valueOf(await order('order', SUSPEND));
    expect(await line()).toEqual(['surveillance', '2026-12-01', 'order-1']);
    expect(await answer('claim', 'carried-out')).toMatchObject({
      refusal: { code: 'not-as-ordered', label: 'valid' },
    });
    valueOf(await suspendLabel(office, { ...sanction, key: 'suspend', order: 'order-1' }));
    valueOf(await answer('claim', 'carried-out'));
    const restoring = (key: string) => restoreLabel(office, { ...sanction, key });
    expect(await restoring('restore')).toMatchObject({
      refusal: { code: 'held-by-order', order: 'order-1' },
    });
    await finishIssuance(office);
    const record = await publicRecordOf(office, label);
    expect(record?.state).toBe('suspended');
    expect(JSON.stringify(record)).not.toContain('order');
    valueOf(await close('close'));
    valueOf(await restoring('restore again'));
  });

  test('what was refused is kept nowhere: of the wrong people, in cases that are not theirs, and of what is not there', async () => {
    const { office, order, answer, withdraw, events } = await labelled();
    const before = await events();
    const codes = [
      await order('a', {}, OLAF),
      await order('b', {}, MONA),
      await order('c', {}, CAST.surveillance),
      await order('d', { ...SUSPEND, respondBy: day('2026-11-01') }),
      await order('e', { kind: 'withdrawal' }),
      await order('f', { respondBy: day('2027-01-01') }),
      await order('g', { replaces: 'order-1' }),
      await answer('h', 'not-carried-out'),
      await withdraw('i', 'order-0'),
      await answerOrder(office, {
        ...{ case: CASE, by: CARLA, because: 'Sandbox.', key: 'j', order: 'order-1' },
        ...{ outcome: 'not-carried-out', answer: 'Sandbox.' },
      }),
      await makeOrder(office, {
        ...{ case: caseNumbered(9), by: OTTO, because: 'Sandbox.', key: 'k' },
        asked: { kind: 'report', rule: RULE, says: 'Sandbox.' },
      }),
    ].map((one) => (one.ok ? 'ok' : one.refusal.code));
    expect(codes).toEqual([
      ...['wrong-role', 'wrong-role', 'wrong-role', 'time-already-over', 'time-not-named', 'time-fixed'],
      ...['no-such-order', 'no-such-order', 'no-such-order', 'conflict-declared', 'unknown-case'],
    ]);
    expect(await events()).toEqual(before);
  });

  test('of two at once one is heard and the other told, and the same key is answered as before', async () => {
    const { order, report, close, withdraw, events } = await labelled();
    const again = await Promise.all([order('once'), order('once')]);
    expect(again.map((one) => one.ok && one.value.repeated).toSorted()).toEqual([false, true]);
    const both = await Promise.all([report('report'), withdraw('withdraw')]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const ends = (await events()).filter(
      ({ type }) => type === 'OrderedReportReceived' || type === 'OrderWithdrawn',
    );
    expect(ends).toHaveLength(1);
    valueOf(await order('second'));
    valueOf(await report('second report', 'order-2'));
    const closing = await Promise.all([close('one', 'order-2'), close('two', 'order-2')]);
    expect(closing.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await order('once', { says: 'Sandbox: something else.' })).toMatchObject({
      refusal: { code: 'idempotency-key-reused' },
    });
  });

  test('each hears by mail what concerns them, whoever is barred hears nothing, and the day is reminded of', async () => {
    const { office, setClock, order, report, answer, close } = await labelled();
    await join(office, [
      ['amy', DEVELOPER, 'applicant'],
      ['sue', OFFICE, 'surveillance'],
      ['barred-sue', OFFICE, 'surveillance'],
      ['eve', OFFICE, 'evaluator'],
      ['ann', AUTHORITY, 'authority'],
      ['barred-ann', AUTHORITY, 'authority'],
      ['lee', LAMP_LABORATORY, 'laboratory'],
    ]);
    const from = valueOf(await order('order')).version;
    valueOf(await order('suspend', SUSPEND));
    valueOf(await answer('not', 'not-carried-out', 'order-2'));
    valueOf(await close('enough', 'order-2'));
    setClock(instant('2026-12-09T12:00:00Z'));
    await lookAround(office, words);
    const { version: to } = valueOf(await report('report'));
    for (let twice = 0; twice < 2; twice += 1)
      await tellOfCase(office, words, { administrator: 'SB', case: CASE, from, to });
    const { rows } = await listMails(office.records.read, { administrator: 'SB', limit: 50 });
    expect(rows.map(({ kind, address }) => `${kind} ${address.split('@')[0] ?? ''}`).toSorted()).toEqual([
      'clock-ahead amy',
      ...['order-answered ann', 'order-answered ann'],
      ...['order-ended amy', 'order-ended sue'],
      ...['order-made amy', 'order-made amy', 'order-made sue', 'order-made sue'],
    ]);
  });

  test('programs of holder, administrator and authority are called with no word of what was ordered, those of the laboratory are not', async () => {
    const { office, order, report, close } = await labelled();
    const houses = [DEVELOPER, OFFICE, AUTHORITY, LAMP_LABORATORY] as const;
    const endpointOf = (n: number) => `endpoint_${String(n).padStart(16, '0')}` as EndpointId;
    await office.records.write(async (tx) => {
      for (const [n, organisation] of houses.entries()) {
        const called = { id: endpointOf(n), organisation, url: 'https://hooks.example.org/' };
        const endpoint = { ...called, kinds: [...WEBHOOK_KINDS], addedAt: AT, addedBy: OTTO };
        await addEndpoint(tx, { administrator: 'SB', endpoint, wrapped: Buffer.of(1) });
      }
    });
    const from = valueOf(await order('order')).version;
    valueOf(await report('report'));
    const { version: to } = valueOf(await close('close'));
    await tellOfCase(office, words, { administrator: 'SB', case: CASE, from, to });
    const heard = await Promise.all(
      houses.map(async (_, n) => {
        const asked = { administrator: 'SB', endpoint: endpointOf(n), limit: 50 };
        const { rows } = await listDeliveries(office.records.read, asked);
        for (const { body } of rows) expect(body).not.toMatch(/investigate|8\.214|found/i);
        return rows.map(({ kind }) => kind).toSorted();
      }),
    );
    const all = ['case.order-answered', 'case.order-ended', 'case.order-made'];
    expect(heard).toEqual([all, all, all, []]);
  });

  test('of several that are open each is reminded of by its own day, to whom it was put, and once', async () => {
    const { office, setClock, order, report } = await labelled();
    await join(office, [
      ['amy', DEVELOPER, 'applicant'],
      ['sue', OFFICE, 'surveillance'],
    ]);
    valueOf(await order('report'));
    valueOf(await order('suspend', SUSPEND));
    const reminded = async (moment: string) => {
      setClock(instant(moment));
      for (let twice = 0; twice < 2; twice += 1) await lookAround(office, words);
      const { rows } = await listMails(office.records.read, { administrator: 'SB', limit: 50 });
      const clocks = rows.filter(({ kind }) => kind.startsWith('clock-'));
      return clocks.map(({ kind, address }) => `${kind} ${address.split('@')[0] ?? ''}`).toSorted();
    };
    expect(await reminded('2026-11-29T15:00:00Z')).toEqual(['clock-ahead sue']);
    const late = ['clock-ahead sue', 'clock-overdue sue'];
    expect(await reminded('2026-12-05T15:00:00Z')).toEqual(late);
    // The case still waits for the suspension; the report has its day all the same.
    expect(await reminded('2026-12-09T15:00:00Z')).toEqual(['clock-ahead amy', ...late]);
    valueOf(await report('report in'));
    expect(await reminded('2026-12-30T15:00:00Z')).toEqual(['clock-ahead amy', ...late]);
  });

  test('the laboratory of the case is told nothing of an order, the holder everything but notes', async () => {
    const { office, order, report } = await labelled();
    valueOf(await order('order'));
    valueOf(await report('report'));
    valueOf(await order('later', SUSPEND));
    const sheet = valueOf(await readCaseSheet(office, { case: CASE, by: CAST.surveillance }));
    const lab = shownToLaboratory(sheet, LAMP_LABORATORY);
    expect(JSON.stringify([lab.events, lab.state.orders])).not.toMatch(
      /order|"Sandbox: (investigate|found)/i,
    );
    const own = shownToApplicant(sheet, DEVELOPER);
    expect(own.events.filter((event) => 'order' in event).map(({ because }) => because)).toEqual([
      ...['', 'Sandbox: report.', ''],
    ]);
    const { read } = office.records;
    const sight = { kind: 'laboratory', organisation: LAMP_LABORATORY } as const;
    const at = instant('2027-06-01T00:00:00Z');
    const all = valueOf(await caseQueue(read, { sight, at, limit: 5 }));
    expect(all.rows).toMatchObject([{ waitsFor: 'nobody', due: undefined }]);
    for (const waitsFor of ['surveillance', 'authority', 'applicant'] as const)
      expect(valueOf(await caseQueue(read, { sight, at, limit: 5, waitsFor })).rows).toEqual([]);
    expect(valueOf(await overdueCases(read, { sight, at, limit: 5 })).rows).toEqual([]);
    expect(Object.values(await countCases(read, { sight, at })).every((count) => count === 0)).toBe(true);
  });

  test('a case with orders is exported with them and checks as sound, also where a rule looks like a digest', async () => {
    const { place, office, order, report } = await labelled();
    valueOf(await order('order', { rule: `sha256:${'0'.repeat(64)}` }));
    valueOf(await report('report'));
    const into = below(place.folder, 'ordered.zip');
    valueOf(await exportCase(office, words, { case: CASE, into, confidential: true }));
    const believed = { library: await sandboxLibrary(), anchors: await ownAnchors(office) };
    const checked = valueOf(await verifyCaseFile(into, believed));
    expect(checked.checks.map(({ id, ok }) => [id, ok])).toContainEqual(['history', true]);
    expect(checked.outcome).toBe('sound');
    const { state, events } = valueOf(await readCaseSheet(office, { case: CASE, by: CAST.surveillance }));
    const print = pdfWords(await printCase(office, words, { state, events, confidential: true }));
    for (const said of [
      'Ordersofauthorities',
      'Sandbox:investigate,andreport.',
      'Sandbox:found.',
      'OttoAuthority',
    ])
      expect(print).toContain(said);
  });
});

/** People with mail addresses; whoever is called barred declared a conflict with the maker. */
function join(
  { records }: Office,
  people: readonly (readonly [string, OrganisationId, Role])[],
): Promise<void> {
  const declared = { manufacturer: 'Sandbox Maker (fictional)', declaredAt: AT, because: 'Sandbox' };
  return records.write(async (tx) => {
    for (const [name, organisation, role] of people) {
      const person = `person_new-${name}` as PersonId;
      await addPerson(tx, { id: person, name, mail: `${name}@sandbox.example`, since: AT });
      const conflicts = name.startsWith('barred') ? [declared] : [];
      await putMembership(tx, { person, organisation, roles: [role], conflicts, since: AT });
    }
  });
}
