import { deskOf, type CaseDesk } from '@assay/conformity/case-desk';
import { putCaseDesk } from '@assay/records/case-desk';
import { readStream } from '@assay/records/case-file';
import { listMails } from '@assay/records/mail';
import { putMembership } from '@assay/records/membership';
import { addOrganisation } from '@assay/records/organisation';
import { addPerson } from '@assay/records/person';
import { noteReminders } from '@assay/records/reminder';
import { databases } from '@assay/records/test/databases';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addDays, addSeconds, startOfDay } from '@assay/vocabulary/instant';
import type { Role } from '@assay/vocabulary/programme';
import { describe, expect, test } from 'vitest';

import { lookAround } from '../src/notices/look-around.ts';
import { administratorOf } from '../src/office.ts';
import { schemeOf } from '../src/scheme-of.ts';
import { loadWords } from '../src/words.ts';
import { inTurn, lampCase, MARK } from './lamp-case.ts';
import { AT, caseNumbered, day, freshOffice, HOME, instant } from './sandbox-office.ts';
import { DEVELOPER, LAMP_LABORATORY, OFFICE } from './sandbox-people.ts';

const CASE = caseNumbered(1);
const DUE = day('2026-12-10');
const words = await loadWords(HOME);

describe.each(databases())('on $name', (server) => {
  async function opened() {
    const { office, setClock } = await freshOffice(server);
    const administrator = administratorOf(office);
    const lamp = await lampCase(office, CASE);
    const people: readonly (readonly [string, OrganisationId, Role])[] = [
      ['ada', DEVELOPER, 'applicant'],
      ['mona', DEVELOPER, 'manager'],
      ['lee', LAMP_LABORATORY, 'laboratory'],
      ['ines', OFFICE, 'intake'],
      ['rita', OFFICE, 'reviewer'],
      // Barred from the cases of the lamp's maker: they are told nothing of it, in any of these tests.
      ['barred-intake', OFFICE, 'intake'],
      ['barred-reviewer', OFFICE, 'reviewer'],
      ['barred-tester', LAMP_LABORATORY, 'laboratory'],
    ];
    const declared = { manufacturer: 'Sandbox Maker (fictional)', declaredAt: AT, because: 'Sandbox' };
    await office.records.write(async (tx) => {
      for (const [name, organisation, role] of people) {
        const person = `person_new-${name}` as PersonId;
        await addPerson(tx, { id: person, name, mail: `${name}@sandbox.example`, since: AT });
        const conflicts = name.startsWith('barred') ? [declared] : [];
        await putMembership(tx, { person, organisation, roles: [role], conflicts, since: AT });
      }
    });
    /** What is said of clocks, the earliest first: kind and whom. */
    const said = async () =>
      (await listMails(office.records.read, { administrator, limit: 50 })).rows
        .filter(({ kind }) => kind.startsWith('clock-'))
        .map(({ kind, address, subject }) => ({ kind, address, subject }))
        .toSorted((one, other) => (one.kind + one.address < other.kind + other.address ? -1 : 1));
    const mails = async () => (await said()).map(({ kind, address }) => `${kind} ${address}`);
    const lookAt = async (moment: string) => {
      setClock(instant(moment));
      await lookAround(office, words);
    };
    const ask = async (respondBy = DUE, of: 'applicant' | 'laboratory' = 'applicant') => {
      await inTurn(lamp, 'submit', 'accept');
      if (of === 'laboratory') await inTurn(lamp, 'choose');
      const asked = await lamp.ask({ of, respondBy });
      if (!asked.ok) throw new Error(JSON.stringify(asked.refusal));
    };
    return { office, administrator, lamp, said, mails, lookAt, ask };
  }

  test('whoever is asked is reminded three days before, on the day and once it has passed, once each', async () => {
    const { said, mails, lookAt, ask } = await opened();
    await ask();
    await lookAt('2026-12-06T12:00:00Z');
    expect(await mails()).toEqual([]);
    for (const moment of ['2026-12-07T12:00:00Z', '2026-12-08T12:00:00Z', '2026-12-09T12:00:00Z'])
      await lookAt(moment);
    expect(await said()).toEqual([
      {
        ...{ kind: 'clock-ahead', address: 'ada@sandbox.example' },
        subject: `[Sandbox] Case ${CASE}: due in 3 days`,
      },
    ]);
    for (const moment of ['2026-12-10T12:00:00Z', '2026-12-10T18:00:00Z']) await lookAt(moment);
    for (const moment of ['2026-12-11T12:00:00Z', '2026-12-25T12:00:00Z']) await lookAt(moment);
    expect(await mails()).toEqual([
      ...['clock-ahead ada@sandbox.example', 'clock-due ada@sandbox.example'],
      'clock-overdue ada@sandbox.example',
    ]);
  });

  test('two look-arounds at the same moment send one mail each, also where a restart comes between', async () => {
    const { office, mails, lookAt, ask } = await opened();
    await ask();
    await lookAt('2026-11-30T12:00:00Z');
    const at = { ...office, clock: () => instant('2026-12-08T12:00:00Z') };
    await Promise.all([1, 2, 3, 4].map(() => lookAround(at, words)));
    expect(await mails()).toEqual(['clock-ahead ada@sandbox.example']);
    await lookAround({ ...at }, words);
    expect(await mails()).toHaveLength(1);
  });

  test('a look-around that is cut short before its mail has noted nothing: the next one sends it', async () => {
    const { office, mails, ask } = await opened();
    await ask();
    const clock = () => instant('2026-12-08T12:00:00Z');
    const dies = () => {
      throw new Error('killed');
    };
    await expect(lookAround({ ...office, clock, random: dies }, words)).rejects.toThrow('killed');
    expect(await mails()).toEqual([]);
    await lookAround({ ...office, clock }, words);
    expect(await mails()).toEqual(['clock-ahead ada@sandbox.example']);
  });

  test('somebody who is told late is told how many days are left', async () => {
    const { said, lookAt, ask } = await opened();
    await ask();
    await lookAt('2026-12-09T12:00:00Z');
    expect((await said()).map(({ subject }) => subject)).toEqual([`[Sandbox] Case ${CASE}: due tomorrow`]);
  });

  /** Around the nights on which New York sets its clocks: the first minute of each day of a due day, and the last before. */
  test.each([
    ['forward', '2027-03-16', ['2027-03-13T05:00:00Z', '2027-03-16T04:00:00Z', '2027-03-17T04:00:00Z']],
    [
      'forward that night',
      '2027-03-14',
      ['2027-03-11T05:00:00Z', '2027-03-14T05:00:00Z', '2027-03-15T04:00:00Z'],
    ],
    ['back', '2027-11-09', ['2027-11-06T04:00:00Z', '2027-11-09T05:00:00Z', '2027-11-10T05:00:00Z']],
    [
      'back that night',
      '2027-11-07',
      ['2027-11-04T04:00:00Z', '2027-11-07T04:00:00Z', '2027-11-08T05:00:00Z'],
    ],
  ])(
    'where clocks are set %s, people are reminded as the day begins, not an hour off',
    async (_, on, begins) => {
      const { office, administrator, lamp, mails, lookAt } = await opened();
      await inTurn(lamp, 'submit');
      const history = await readStream(office.records.read, { administrator, stream: CASE });
      const scheme = schemeOf(office, MARK);
      const due = { on: day(on), clock: 'intake', overdueFrom: instant(begins[2] ?? '') };
      expect(startOfDay(addDays(due.on, 1), scheme.timeZone)).toBe(due.overdueFrom);
      const desk = { ...deskOf(scheme, history, []), due };
      await office.records.write((tx) => putCaseDesk(tx, { administrator, desk }));
      for (const [at, begin] of begins.entries()) {
        await lookAt(addSeconds(instant(begin), -1));
        expect([begin, (await mails()).length]).toEqual([begin, at]);
        await lookAt(begin);
        expect([begin, (await mails()).length]).toEqual([begin, at + 1]);
      }
      expect(await mails()).toEqual(
        ['clock-ahead', 'clock-due', 'clock-overdue'].map((kind) => `${kind} ines@sandbox.example`),
      );
    },
  );

  test('what was answered, or ended, is no longer reminded of', async () => {
    for (const end of ['answer', 'discontinue', 'dismiss'] as const) {
      const { lamp, mails, lookAt, ask } = await opened();
      await ask();
      await inTurn(lamp, end);
      await lookAt('2026-12-11T12:00:00Z');
      expect((await mails()).filter((mail) => mail.includes('ada@'))).toEqual([]);
    }
  });

  test('a laboratory is reminded of what it was asked, and nobody else is', async () => {
    const { mails, lookAt, ask } = await opened();
    await ask(DUE, 'laboratory');
    await lookAt('2026-12-10T12:00:00Z');
    expect(await mails()).toEqual(['clock-due lee@sandbox.example']);
  });

  test('of a step in the house those hear who take it, and a day that was moved is a day of its own', async () => {
    const { office, administrator, lamp, mails, lookAt } = await opened();
    await inTurn(lamp, 'submit');
    const scheme = schemeOf(office, MARK);
    const history = await readStream(office.records.read, { administrator, stream: CASE });
    const lay = (on: typeof DUE, more: Partial<CaseDesk> = {}) => {
      const overdueFrom = startOfDay(day(`2026-12-${String(Number(on.slice(8)) + 1)}`), scheme.timeZone);
      const due = { on, clock: 'intake', overdueFrom };
      const desk = { ...deskOf(scheme, history, []), due, ...more };
      return office.records.write((tx) => putCaseDesk(tx, { administrator, desk }));
    };
    await lay(DUE);
    await lookAt('2026-12-10T12:00:00Z');
    expect(await mails()).toEqual(['clock-due ines@sandbox.example']);
    await lay(day('2026-12-20'));
    await lookAt('2026-12-12T12:00:00Z');
    expect(await mails()).toHaveLength(1);
    await lay(day('2026-12-20'), { waitsFor: 'reviewer' });
    await lookAt('2026-12-18T12:00:00Z');
    expect(await mails()).toEqual(['clock-ahead rita@sandbox.example', 'clock-due ines@sandbox.example']);
    await lay(day('2026-12-20'), { due: undefined });
    await lookAt('2026-12-24T12:00:00Z');
    await lay(day('2026-12-20'), { waitsFor: 'nobody' });
    await lookAt('2026-12-24T12:00:00Z');
    expect(await mails()).toHaveLength(2);
  });

  test('cases of another administrator here are reminded of to its own people', async () => {
    const { office, lamp, mails, lookAt, administrator } = await opened();
    await inTurn(lamp, 'submit');
    const organisation = 'org_sandbox-second-office' as OrganisationId;
    const person = 'person_sandbox-second' as PersonId;
    const history = await readStream(office.records.read, { administrator, stream: CASE });
    const overdueFrom = instant('2026-12-11T05:00:00Z');
    const desk = { ...deskOf(schemeOf(office, MARK), history, []), case: caseNumbered(2) };
    await office.records.write(async (tx) => {
      const second = { id: organisation, name: 'Sandbox Second Office', manufacturers: [], schemes: [] };
      const registered = { ...second, kinds: ['label-administrator' as const], administrator: 'ZZ' };
      const event = { type: 'OrganisationRegistered', at: AT, because: 'Sandbox.' } as const;
      await addOrganisation(tx, { ...event, organisation: registered });
      await addPerson(tx, { id: person, name: 'Zoe', mail: 'zoe@second.example', since: AT });
      await putMembership(tx, { person, organisation, roles: ['intake'], conflicts: [], since: AT });
      const due = { on: DUE, clock: 'intake', overdueFrom };
      await putCaseDesk(tx, { administrator: 'ZZ', desk: { ...desk, due } });
    });
    await lookAt('2026-12-10T12:00:00Z');
    expect((await mails()).filter((mail) => mail.includes('second'))).toEqual([
      'clock-due zoe@second.example',
    ]);
  });

  test('many are noted in batches, the longest overdue first, and none twice', async () => {
    const { office, administrator, lamp } = await opened();
    await inTurn(lamp, 'submit');
    const history = await readStream(office.records.read, { administrator, stream: CASE });
    const base = deskOf(schemeOf(office, MARK), history, []);
    await office.records.write(async (tx) => {
      for (let n = 10; n < 30; n += 1) {
        const due = {
          on: day(`2026-11-${String(n)}`),
          clock: 'x',
          overdueFrom: instant(`2026-11-${String(n + 1)}T00:00:00Z`),
        };
        await putCaseDesk(tx, { administrator, desk: { ...base, case: caseNumbered(n), due } });
      }
    });
    const at = instant('2026-12-02T00:00:00Z');
    const today = [{ scheme: MARK, day: day('2026-12-02') }];
    const asked = { administrator, at, today, ahead: 3, limit: 8 };
    const turns = [];
    for (let turn = 0; turn < 4; turn += 1)
      turns.push(await office.records.write((tx) => noteReminders(tx, asked)));
    expect(turns.map((one) => one.length)).toEqual([8, 8, 4, 0]);
    const days = turns.flat().map(({ dueOn }) => dueOn);
    expect(days).toEqual(days.toSorted());
  });
});
