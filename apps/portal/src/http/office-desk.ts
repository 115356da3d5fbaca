import type { Office } from '@assay/office/office';
import type { Words } from '@assay/office/words';

/** All that the office door asks of the office. */
export type OfficeDesk = {
  readonly office: Office;
  readonly words: Words;
  /** Folder of schemes, texts and examples. */
  readonly home: string;
};
