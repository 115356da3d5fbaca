import type { EntryOf } from '@assay/attestation/log/entry';
import { beginStreams } from '@assay/records/case-file';
import { readLabel, type Slot } from '@assay/records/label';
import type { Tx } from '@assay/records/open';
import { addLostLabel, labelOfCase, takeLoggedSignature } from '@assay/records/recovered';

import { signOfflineCode } from '../5-label/sign-offline-code.ts';
import type { Placed } from '../6-register/published-entries.ts';
import { activeKey, type KeyRecord } from '../keys/key-book.ts';
import { openKey } from '../keys/keyring.ts';
import { administratorOf, type Office } from '../office.ts';
import { loggedCredential, type LoggedCredential } from './logged-credential.ts';
import type { LostEntry, Recovering } from './plan-recovery.ts';
import { recoveredBy } from './recovered-by.ts';
import { levelIn, lostCase, statedLabel, type StatedLabel } from './stated-label.ts';

/** A grant with everything that its row needs, fetched and signed before the transaction begins. */
export type ReadyGrant = Placed<'label.granted'> & {
  readonly credential: LoggedCredential;
  readonly stated: StatedLabel & { readonly offlineCode: string };
};

/** Fetches once more what was looked at when the recovery was planned; another answer than then throws. */
export async function readyGrants(
  { office, folder, source }: Recovering,
  book: readonly KeyRecord[],
  entries: readonly LostEntry[],
): Promise<readonly ReadyGrant[]> {
  const ready: ReadyGrant[] = [];
  for (const { index, entry } of entries) {
    if (entry.type !== 'label.granted') continue;
    const credential = await loggedCredential(source, { index, entry }, book);
    if (!credential.ok) throw new Error(`${credential.refusal.at} has changed meanwhile`);
    const stated = await statedLabel(office, credential.value.vc);
    const offlineCode =
      stated.offlineCode ?? (await codeAnew(office, { folder, book, stated, slot: entry.status }));
    ready.push({ index, entry, credential: credential.value, stated: { ...stated, offlineCode } });
  }
  return ready;
}

type Coded = {
  readonly folder: string;
  readonly book: readonly KeyRecord[];
  readonly stated: StatedLabel;
  readonly slot: Slot;
};

/** A code that was printed goes on to count; this one says the same. */
async function codeAnew({ host }: Office, { folder, book, stated, slot }: Coded): Promise<string> {
  const key = activeKey(book, 'qr');
  if (!key) throw new Error('no key signs codes for print');
  return signOfflineCode({ facts: stated.facts, slot, host, signer: await openKey(key, folder) });
}

/** Brings the row of a label to the moment before its entry: signed with what the log names, and not in the log yet. */
export async function takeGrant(
  tx: Tx,
  office: Office,
  { index, entry, credential, stated }: ReadyGrant,
): Promise<void> {
  const administrator = administratorOf(office);
  const { labelId: id, vcHash, status: slot } = entry;
  const { jws, payload } = credential;
  const signed = { jws, vcHash, offlineCode: stated.offlineCode };
  if (await readLabel(tx, { administrator, id }))
    return takeLoggedSignature(tx, { administrator, id, signed });
  const taken = await labelOfCase(tx, { administrator, case: stated.facts.case });
  const facts = taken === undefined ? stated.facts : { ...stated.facts, case: lostCase(id) };
  const lost = { id, case: facts.case, slot, payload, facts: JSON.stringify(facts), signed };
  await addLostLabel(tx, { administrator, ...lost });
  const event = issuedEvent(office, { index, entry, credential, case: facts.case });
  await beginStreams(tx, { administrator, begun: [{ stream: id, event }] });
}

type Issued = {
  readonly index: number;
  readonly entry: EntryOf<'label.granted'>;
  readonly credential: LoggedCredential;
  readonly case: StatedLabel['facts']['case'];
};

/** A label is valid from the moment at which it was issued (`validity.ts`). */
function issuedEvent({ log }: Office, { index, entry, credential, case: caseId }: Issued) {
  const { validFrom, validUntil } = entry;
  return {
    ...{ type: 'LabelIssued' as const, at: validFrom, ...recoveredBy(log.origin, index) },
    ...{ label: entry.labelId, case: caseId, level: levelIn(credential.vc), validFrom, validUntil },
  };
}
