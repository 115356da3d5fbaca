import { caseOf, type Case } from '@assay/conformity/case';
import { readStream } from '@assay/records/case-file';
import type { Jobs } from '@assay/records/jobs';
import type { Reader, Tx } from '@assay/records/open';
import { organisationOfAdministrator } from '@assay/records/organisation';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId, OrganisationId } from '@assay/vocabulary/ids';

import type { Office } from '../office.ts';
import type { Words } from '../words.ts';
import { callEndpoints } from './call-endpoints.ts';
import { toldOf, type MailTold, type Party } from './case-notices.ts';
import { hearersOf, unbarred } from './told-in-case.ts';
import { writeMail } from './write-mail.ts';

type Telling = Pick<Office, 'programme' | 'records' | 'clock' | 'random' | 'origin'>;
type Parties = Readonly<Record<Party, OrganisationId | undefined>>;

/**
 * Tells whoever must know of the events of one act: their people by mail, their programs by webhook. Done again, it tells
 * nobody twice. Whoever did it is not told that they did.
 */
export async function tellOfCase(office: Telling, words: Words, job: Jobs['tell-of-case']): Promise<void> {
  const { administrator, case: id, from, to } = job;
  await office.records.write(async (tx) => {
    const events = await readStream(tx, { administrator, stream: id });
    const standing = caseOf(events);
    const ofCase = await partiesOf(tx, administrator, standing);
    for (const [index, event] of events.slice(from - 1, to).entries()) {
      const told = toldOf(event, askerOf(event, events));
      if (!told) continue;
      const parties = { ...ofCase, authority: authorityOf(event, standing) };
      const cause = `${id}/${String(from + index)}`;
      const organisations = told.parties.flatMap((party) => parties[party] ?? []);
      await callEndpoints(tx, office, { kind: told.call, at: event.at, case: id, cause, organisations });
      for (const mail of [told.mail ?? []].flat())
        await mailTo(tx, { office, words, parties, standing }, { id, event, cause, mail });
    }
  });
}

type Within = {
  readonly office: Telling;
  readonly words: Words;
  readonly parties: Parties;
  /** The case as it stands now. */
  readonly standing: Case;
};

async function mailTo(
  tx: Tx,
  { office, words, parties, standing }: Within,
  {
    id,
    event,
    cause,
    mail: { kind, to, roles },
  }: {
    readonly id: CaseId;
    readonly event: CaseEvent;
    readonly cause: string;
    readonly mail: MailTold;
  },
): Promise<void> {
  const organisation = parties[to];
  if (organisation === undefined) return;
  const people = unbarred(await hearersOf(tx, { organisation, roles }), roles, standing);
  const by = 'respondBy' in event ? (event.respondBy ?? 'none') : 'none';
  const notice = { kind, facts: { case: id, by }, path: `/desk/cases/${id}` };
  for (const { person, mail } of people)
    if (person !== event.by)
      await writeMail(tx, office, words, { to: { person, address: mail }, cause, notice, case: id });
}

/** Whoever made the order that an event is about. */
function authorityOf(event: CaseEvent, standing: Case): OrganisationId | undefined {
  if (!('order' in event) || standing.stage === 'none') return undefined;
  return standing.orders.find(({ id }) => id === event.order)?.from;
}

async function partiesOf(
  reader: Reader,
  administrator: string,
  standing: Case,
): Promise<Omit<Parties, 'authority'>> {
  const house = await organisationOfAdministrator(reader, administrator);
  if (standing.stage === 'none')
    return { applicant: undefined, laboratory: undefined, administrator: house?.id };
  const { applicant, assigned } = standing;
  return { applicant, laboratory: assigned?.laboratory, administrator: house?.id };
}

/** Who put the question that an event answers. */
function askerOf(event: CaseEvent, events: readonly CaseEvent[]): Party {
  if (event.type !== 'InformationSupplied') return 'administrator';
  const asked = events.find((one) => one.type === 'InformationRequested' && one.thread === event.thread);
  return asked?.type === 'InformationRequested' ? (asked.from ?? 'administrator') : 'administrator';
}
