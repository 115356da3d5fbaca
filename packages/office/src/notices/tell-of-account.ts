import { readAccountEvent } from '@assay/records/account-event';
import type { Jobs } from '@assay/records/jobs';
import { readPerson } from '@assay/records/person';
import type { PersonId } from '@assay/vocabulary/ids';

import type { Office } from '../office.ts';
import type { Words } from '../words.ts';
import { accountNotice } from './account-notices.ts';
import { writeMail } from './write-mail.ts';

/**
 * Tells somebody by mail what happened to their ways in, or to those of whom they recover, where they have an address.
 * Done again, it tells nobody twice.
 */
export async function tellOfAccount(
  office: Pick<Office, 'programme' | 'records' | 'clock' | 'random' | 'origin'>,
  words: Words,
  { event: seq }: Jobs['tell-of-account'],
): Promise<void> {
  await office.records.write(async (tx) => {
    const event = await readAccountEvent(tx, seq);
    const notice = event && accountNotice(event);
    const told = event && (await readPerson(tx, event.person));
    if (!notice || told?.mail === undefined) return;
    const about = parsePerson(event.facts['person']) ?? told.id;
    const { name } = (await readPerson(tx, about)) ?? told;
    const facts = { name, ...notice.facts };
    const to = { person: told.id, address: told.mail };
    await writeMail(tx, office, words, { to, cause: `account/${String(seq)}`, notice: { ...notice, facts } });
  });
}

/** Whom an event is about beside the one who is told of it; only acts of signing in write it. */
function parsePerson(fact: unknown): PersonId | undefined {
  return typeof fact === 'string' ? (fact as PersonId) : undefined;
}
