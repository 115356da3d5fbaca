import { listMails } from '@assay/records/mail';
import { listMembers, peopleWithMail, putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import { addEndpoint } from '@assay/records/webhook';
import { listDeliveries } from '@assay/records/webhook-delivery';
import { databases } from '@assay/records/test/databases';
import { readStream } from '@assay/records/case-file';
import type { EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { WEBHOOK_KINDS } from '@assay/vocabulary/webhook';
import { describe, expect, test } from 'vitest';

import { tellOfCase } from '../src/notices/tell-of-case.ts';
import { administratorOf } from '../src/office.ts';
import { loadWords } from '../src/words.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import { AT, caseNumbered, freshOffice, HOME } from './sandbox-office.ts';

const CASE = caseNumbered(7);
const words = await loadWords(HOME);

describe.each(databases())('on $name', (server) => {
  async function opened() {
    const { office } = await freshOffice(server);
    const administrator = administratorOf(office);
    const lamp = await lampCase(office, CASE);
    const stream = () => readStream(office.records.read, { administrator, stream: CASE });
    const tell = async () => {
      const to = (await stream()).length;
      await tellOfCase(office, words, { administrator, case: CASE, from: 1, to });
    };
    const applicant = async () => {
      const [submitted] = await stream();
      if (submitted?.type !== 'ApplicationSubmitted' || submitted.applicant === undefined)
        throw new Error('the case begins with who applied');
      return submitted.applicant;
    };
    /** Somebody more of an organisation, with a mail address. */
    const join = (name: string, organisation: OrganisationId, roles: readonly ('applicant' | 'manager')[]) =>
      office.records.write(async (tx) => {
        const person = `person_${name}` as PersonId;
        await addPerson(tx, { id: person, name, mail: `${name}@developer.example`, since: AT });
        await putMembership(tx, { person, organisation, roles: [...roles], conflicts: [], since: AT });
      });
    const mails = async () =>
      (await listMails(office.records.read, { administrator, limit: 50 })).rows.map(({ kind, address }) => [
        kind,
        address,
      ]);
    return { office, administrator, lamp, tell, applicant, join, mails };
  }

  test('what becomes of an application is told to those of the applicant who apply, once each, and to nobody else', async () => {
    const { lamp, tell, applicant, join, mails } = await opened();
    await inTurn(lamp, 'submit', 'accept');
    const developer = await applicant();
    await join('ada', developer, ['applicant', 'manager']);
    await join('grace', developer, ['applicant']);
    await join('mona', developer, ['manager']);
    await tell();
    await tell();
    expect((await mails()).toSorted()).toEqual([
      ['application-accepted', 'ada@developer.example'],
      ['application-accepted', 'grace@developer.example'],
    ]);
  });

  test('whoever did it, or has left, is not told', async () => {
    const { office, lamp, tell, applicant, join, mails } = await opened();
    await inTurn(lamp, 'submit');
    const developer = await applicant();
    await join('ada', developer, ['applicant']);
    await office.records.write(async (tx) => {
      const members = await listMembers(tx, { organisation: developer, limit: 50 });
      if (!members.ok) throw new Error('they are few');
      for (const { person, roles, conflicts, since } of members.value.rows)
        if (person === 'person_ada')
          await putMembership(tx, { person, organisation: developer, roles, conflicts, since, until: AT });
    });
    await inTurn(lamp, 'accept');
    await tell();
    expect(await mails()).toEqual([]);
    const asked = { organisation: developer, roles: ['applicant'] as const };
    expect(await peopleWithMail(office.records.read, { ...asked, roles: [...asked.roles] })).toEqual([]);
  });

  test('programs of the applicant hear of each step that is theirs, and of none inside the office; each in one call', async () => {
    const { office, administrator, lamp, tell, applicant } = await opened();
    await inTurn(lamp, 'submit');
    const id = 'endpoint_0000000000000001' as EndpointId;
    const organisation = await applicant();
    const endpoint = { id, organisation, url: 'https://hooks.example.org/', kinds: [...WEBHOOK_KINDS] };
    await office.records.write((tx) =>
      addEndpoint(tx, {
        administrator,
        endpoint: { ...endpoint, addedAt: AT, addedBy: 'person_ada' as PersonId },
        wrapped: Buffer.of(1),
      }),
    );
    await inTurn(lamp, 'accept', 'record', 'evaluate', 'review', 'grant');
    await tell();
    await tell();
    const { rows } = await listDeliveries(office.records.read, { administrator, endpoint: id, limit: 50 });
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual([
      ...['case.accepted', 'case.granted', 'case.report-received', 'case.submitted'],
    ]);
    for (const { body } of rows) expect(body).not.toMatch(/lamp|Sandbox maker|gap/i);
  });
});
