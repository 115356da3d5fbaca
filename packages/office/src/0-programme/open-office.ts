import { join } from 'node:path';

import { CONTEXT_PATH, labelContext } from '@assay/attestation/credential/context';
import { didOfHost } from '@assay/attestation/did';
import { webOrigin } from '@assay/attestation/host';
import { leafCount } from '@assay/records/log';
import type { Records } from '@assay/records/open';
import { putSetting, readSetting } from '@assay/records/setting';
import type { Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';

import { openBlobFolder } from '../evidence/blob-store.ts';
import { finishIssuance } from '../5-label/finish-issuance.ts';
import { largestSeen, logKeys } from '../6-register/largest-seen.ts';
import { KEY_USES } from '../keys/key-book.ts';
import { openKeyring } from '../keys/keyring.ts';
import { DID_PATH, publishDid } from '../keys/publish-keys.ts';
import { administratorOf, type Office, type Witnessing } from '../office.ts';
import { openPublicFolder, type PublicFolder } from '../public-folder.ts';
import { openSecrets } from '../sign-in/secrets.ts';
import { beginLog } from './begin-log.ts';
import { foundInstallation } from './found.ts';
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
  const publicFolder = openPublicFolder(join(input.folder, 'public'));
  const year = (await knownYear(input)) ?? (await firstYear(input, publicFolder));
  const office = officeOf(input, publicFolder, year);
  await foundInstallation(office);
  await beginLog(office, input.folder);
  await before(office);
  await refuseRollback(office);
  await publishOurselves(office);
  return office;
}

/**
 * The same for records that were restored from a backup: nothing is guarded, begun, finished or shown, so that the log can
 * be replayed into them first. Absent where the records know of no log.
 */
export async function openOfficeToRecover(input: OpenOffice): Promise<Office | undefined> {
  const year = await knownYear(input);
  return year === undefined
    ? undefined
    : officeOf(input, openPublicFolder(join(input.folder, 'public')), year);
}

function officeOf(input: OpenOffice, publicFolder: PublicFolder, year: string): Office {
  const { folder, host, ...rest } = input;
  const path = `log/${year}`;
  return {
    ...rest,
    host,
    origin: webOrigin(host),
    did: didOfHost(host),
    log: { origin: `${host}/${path}`, path },
    keyring: openKeyring({ records: input.records, administrator: administratorOf(input), folder }),
    publicFolder,
    secrets: openSecrets(join(folder, 'keys', 'sign-in.key'), input.random),
    blobs: openBlobFolder(join(folder, 'blobs')),
  };
}

/** The log is named for the year in which it began, whatever year it is now. */
async function knownYear(input: OpenOffice): Promise<string | undefined> {
  const known = await readSetting(input.records.read, yearOf(input));
  return typeof known === 'string' ? known : undefined;
}

/** Records that know of no log, beside a folder that has already shown itself to the public, are not those behind it. */
async function firstYear(input: OpenOffice, publicFolder: PublicFolder): Promise<string> {
  if (await publicFolder.read(DID_PATH))
    throw new Error(
      'the public folder shows an office that these records know nothing of. Restore its records, or give this office a folder of its own.',
    );
  const year = input.clock().slice(0, 4);
  await input.records.write((tx) => putSetting(tx, { ...yearOf(input), value: year }));
  return year;
}

function yearOf(input: OpenOffice) {
  return { administrator: administratorOf(input), name: 'log-year' };
}

async function refuseRollback(office: Office): Promise<void> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const size = await largestSeen(office, office.witnessing ? await logKeys(office) : []);
  const leaves = await leafCount(office.records.read, log);
  if (size > leaves)
    throw new Error(
      `the published log has ${String(size)} entries and the records only ${String(leaves)}: they are older than what the public has seen. Restore the newer records, or bring these forward with assay recover; never publish over it.`,
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
