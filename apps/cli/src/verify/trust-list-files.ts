import type { NotAccepted } from '@assay/attestation/trust-list/accept-trust-list';
import { readSignedTrustList, type SignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { parseRoots, type Roots } from '@assay/attestation/trust-list/trust-list';
import type { Result } from '@assay/vocabulary/result';

import { UsageError } from '../usage.ts';
import { readJson, readText } from './files.ts';
import { notAccepted } from './not-accepted.ts';

/** Root keys from a file of their own: `--roots`. */
export async function rootsFrom(file: string | undefined): Promise<Roots> {
  if (file === undefined)
    throw new UsageError(
      '--roots FILE: {"rootKeys":[…],"rootThreshold":2}, from a source other than the list',
    );
  return must(file, parseRoots(await readJson(file)));
}

/** A trust list from a file, read and not yet believed. */
export async function listFrom(file: string): Promise<SignedTrustList> {
  return must(file, await readSignedTrustList(await readText(file)));
}

function must<T>(file: string, read: Result<T, NotAccepted>): T {
  if (!read.ok) throw new UsageError(`${file}: ${notAccepted(read.refusal)}`);
  return read.value;
}
