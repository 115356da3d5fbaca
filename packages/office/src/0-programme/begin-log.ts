import { leafCount } from '@assay/records/log';
import { holdLock, type Tx } from '@assay/records/open';
import { sendToLog } from '@assay/records/outbox';
import { putSetting, readSetting } from '@assay/records/setting';

import { holdKeyBook, KEY_USES, putKeyBook, type KeyRecord } from '../keys/key-book.ts';
import { newKey } from '../keys/new-key.ts';
import { administratorOf, type Office } from '../office.ts';

/**
 * The first entries: which log this is, and the keys that will sign; the key of a use that joined later follows. Each
 * once, in one transaction: two offices that open at once begin with the same keys.
 */
export async function beginLog(office: Omit<Office, 'keyring'>, folder: string): Promise<void> {
  const administrator = administratorOf(office);
  await office.records.write(async (tx) => {
    await holdLock(tx, 'begin', administrator);
    const begun = { administrator, name: 'log-begun' };
    if ((await readSetting(tx, begun)) !== true) await sendGenesis(office, tx);
    let book = await holdKeyBook(tx, administrator, 'to-change');
    for (const use of KEY_USES) {
      if (book.some((key) => key.use === use)) continue;
      const at = office.clock();
      const after = await leafCount(tx, { administrator, log: office.log.origin });
      const made = await newKey({ use, did: office.did, folder, book, at, after });
      const key = await announceOnce(tx, administrator, made);
      book = [...book, { ...key, activated: at }];
    }
    await putKeyBook(tx, administrator, book);
    await putSetting(tx, { ...begun, value: true });
  });
}

/** Before there was a key book, a setting of its own said of each key that it had been sent to the log. */
async function announceOnce(tx: Tx, administrator: string, key: KeyRecord): Promise<KeyRecord> {
  const { kid, use, jwk, added } = key;
  if ((await readSetting(tx, { administrator, name: `key-added ${kid}` })) === true)
    return { ...key, added: { ...added, after: 0 } };
  await sendToLog(tx, { administrator, kind: 'key.added', label: null, members: { kid, use, jwk } });
  return key;
}

async function sendGenesis(office: Omit<Office, 'keyring'>, tx: Tx): Promise<void> {
  const { programme, sandbox } = office.programme;
  const administrator = administratorOf(office);
  const members = {
    ...{ origin: office.log.origin, scheme: programme, administrator, trustListVersion: 0 },
    ...(sandbox && { sandbox }),
  };
  await sendToLog(tx, { administrator, kind: 'log.genesis', label: null, members });
}
