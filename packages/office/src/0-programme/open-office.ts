import { join } from 'node:path';

import { CONTEXT_PATH, labelContext } from '@assay/attestation/credential/context';
import { didDocument, didOfHost } from '@assay/attestation/did';
import { webOrigin } from '@assay/attestation/host';
import type { KeyUse, Signer } from '@assay/attestation/key';
import { largestCheckpoint } from '@assay/records/checkpoint';
import { leafCount } from '@assay/records/log';
import type { Records, Tx } from '@assay/records/open';
import { sendToLog } from '@assay/records/outbox';
import { putSetting, readSetting } from '@assay/records/setting';
import type { Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';

import { finishIssuance } from '../5-label/finish-issuance.ts';
import { largestWitnessed } from '../6-register/largest-witnessed.ts';
import { checkpointSize } from '../6-register/publish-log.ts';
import { fileSigner } from '../keys/file-signer.ts';
import { administratorOf, type Office, type Witnessing } from '../office.ts';
import { openPublicFolder, type PublicFolder } from '../public-folder.ts';
import type { Library } from './load-library.ts';

const DID_PATH = '.well-known/did.json';
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
  const { folder, host, ...rest } = input;
  const did = didOfHost(host);
  const signer = (use: KeyUse, alg: Signer['alg']) =>
    fileSigner(join(folder, 'keys', `${use}.pem`), `${did}#${use}-1`, alg);
  const administrator = administratorOf(input);
  const publicFolder = openPublicFolder(join(folder, 'public'));
  const year = await logYear(input, publicFolder, administrator);
  const path = `log/${year}`;
  const office: Office = {
    ...rest,
    host,
    origin: webOrigin(host),
    did,
    log: { origin: `${host}/${path}`, path },
    signers: {
      vc: await signer('vc', 'ES256'),
      status: await signer('status', 'ES256'),
      log: await signer('log', 'Ed25519'),
      qr: await signer('qr', 'Ed25519'),
    },
    publicFolder,
  };
  await refuseRollback(office);
  await publishOurselves(office);
  await beginLog(office);
  await finishIssuance(office);
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
  const keys = Object.values(office.signers).map(({ kid, publicJwk }) => ({ kid, jwk: publicJwk }));
  const { administrator, programme: id, title } = office.programme;
  const log = { origin: office.log.origin, url: `${office.origin}/${office.log.path}` };
  const service = { code: administrator.code, name: administrator.name, scheme: { id, name: title }, log };
  await putJson(office, DID_PATH, didDocument(office.did, keys, service));
  await putJson(office, CONTEXT_PATH, labelContext(office.origin));
  const policy = office.witnessing?.text ?? 'quorum none\n';
  await office.publicFolder.replace(POLICY_PATH, new TextEncoder().encode(policy));
}

async function putJson(office: Office, path: string, document: object): Promise<void> {
  await office.publicFolder.replace(path, new TextEncoder().encode(JSON.stringify(document, null, 2)));
}

/** The first entries: which log this is, and the keys that will sign; a key that joined later follows. Each once. */
async function beginLog(office: Office): Promise<void> {
  const administrator = administratorOf(office);
  await office.records.write(async (tx) => {
    const begun = { administrator, name: 'log-begun' };
    if ((await readSetting(tx, begun)) !== true) await sendGenesis(office, tx);
    for (const [use, { kid, publicJwk }] of Object.entries(office.signers)) {
      const announced = { administrator, name: `key-added ${kid}` };
      if ((await readSetting(tx, announced)) === true) continue;
      const members = { kid, use, jwk: publicJwk };
      await sendToLog(tx, { administrator, kind: 'key.added', label: null, members });
      await putSetting(tx, { ...announced, value: true });
    }
    await putSetting(tx, { ...begun, value: true });
  });
}

async function sendGenesis(office: Office, tx: Tx): Promise<void> {
  const { programme, sandbox } = office.programme;
  const administrator = administratorOf(office);
  const members = {
    ...{ origin: office.log.origin, scheme: programme, administrator, trustListVersion: 0 },
    ...(sandbox && { sandbox }),
  };
  await sendToLog(tx, { administrator, kind: 'log.genesis', label: null, members });
}
