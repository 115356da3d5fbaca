import MailComposer from 'nodemailer/lib/mail-composer';

import type { Mail } from '@assay/records/mail';
import type { MailAddress } from '@assay/vocabulary/mail-address';

/** Whom mail comes from: a name for people to read, an address to answer to, the host that ids are made with. */
export type Sender = { readonly name: string; readonly address: MailAddress; readonly host: string };

/**
 * A mail as it goes over the wire (RFC 5322): plain text alone, the same bytes each time it is asked for, so that what is
 * captured is what would be sent and a second attempt can be told from a second mail.
 */
export function mailSource(
  mail: Pick<Mail, 'id' | 'kind' | 'address' | 'subject' | 'body' | 'enqueuedAt'>,
  sender: Sender,
): Promise<Buffer> {
  const domain = sender.host.replace(/:\d+$/, '');
  return new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: mail.address },
    subject: oneLine(mail.subject),
    text: mail.body,
    date: new Date(mail.enqueuedAt),
    messageId: `<${mail.id}@${domain}>`,
    headers: {
      // RFC 3834 section 5: no machine is to answer a machine.
      'Auto-Submitted': 'auto-generated',
      'X-Assay-Kind': mail.kind,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** No header goes on over a line end, and none hides what it says. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
