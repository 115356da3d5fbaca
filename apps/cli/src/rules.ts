import { loadLibrary, type Library } from '@assay/office/0-programme/load-library';
import { loadWords, type Words } from '@assay/office/words';

import { cacheFolder, homeFolder } from './home.ts';
import { explain } from './terminal/explain.ts';
import type { Io } from './terminal/io.ts';

/** What a command that judges stands on: a library without a fault, and the sentences in which it answers. */
export type Rules = { readonly home: string; readonly words: Words; readonly library: Library };

/** Opens both from what is kept ready; absent where the library cannot be used, which has then been told. */
export async function openRules(io: Io): Promise<Rules | undefined> {
  const home = homeFolder();
  const cache = cacheFolder(home);
  const [words, library] = await Promise.all([loadWords(home, 'en', cache), loadLibrary(home, cache)]);
  if (library.ok) return { home, words, library: library.value };
  io.error(explain(library.refusal, words));
  return undefined;
}
