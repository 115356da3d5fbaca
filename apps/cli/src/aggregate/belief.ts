import { join } from 'node:path';

import { readSignedTrustList, type SignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { readBytes } from '@assay/formats/read-text';
import { trustOf, type Trust } from '@assay/office/aggregator/aggregator';
import { writeWhole } from '@assay/office/write-whole';
import { instantOf } from '@assay/vocabulary/instant';

import { pinnedAnchors } from '../verify/anchors.ts';
import { readText } from '../verify/files.ts';

const LARGEST = 4 * 1024 * 1024;

/** Whom an aggregator believes, from a file that its operator exchanges while it runs. */
export type Belief = {
  trust(): Trust;
  /** Reads the file again; a list that is not accepted throws, and the one before stays. */
  refresh(): Promise<void>;
};

/**
 * Opens the file of anchors or the signed trust list. The newest signed list that was accepted is kept in the data folder:
 * so an older one is refused after a restart too.
 */
export async function openBelief(
  folder: string,
  { file, roots }: { readonly file: string; readonly roots: string | undefined },
): Promise<Belief> {
  const kept = join(folder, 'trust-list.json');
  let text = await readText(file);
  let current = await heldList(kept);
  const accept = async (): Promise<Trust> => {
    const now = instantOf(new Date());
    const anchored = await pinnedAnchors({ file, roots, current, now });
    if (!anchored) throw new Error(`${file} was there a moment ago`);
    if (!anchored.signed) return trustOf(anchored.anchors);
    current = anchored.signed;
    await writeWhole(kept, new TextEncoder().encode(text));
    return trustOf(anchored.anchors, text);
  };
  let trust = await accept();
  return {
    trust: () => trust,
    async refresh() {
      const read = await readText(file);
      if (read === text) return;
      text = read;
      trust = await accept();
    },
  };
}

/** The list that was accepted last; it was accepted when it was written, so only its place in the sequence counts. */
async function heldList(file: string): Promise<SignedTrustList | undefined> {
  const bytes = await readBytes(file, LARGEST);
  if (!bytes.ok) return undefined;
  const list = await readSignedTrustList(new TextDecoder().decode(bytes.value));
  if (!list.ok) throw new Error(`${file} is not the trust list that was kept there`);
  return list.value;
}
