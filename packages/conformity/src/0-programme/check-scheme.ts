import type { Fact } from '@assay/vocabulary/facts';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { checkApplication } from './check-application.ts';
import { checkAssessment } from './check-assessment.ts';
import { checkClassLists } from './check-class-lists.ts';
import { checkClocks } from './check-clocks.ts';
import { checkInForce } from './check-in-force.ts';
import { checkLevels } from './check-levels.ts';
import { checkReferences } from './check-references.ts';
import { checkScope } from './check-scope.ts';
import { checkSelectors } from './check-selectors.ts';
import { checkSettings } from './check-settings.ts';
import { checkTexts } from './check-texts.ts';
import { about, type Complaint, type Filed } from './complaint.ts';

export type Surroundings = {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly standards: readonly Filed<StandardEdition>[];
  readonly schemes: readonly Filed<SchemeEdition>[];
  /** Texts of this scheme, one per language. */
  readonly texts: readonly Filed<SchemeTexts>[];
};

/** Everything in a scheme edition that its schema cannot see. Empty: the edition can be frozen and used. */
export function checkScheme(scheme: Filed<SchemeEdition>, around: Surroundings): readonly Complaint[] {
  return [
    ...checkReferences(scheme, around),
    ...checkLevels(scheme),
    ...checkSelectors(scheme),
    ...checkClassLists(scheme),
    ...checkScope(scheme, around.facts),
    ...checkAssessment(scheme),
    ...checkApplication(scheme),
    ...checkClocks(scheme),
    ...checkSettings(scheme),
    ...neitherLabelNorStatement(scheme),
    ...checkInForce(scheme, around.schemes),
    ...checkTexts(scheme, around.texts),
  ];
}

/** A scheme that takes applications ends in something that a buyer can see, or in a paper that the developer signs. */
function neitherLabelNorStatement({ file, document }: Filed<SchemeEdition>): readonly Complaint[] {
  const { label, statement, status } = document;
  return status === 'open' && label === undefined && statement === undefined
    ? [about(file)('', 'neither-label-nor-statement', { id: document.id })]
    : [];
}
