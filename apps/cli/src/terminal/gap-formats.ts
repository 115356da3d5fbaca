import type { Library } from '@assay/office/0-programme/load-library';
import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Words } from '@assay/office/words';

import { UsageError } from '../usage.ts';
import type { Io } from './io.ts';

type Around = { readonly library: Library; readonly words: Words; readonly io: Io };
type View = (answer: GapAnswer, around: Around) => string;

/** Each format by its name, loaded only when it is asked for: the table must not wait for pages or exports. */
export const GAP_FORMATS: Readonly<Record<string, () => Promise<View>>> = {
  table: async () => {
    const { gapTable } = await import('./gap-table.ts');
    return (answer, { words, io }) => gapTable(answer, words, io);
  },
  json: async () => {
    const { gapJson } = await import('./gap-json.ts');
    return (answer, { words }) => gapJson(answer, words);
  },
  md: async () => {
    const { gapMarkdown } = await import('./gap-markdown.ts');
    return (answer, { words }) => gapMarkdown(answer, words);
  },
  html: async () => {
    const { gapReport } = await import('@assay/portal/2-evaluation/gap-report.page');
    return (answer, { words }) => gapReport(answer, words);
  },
  sarif: async () => {
    const { gapSarif } = await import('@assay/office/2-evaluation/gap-sarif');
    return (answer, { library, words }) =>
      inJson(gapSarif(answer, { ...library, words, folder: process.cwd() }));
  },
  oscal: async () => {
    const { gapOscal } = await import('@assay/office/2-evaluation/gap-oscal');
    return (answer, { words }) => {
      if (answer.answers.length === 0)
        throw new UsageError(
          '--format oscal: no scheme takes this product, and OSCAL has no document without a result; --format json has the grounds',
        );
      return inJson(gapOscal(answer, words));
    };
  },
  cyclonedx: async () => {
    const { gapCyclonedx } = await import('@assay/office/2-evaluation/gap-cyclonedx');
    return (answer, { library, words }) => inJson(gapCyclonedx(answer, { ...library, words }));
  },
};

function inJson(document: object): string {
  return JSON.stringify(document, null, 2);
}
