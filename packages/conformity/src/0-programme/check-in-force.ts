import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { about, type Complaint, type Filed } from './complaint.ts';

/** An edition ends after it begins, and no other edition of the scheme is in force on its days. */
export function checkInForce(
  { file, document: scheme }: Filed<SchemeEdition>,
  schemes: readonly Filed<SchemeEdition>[],
): readonly Complaint[] {
  const say = about(file);
  const { from, to } = scheme.inForce;
  if (to !== undefined && to <= from)
    return [say('/inForce/to', 'ends-before-it-begins', { until: to, from })];
  return schemes
    .filter((other) => other.document.id === scheme.id && other.file !== file)
    .filter((other) => from < ends(other.document) && other.document.inForce.from < ends(scheme))
    .map((other) =>
      say('/inForce', 'overlapping-editions', {
        edition: scheme.edition,
        other: other.document.edition,
        file: other.file,
      }),
    );
}

const ends = (scheme: SchemeEdition): string => scheme.inForce.to ?? '9999-12-31';
