/** The life of a credential key from its successor's announcement to its own revocation, with a label under way. */
import type { CaseId } from '@assay/vocabulary/ids';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { activateKey, announceKey, revokeKey } from '../src/keys/change-keys.ts';
import { activeKey, readKeyBook } from '../src/keys/key-book.ts';
import { administratorOf, type Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';

export type KeyPlace = { readonly office: Office; readonly folder: string };

/** Each step may be repeated: run again after a kill it ends where it would have ended. */
export async function exchangeKeys(place: KeyPlace, id: CaseId): Promise<readonly unknown[]> {
  const { office } = place;
  const first = `${office.did}#vc-1`;
  const book = await readKeyBook(office.records.read, administratorOf(office));
  const issued = await issueLabelOf(office, { case: id, by: CAST.issuer, because: 'The level was granted.' });
  if (activeKey(book, 'vc')?.kid === first) {
    const { key } = await announceKey(place, 'vc');
    await finishIssuance(office);
    await activateKey(place, key.kid, undefined);
  }
  await finishIssuance(office);
  const gone = await revokeKey(place, {
    kid: first,
    reason: 'sandbox: left in a shop',
    lastGoodIndex: undefined,
  });
  await finishIssuance(office);
  return [issued, gone];
}
