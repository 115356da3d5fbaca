import type { Unreadable } from '@assay/formats/read-text';
import { loadWords } from '@assay/office/words';

import { homeFolder } from '../home.ts';

/** The sentence about a file that could not be read; the texts are loaded only where one is needed. */
export async function said(refusal: Unreadable): Promise<string> {
  return (await loadWords(homeFolder())).refusal(refusal);
}
