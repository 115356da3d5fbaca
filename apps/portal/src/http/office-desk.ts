import type { Office } from '@assay/office/office';
import type { Signed } from '@assay/office/sign-in/signed';
import type { Words } from '@assay/office/words';
import type { CaseId } from '@assay/vocabulary/ids';

import type { CaseInSight } from './desk-route.ts';

/** All that the office door asks of the office. */
export type OfficeDesk = {
  readonly office: Office;
  readonly words: Words;
  /** Folder of schemes, texts and examples. */
  readonly home: string;
  /** The case, if whoever is signed in may know of it; one that does not exist is out of sight of everybody. */
  caseInSight(signed: Signed, id: CaseId): Promise<CaseInSight | undefined>;
};
