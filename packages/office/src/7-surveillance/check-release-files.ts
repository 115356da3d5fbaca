import { dirname } from 'node:path';

import type { Breach } from '@assay/conformity/7-surveillance/breach';
import type { Filed } from '@assay/conformity/0-programme/complaint';
import { below, readBytes, type Unreadable } from '@assay/formats/read-text';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { ReleaseGuard } from '@assay/vocabulary/release-guard';
import { ok, type Result } from '@assay/vocabulary/result';

import { digestOf } from '../digest.ts';

/** Largest inventory of software that is digested, in bytes. */
const LARGEST_SBOM = 64 * 1024 * 1024;

/** Files whose bytes are not those that the papers name: evidence that was changed, an inventory of another build. */
export async function checkReleaseFiles(
  guard: Filed<ReleaseGuard>,
  dossier: Filed<Dossier>,
): Promise<Result<readonly Breach[], Unreadable>> {
  const found: Breach[] = [];
  for (const [place, { path: name, digest }] of dossier.document.evidence.entries()) {
    if (name === undefined) continue;
    const there = await digestBelow(dossier.file, name);
    if (!there.ok) return there;
    const path = `/evidence/${String(place)}/digest`;
    if (there.value !== digest)
      found.push({
        ...{ file: dossier.file, path, severity: 'error' },
        ...{ code: 'evidence-differs', facts: { name, found: there.value } },
      });
  }
  const { sbom } = guard.document.release;
  if (!sbom) return ok(found);
  const there = await digestBelow(guard.file, sbom.path, LARGEST_SBOM);
  if (!there.ok) return there;
  if (there.value !== sbom.digest)
    found.push({
      ...{ file: guard.file, path: '/release/sbom/digest', severity: 'error' },
      ...{ code: 'sbom-differs', facts: { name: sbom.path, found: there.value } },
    });
  return ok(found);
}

async function digestBelow(
  document: string,
  path: string,
  limit?: number,
): Promise<Result<string, Unreadable>> {
  const file = await below(dirname(document), path);
  if (!file.ok) return file;
  const bytes = await readBytes(file.value, limit);
  return bytes.ok ? ok(digestOf(bytes.value)) : bytes;
}
