import { deferMail, holdMail, settleMail, type Mail } from '@assay/records/mail';
import type { MailId } from '@assay/vocabulary/desk-ids';
import { addSeconds } from '@assay/vocabulary/instant';

import { administratorOf, type Office } from '../office.ts';
import { mailSource, type Sender } from './mail-source.ts';
import { MAIL_RETRIES, nextAttempt } from './retry.ts';
import type { Mailer } from './smtp.ts';

/** How long one worker has a mail for itself; longer than any attempt takes. */
const HELD_S = 300;

/** Where mail goes. Without a mailer it stays here, captured. */
export type MailDoor = { readonly sender: Sender; readonly mailer?: Mailer };

/**
 * Sends one mail whose turn has come: hold it, hand it over, note what became of it. Whoever is killed between the last two
 * may send it twice, under the same Message-ID; it is never lost. Does nothing where another has it in hand or it is settled.
 */
export async function sendMail(
  office: Pick<Office, 'records' | 'programme' | 'clock' | 'random'>,
  id: MailId,
  { sender, mailer }: MailDoor,
): Promise<void> {
  const named = { administrator: administratorOf(office), id };
  const begun = office.clock();
  const mail = await office.records.write((tx) =>
    holdMail(tx, { ...named, at: begun, until: addSeconds(begun, HELD_S) }),
  );
  if (!mail) return;
  if (!mailer) {
    await office.records.write((tx) => settleMail(tx, { ...named, state: 'captured', at: begun }));
    return;
  }
  const handed = await handOver(mail, sender, mailer);
  const at = office.clock();
  await office.records.write(async (tx) => {
    if (handed.taken === 'yes') return settleMail(tx, { ...named, state: 'sent', at });
    const nextAt =
      handed.taken === 'later'
        ? nextAttempt(MAIL_RETRIES, { attempts: mail.attempts, at, dice: office.random(1)[0] ?? 0 })
        : undefined;
    return nextAt === undefined
      ? settleMail(tx, { ...named, state: 'dead', at, failure: handed.failure })
      : deferMail(tx, { ...named, failure: handed.failure, nextAt });
  });
}

async function handOver(mail: Mail, sender: Sender, mailer: Mailer) {
  const source = await mailSource(mail, sender);
  return mailer({ from: sender.address, to: mail.address, source });
}
