import { parseCursor, type MalformedCursor, type Page } from '@assay/records/cursor';
import { listMails, readMail, reviveMail, type Mail, type MailState } from '@assay/records/mail';
import { parseId, type MailId } from '@assay/vocabulary/desk-ids';
import { parseMailAddress } from '@assay/vocabulary/mail-address';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../office.ts';
import { mailSource } from './mail-source.ts';

/** A mail as its administrator's people see it, and what became of it. */
export type MailSeen = Mail;
export type MailStanding = MailState;
export type NoSuchMail = { readonly code: 'no-such-mail' };
type MailOffice = Pick<Office, 'programme' | 'records' | 'clock' | 'host'>;

const AT_ONCE = 50;

/** The mail of an installation, newest first. */
export async function mailList(
  office: MailOffice,
  { state, after }: { readonly state?: MailStanding | undefined; readonly after?: string | undefined },
): Promise<Result<Page<MailSeen>, MalformedCursor>> {
  const place = parseCursor(after);
  if (!place.ok) return place;
  const asked = { administrator: administratorOf(office), state, after: place.value, limit: AT_ONCE };
  return ok(await listMails(office.records.read, asked));
}

/** One mail, by the text of its id. */
export async function mailNamed(office: MailOffice, text: string): Promise<Result<MailSeen, NoSuchMail>> {
  const id = parseId('mail', text);
  const named = id.ok && { administrator: administratorOf(office), id: id.value };
  const mail = named ? await readMail(office.records.read, named) : undefined;
  return mail ? ok(mail) : refuse({ code: 'no-such-mail' });
}

/** The source of a mail that was kept here; what went to somebody is theirs to read. */
export async function keptMailSource(
  office: MailOffice,
  text: string,
): Promise<
  Result<
    { readonly id: MailId; readonly source: Uint8Array },
    NoSuchMail | { readonly code: 'mail-not-kept' }
  >
> {
  const mail = await mailNamed(office, text);
  if (!mail.ok) return mail;
  if (mail.value.state !== 'captured') return refuse({ code: 'mail-not-kept' });
  const { title, administrator } = office.programme;
  const contact = parseMailAddress(administrator.contact);
  const address = contact.ok ? contact : parseMailAddress('assay@localhost');
  if (!address.ok) throw new Error('assay@localhost reads as an address');
  const sender = { name: title, address: address.value, host: office.host };
  return ok({ id: mail.value.id, source: await mailSource(mail.value, sender) });
}

/** Sends a mail again that was given up. */
export async function sendMailAgain(
  office: MailOffice,
  text: string,
): Promise<Result<{ readonly id: MailId }, NoSuchMail | { readonly code: 'mail-not-given-up' }>> {
  const mail = await mailNamed(office, text);
  if (!mail.ok) return mail;
  const { id } = mail.value;
  const asked = { administrator: administratorOf(office), id, at: office.clock() };
  const revived = await office.records.write((tx) => reviveMail(tx, asked));
  return revived ? ok({ id }) : refuse({ code: 'mail-not-given-up' });
}
