import { dateOf, type Instant } from '@assay/vocabulary/instant';
import type { ListedLabel, MirrorStatus } from '@assay/office/aggregator/mirror-labels';
import type { JSX } from 'preact';

import { sentencesOf, wordOf, type Standing } from '../layout/standing.ts';
import { StateShape } from '../layout/state-badge.tsx';

/** What a reader is told of a label on a copy: its standing, or why the copy cannot tell it. */
export type MirrorStanding = Standing | Unproven;
type Unproven = Extract<MirrorStatus, 'stale' | 'invalid' | 'not-yet-valid'>;

/** A label that is valid while nobody promises security updates any longer must not look simply valid. */
export function mirrorStandingOf({ record, stated }: ListedLabel, now: Instant): MirrorStanding {
  const over = stated.supportEnd !== null && stated.supportEnd < dateOf(now);
  return record.status === 'valid' && over ? 'support-ended' : record.status;
}

export function mirrorWordOf(standing: MirrorStanding): string {
  return isUnproven(standing) ? UNPROVEN[standing].word : wordOf(standing);
}

/** State in plain words, and what it means for the reader. */
export function mirrorSentencesOf(
  standing: MirrorStanding,
  label: string,
): { readonly headline: string; readonly meaning: string } {
  if (!isUnproven(standing)) return sentencesOf(standing, label);
  const { headline, meaning } = UNPROVEN[standing];
  return { headline: headline(label), meaning };
}

/** The outline beside the word. What is not proven bears a question mark, whatever the reason. */
export function MirrorShape({ standing }: { readonly standing: MirrorStanding }): JSX.Element {
  return <StateShape standing={shapeOf(standing)} />;
}

/** Standing in one line. */
export function MirrorBadge({ standing }: { readonly standing: MirrorStanding }): JSX.Element {
  return (
    <span class={`badge is-${shapeOf(standing)}`}>
      <MirrorShape standing={standing} />
      {mirrorWordOf(standing)}
    </span>
  );
}

/** The standing whose outline and colour are shown. */
export function shapeOf(standing: MirrorStanding): Standing {
  return isUnproven(standing) ? 'unknown' : standing;
}

function isUnproven(standing: MirrorStanding): standing is Unproven {
  return Object.hasOwn(UNPROVEN, standing);
}

const UNPROVEN: Readonly<
  Record<
    Unproven,
    { readonly word: string; readonly headline: (label: string) => string; readonly meaning: string }
  >
> = {
  stale: {
    word: 'Out of date',
    headline: (label) => `${label} cannot be confirmed today: do not rely on it`,
    meaning:
      'What proved it is too old. Its administrator has published nothing newer that this site could accept, so it may have been suspended or revoked since.',
  },
  invalid: {
    word: 'Not proven',
    headline: (label) => `${label} is not proven: do not rely on it`,
    meaning: 'What was published of it does not stand up to the keys that the scheme believes today.',
  },
  'not-yet-valid': {
    word: 'Not valid yet',
    headline: (label) => `${label} is not valid yet`,
    meaning: 'Its time has not begun.',
  },
};
