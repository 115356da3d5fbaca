import { enqueueMails } from '@assay/records/mail';
import type { Tx } from '@assay/records/open';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';
import { parseMailAddress } from '@assay/vocabulary/mail-address';
import type { Result } from '@assay/vocabulary/result';
import { ok } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../office.ts';
import type { Words } from '../words.ts';
import { composeMail, type Notice } from './compose-mail.ts';

/** Whom a notice goes to. */
export type Recipient = { readonly person?: PersonId; readonly address: string };

/**
 * Words a notice and leaves it to a worker to send, in the transaction of what causes it. Of what has the same cause nothing is
 * sent to the same address again: `cause` names the event, and the address is added to it.
 */
export async function writeMail(
  tx: Tx,
  office: Pick<Office, 'programme' | 'origin' | 'clock' | 'random'>,
  words: Words,
  {
    to,
    cause,
    notice,
    case: about,
  }: {
    readonly to: Recipient;
    readonly cause: string;
    readonly notice: Notice;
    readonly case?: CaseId;
  },
): Promise<Result<{ readonly written: boolean }, { readonly code: 'malformed-mail-address' }>> {
  const address = parseMailAddress(to.address);
  if (!address.ok) return address;
  const mail = {
    id: mintId('mail', office.random(BYTES_OF_ID)),
    cause: `${cause}/${address.value.toLowerCase()}`,
    kind: notice.kind,
    ...(to.person !== undefined && { person: to.person }),
    address: address.value,
    ...composeMail(office, words, notice),
    ...(about !== undefined && { case: about }),
    enqueuedAt: office.clock(),
  };
  const written = await enqueueMails(tx, { administrator: administratorOf(office), mails: [mail] });
  return ok({ written: written > 0 });
}
