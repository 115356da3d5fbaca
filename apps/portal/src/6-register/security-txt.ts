import { addSeconds } from '@assay/vocabulary/instant';
import { ok } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { CSAF_PATH } from './csaf-provider.ts';

const MONTH_SECONDS = 30 * 86_400;

/** Where to report a weakness of this register (RFC 9116). It ends in a month and is written anew at each reading. */
export async function securityTxt(_asked: Asked, desk: PublicDesk): Promise<Answer> {
  const { programme } = desk;
  const { contact } = programme.administrator;
  const lines = [
    `Contact: ${contact.includes('@') ? `mailto:${contact}` : contact}`,
    `Expires: ${addSeconds(desk.now(), MONTH_SECONDS)}`,
    'Preferred-Languages: en',
    `Canonical: ${programme.origin}/.well-known/security.txt`,
    `CSAF: ${programme.origin}${CSAF_PATH}`,
  ];
  return Promise.resolve(
    ok({ body: `${lines.join('\n')}\n`, mediaType: 'text/plain; charset=utf-8', maxAge: 3_600 }),
  );
}
