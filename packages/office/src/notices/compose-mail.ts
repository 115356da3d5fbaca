import type { NoticeKind } from '@assay/vocabulary/notice';

import type { Office } from '../office.ts';
import type { Facts, Words } from '../words.ts';

/** What a mail says of: its kind, the facts that its sentences name, and where to read the rest. */
export type Notice = { readonly kind: NoticeKind; readonly facts: Facts; readonly path: string };

/**
 * Words one notice. It names the case and links to the desk, and says nothing of what is in the case: mail is read by more
 * machines than the one it is sent to.
 */
export function composeMail(
  { programme, origin }: Pick<Office, 'programme' | 'origin'>,
  words: Words,
  { kind, facts, path }: Notice,
): { readonly subject: string; readonly body: string } {
  const said = words.mail(kind, facts);
  const { title, sandbox, administrator } = programme;
  const sender = words.mail('frame', { programme: title, administrator: administrator.name });
  return {
    subject: `${sandbox ? `[${words.mail('sandbox', {}).subject}] ` : ''}${said.subject}`,
    body: [
      ...(sandbox ? [words.mail('sandbox', {}).body] : []),
      said.body,
      `${origin}${path}`,
      `-- \n${sender.body}\n`,
    ].join('\n\n'),
  };
}
