import type { Reason } from '@assay/vocabulary/evaluation';
import type { EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { HeldLabel, ReleaseGuard } from '@assay/vocabulary/release-guard';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Catalogue } from '../0-programme/catalogue.ts';
import type { Complaint, Filed } from '../0-programme/complaint.ts';
import type { Submission } from '../2-evaluation/collect.ts';
import type { View } from '../2-evaluation/settle.ts';
import type { RecognisedBody } from '@assay/vocabulary/programme';

/** A condition of a label that a release breaks (`error`), or will break soon or may break (`warning`). */
export type Breach = Complaint & {
  readonly severity: 'error' | 'warning';
  /** The label at stake; absent where every label is. */
  readonly label?: EditionRef;
  /** What would mend it, where judging says so. */
  readonly closes?: Reason;
};

/** A release and all that its labels rest on. */
export type Release = {
  readonly guard: Filed<ReleaseGuard>;
  /** The firmware version that is being built. */
  readonly firmware: string;
  readonly dossier: Filed<Submission['dossier']>;
  readonly reports: readonly Filed<Submission['reports'][number]>[];
  readonly catalogue: Catalogue;
  readonly bodies: readonly RecognisedBody[];
  readonly asOf: CalendarDate;
  readonly view: View;
  /** An end that is at most so many days away is warned of. */
  readonly soonDays: number;
  /** The sentence of a scheme under a key. */
  readonly say: (scheme: string, key: string) => string;
};

/** One label that is held, its edition, and its place in the list. */
export type Watched = {
  readonly label: HeldLabel;
  readonly scheme: SchemeEdition;
  readonly place: number;
};

/** A breach at a place of `assay.yaml`. */
export function inGuard(
  { guard }: Release,
  path: string,
  said: Pick<Breach, 'severity' | 'label'>,
  what: Pick<Breach, 'code' | 'facts'>,
): Breach {
  return { file: guard.file, path, ...what, ...said };
}

/** A breach at a place of the dossier. */
export function inDossier(
  { dossier }: Release,
  path: string,
  said: Pick<Breach, 'severity' | 'label' | 'closes'>,
  what: Pick<Breach, 'code' | 'facts'>,
): Breach {
  return { file: dossier.file, path, ...what, ...said };
}
