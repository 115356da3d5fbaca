import { join } from 'node:path';

import { CONTEXT_PATH, labelContext } from '@assay/attestation/credential/context';
import { didOfHost } from '@assay/attestation/did';
import { webOrigin } from '@assay/attestation/host';
import { largestCheckpoint } from '@assay/records/checkpoint';
import { leafCount } from '@assay/records/log';
import type { Records } from '@assay/records/open';
import { putSetting, readSetting } from '@assay/records/setting';
import type { Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';

import { finishIssuance } from '../5-label/finish-issuance.ts';
import { largestWitnessed } from '../6-register/largest-witnessed.ts';
import { checkpointSize } from '../6-register/publish-log.ts';
import { KEY_USES } from '../keys/key-book.ts';
import { openKeyring } from '../keys/keyring.ts';
import { DID_PATH, publishDid } from '../keys/publish-keys.ts';
import { administratorOf, type Office, type Witnessing } from '../office.ts';
import { openPublicFolder, type PublicFolder } from '../public-folder.ts';
import { beginLog } from './begin-log.ts';
import { showTrustListAgain } from './publish-trust-list.ts';
import type { Library } from './load-library.ts';

const POLICY_PATH = '.well-known/cyber-label/policy';

export type OpenOffice = {
  readonly library: Library;
  readonly programme: Programme;
  readonly records: Records;
  /** Folder for keys and public files. */
  readonly folder: string;
  /** Host that labels carry for ever, `label.example.org` or `localhost:4303`. */
  readonly host: string;
  readonly clock: () => Instant;
  readonly random: (count: number) => Uint8Array;
  /** Absent: nobody watches the log. */
  readonly witnessing?: Witnessing;
};

/**
 * Opens the office of one administrator: keys, public folder, log. Refuses to work on records that are older than what
 * is already public (the rollback guard of trust layer section 7), begins the log on the first start, and finishes
 * whatever an earlier run left half-way.
 */
export async function openOffice(input: OpenOffice): Promise<Office> {
  const office = await openOfficeAtRest(input, async ({ keyring }) => {
    // A key that cannot be had is found now, not at the next label.
    for (const use of KEY_USES) await keyring.active(use);
  });
  await finishIssuance(office);
  return office;
}

/**
 * The same for whoever changes keys: nothing is finished yet, and a key that is lost is no hindrance to its revocation.
 * `before` anything is shown to the public.
 */
export async function openOfficeAtRest(
  input: OpenOffice,
  before: (office: Office) => Promise<void> = async () => undefined,
): Promise<Office> {
  const { folder, host, ...rest } = input;
  const administrator = administratorOf(input);
  const publicFolder = openPublicFolder(join(folder, 'public'));
  const year = await logYear(input, publicFolder, administrator);
  const path = `log/${year}`;
  const office: Office = {
    ...rest,
    host,
    origin: webOrigin(host),
    did: didOfHost(host),
    log: { origin: `${host}/${path}`, path },
    keyring: openKeyring({ records: input.records, administrator, folder }),
    publicFolder,
  };
  await beginLog(office, folder);
  await before(office);
  await refuseRollback(office);
  await publishOurselves(office);
  return office;
}

/**
 * The log is named for the year in which it began, whatever year it is now. Records that know of none, beside a folder
 * that has already shown itself to the public, are not the records behind it.
 */
async function logYear(
  { records, clock }: OpenOffice,
  publicFolder: PublicFolder,
  administrator: string,
): Promise<string> {
  const name = { administrator, name: 'log-year' };
  const known = await readSetting(records.read, name);
  if (typeof known === 'string') return known;
  if (await publicFolder.read(DID_PATH))
    throw new Error(
      'the public folder shows an office that these records know nothing of. Restore its records, or give this office a folder of its own.',
    );
  const year = clock().slice(0, 4);
  await records.write((tx) => putSetting(tx, { ...name, value: year }));
  return year;
}

async function refuseRollback(office: Office): Promise<void> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const signed = await largestCheckpoint(office.records.read, log);
  const seen = await largestWitnessed(office);
  const size = Math.max((await checkpointSize(office)) ?? 0, signed?.size ?? 0, seen);
  const leaves = await leafCount(office.records.read, log);
  if (size > leaves)
    throw new Error(
      `the published log has ${String(size)} entries and the records only ${String(leaves)}: they are older than what the public has seen. Restore the newer records; never publish over it.`,
    );
}

/** Whose keys count here, and what our own words mean. */
async function publishOurselves(office: Office): Promise<void> {
  await publishDid(office);
  await showTrustListAgain(office);
  await putJson(office, CONTEXT_PATH, labelContext(office.origin));
  const policy = office.witnessing?.text ?? 'quorum none\n';
  await office.publicFolder.replace(POLICY_PATH, new TextEncoder().encode(policy));
}

async function putJson(office: Office, path: string, document: object): Promise<void> {
  await office.publicFolder.replace(path, new TextEncoder().encode(JSON.stringify(document, null, 2)));
}
