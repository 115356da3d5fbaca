import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { readBytesAs } from '@assay/formats/read-document';
import { below } from '@assay/formats/read-text';
import { DossierKind } from '@assay/vocabulary/dossier';
import type { PersonId } from '@assay/vocabulary/ids';

import { actorOf } from '../0-programme/actor-of.ts';
import { holdsFiles } from '../evidence/files-held.ts';
import { receiveEvidence } from '../evidence/receive-evidence.ts';
import type { Handed } from '../handed.ts';
import type { Office } from '../office.ts';

/**
 * Sends the files that lie beside a dossier of the examples ahead of it, as its applicant would; one that is here already
 * is not sent again.
 */
export async function sendFiles(
  office: Office,
  { folder, dossier, by }: { readonly folder: string; readonly dossier: Handed; readonly by: PersonId },
): Promise<void> {
  const read = readBytesAs(DossierKind, dossier.file, dossier.bytes);
  const actor = await actorOf(office.records.read, { by });
  if (!read.ok || !actor.ok) throw new Error(`${dossier.file} cannot be sent by ${by}`);
  const { organisation } = actor.value;
  for (const { path, digest, kind, title, effective, confidential, covers } of read.value.document.evidence) {
    if (path === undefined) continue;
    const named = [{ place: path, digest }];
    if ((await holdsFiles(office, office.records.read, { organisation, named })).ok) continue;
    const file = await below(folder, path);
    if (!file.ok) throw new Error(`${path}: ${file.refusal.code}`);
    const bytes = Readable.from([await readFile(file.value)]);
    const sent = await receiveEvidence(office, {
      ...{ organisation, by, fileName: path, declaredType: '', bytes },
      given: { kind, title, effective, confidential, covers },
    });
    if (!sent.ok || sent.value.digest !== digest)
      throw new Error(`${path} is not the file that ${dossier.file} names`);
  }
}
