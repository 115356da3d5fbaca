import { caseOf } from '@assay/conformity/case';
import { readStream } from '@assay/records/case-file';
import type { Tx } from '@assay/records/open';
import { organisationOfAdministrator } from '@assay/records/organisation';
import { administratorsHere, noteReminders, type Reminder } from '@assay/records/reminder';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import type { NoticeKind } from '@assay/vocabulary/notice';
import type { Role } from '@assay/vocabulary/programme';

import type { Office } from '../office.ts';
import type { Words } from '../words.ts';
import { hearersOf, unbarred, type Hearer } from './told-in-case.ts';
import { writeMail } from './write-mail.ts';

/** So many days before the day itself people are reminded for the first time. Ours, 2026-11-22. */
const AHEAD_DAYS = 3;
/** So many cases in one transaction: a look around that is cut short loses no more than these. */
const AT_ONCE = 100;

type Reminding = Pick<Office, 'programme' | 'records' | 'library' | 'clock' | 'random' | 'origin'>;

/**
 * Reminds by mail those for whom a case waits whose day is near, has come or has passed: of each of the three once, over
 * restarts and any number of workers. Whoever is barred from the case is not reminded of it. What is noted and the mail are one transaction. Of every administrator that keeps its
 * cases here.
 */
export async function remindOfClocks(office: Reminding, words: Words): Promise<void> {
  for (const administrator of await administratorsHere(office.records.read))
    while ((await remindSome(office, words, administrator)) > 0);
}

function remindSome(office: Reminding, words: Words, administrator: string): Promise<number> {
  return office.records.write(async (tx) => {
    const at = office.clock();
    const today = [...office.library.catalogue.schemes].map(([scheme, { timeZone }]) => ({
      ...{ scheme, day: dateIn(at, timeZone) },
    }));
    const reminders = await noteReminders(tx, {
      ...{ administrator, at, today, ahead: AHEAD_DAYS, limit: AT_ONCE },
    });
    const house = await organisationOfAdministrator(tx, administrator);
    const whom = recipients(tx);
    for (const one of reminders) {
      const [organisation, role] = waitsWith(one, house?.id);
      const { case: id, clock, dueOn, daysBefore } = one;
      const { kind, days } = nearness(one);
      const notice = { kind, facts: { case: id, due: dueOn, days }, path: `/desk/cases/${id}` };
      const cause = `${id}/${clock}/${dueOn}/${String(daysBefore)}`;
      const standing = caseOf(await readStream(tx, { administrator, stream: id }));
      for (const { person, mail } of unbarred(await whom(organisation, role), [role], standing))
        await writeMail(tx, office, words, { to: { person, address: mail }, cause, notice, case: id });
    }
    return reminders.length;
  });
}

/** The organisation whose move it is, and in which role its people take it. */
function waitsWith(
  { waitsFor, applicant, laboratory }: Reminder,
  house: OrganisationId | undefined,
): readonly [OrganisationId | undefined, Role] {
  if (waitsFor === 'applicant') return [applicant, waitsFor];
  if (waitsFor === 'laboratory') return [laboratory, waitsFor];
  // No day is set by which it reads what it was answered.
  if (waitsFor === 'authority') return [undefined, waitsFor];
  return [house, waitsFor];
}

/** What is said of the day, and in how many days it is. */
function nearness({ daysLeft }: Reminder): { readonly kind: NoticeKind; readonly days: number } {
  if (daysLeft < 0) return { kind: 'clock-overdue', days: 0 };
  if (daysLeft === 0) return { kind: 'clock-due', days: 0 };
  return { kind: 'clock-ahead', days: daysLeft };
}

/** Asks once of each organisation and role, though many cases wait for the same people. */
function recipients(tx: Tx) {
  const asked = new Map<string, Promise<readonly Hearer[]>>();
  return (organisation: OrganisationId | undefined, role: Role): Promise<readonly Hearer[]> => {
    if (organisation === undefined) return Promise.resolve([]);
    const name = `${organisation}/${role}`;
    const found = asked.get(name) ?? hearersOf(tx, { organisation, roles: [role] });
    asked.set(name, found);
    return found;
  };
}
