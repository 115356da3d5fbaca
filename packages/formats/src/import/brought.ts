import type { Dossier, Evidence, Statement } from '@assay/vocabulary/dossier';
import type { GroupResult } from '@assay/vocabulary/test-report';

import type { ImportNote } from './note.ts';

type IxitData = Dossier['ixit'][number];

/** What one file brings to a dossier and to a test report, and what became of each of its lines. */
export type Brought = {
  readonly ixit: readonly IxitData[];
  readonly statements: readonly Statement[];
  readonly results: readonly GroupResult[];
  /** Evidence that the file itself names; the file as evidence is added by whoever imports it. */
  readonly evidence: readonly Evidence[];
  readonly notes: readonly ImportNote[];
};

export const NOTHING: Brought = { ixit: [], statements: [], results: [], evidence: [], notes: [] };

/** What several files bring, in their order. */
export function together(parts: readonly Brought[]): Brought {
  return {
    ixit: parts.flatMap((part) => part.ixit),
    statements: parts.flatMap((part) => part.statements),
    results: parts.flatMap((part) => part.results),
    evidence: parts.flatMap((part) => part.evidence),
    notes: parts.flatMap((part) => part.notes),
  };
}
