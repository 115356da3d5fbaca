/** What changes of keys leave for everybody to see, and the changes that the tests make. */

import { type KeyUse } from '@assay/attestation/key';
import { parseNote } from '@assay/attestation/log/note';
import { openAudit } from '@assay/attestation/audit/open-audit';
import type { Offence } from '@assay/attestation/audit/offence';
import { encodeEntry } from '@assay/attestation/log/entry';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { verifyBundle } from '@assay/attestation/verify-label';
import type { LabelId } from '@assay/vocabulary/ids';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { sha256 } from '../src/hash.ts';
import { activateKey, announceKey } from '../src/keys/change-keys.ts';
import { readKeyBook, stateOf } from '../src/keys/key-book.ts';
import { administratorOf, type Office } from '../src/office.ts';
import { auditLog } from './audit.ts';
import { anchorsOf, HOST, valueOf, type SandboxOffice } from './sandbox-office.ts';

export const kidOf = (fragment: string) => `did:web:${HOST.replace(':', '%3A')}#${fragment}`;
export const revoked = (fragment: string, lastGoodIndex?: number) => ({
  kid: kidOf(fragment),
  reason: 'sandbox: the key was left in a shop',
  lastGoodIndex,
});

/** What somebody who holds the anchors that this installation pins finds of a label. */
export async function found(office: Office, label: LabelId) {
  const bundle = await publicFile(office, `/L/${label}/bundle`);
  const anchors = await ownAnchors(office);
  return verifyBundle({ bundle: bundle?.bytes ?? '', anchors, now: office.clock(), asked: label });
}

export async function failing(office: Office, label: LabelId): Promise<readonly string[]> {
  return (await found(office, label)).checks.filter(({ ok }) => !ok).map(({ id }) => id);
}

/** What the public audit, which knows nothing of the office but these bytes and its anchors, objects to. */
export async function offences({ office, folder }: Pick<SandboxOffice, 'office' | 'folder'>) {
  const anchors = await ownAnchors(office);
  const [administrator] = anchors.administrators;
  if (!administrator) throw new Error('there is an administrator');
  const audit = openAudit({ anchors, administrator, hash: sha256, now: office.clock() });
  const found: Offence[] = [];
  const bytesAt = async (path: string) => (await publicFile(office, path))?.bytes;
  for (const entry of (await auditLog(folder)).entries) {
    const { offences: at, binding } = audit.take(valueOf(encodeEntry(entry)).bytes);
    found.push(...at);
    if (!binding) continue;
    const hash = Buffer.from(binding.entry.vcHash, 'base64url').toString('hex');
    found.push(...(await audit.credential(binding, await bytesAt(`/vc/${hash}`))));
  }
  for (const list of audit.lists())
    found.push(...(await audit.statusList(list, await bytesAt(`/status/${list.purpose}/${list.list}`))));
  return [...found, ...audit.whole().offences].map(({ code, index }) => `${code} at ${index}`);
}

export async function signerOf(office: Office, path: string): Promise<string> {
  const file = await publicFile(office, path);
  return valueOf(readCompactJws(new TextDecoder().decode(file?.bytes))).header.kid;
}

export async function statesOf(office: Office, use: KeyUse): Promise<readonly string[]> {
  const book = await readKeyBook(office.records.read, administratorOf(office));
  return book.filter((key) => key.use === use).map((key) => `${key.kid.split('#')[1] ?? ''} ${stateOf(key)}`);
}

/** Announces the next key of a use, waits until the log has said so, and lets it sign. */
export async function rotated({ office, folder }: SandboxOffice, use: KeyUse): Promise<string> {
  const { key } = await announceKey({ office, folder }, use);
  await finishIssuance(office);
  valueOf(await activateKey({ office, folder }, key.kid, undefined));
  await finishIssuance(office);
  return key.kid;
}

export const didKeys = async (office: Office) => {
  const { administrators } = await anchorsOf(office);
  return administrators[0]?.keys ?? [];
};

export const checkpointOf = async (office: Office) => {
  const file = await publicFile(office, `/${office.log.path}/checkpoint`);
  return valueOf(parseNote(new TextDecoder().decode(file?.bytes)));
};
