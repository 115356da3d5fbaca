import type { MirrorStatus } from '@assay/office/aggregator/mirror-labels';
import { dateOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import { unreachable } from '@assay/vocabulary/result';

/**
 * What a reader is told about a label: its state, that support has ended, or why none can be told: it is not on the
 * register, or what was published of it proves nothing today.
 */
export type Standing = MirrorStatus | 'support-ended' | 'unknown';

/** A label that is valid while nobody promises security updates any longer must not look simply valid. */
export function standingOf(
  label: { readonly state: MirrorStatus; readonly supportEnd: CalendarDate | null },
  now: Instant,
): Standing {
  const over = label.supportEnd !== null && label.supportEnd < dateOf(now);
  return label.state === 'valid' && over ? 'support-ended' : label.state;
}

/** The one word beside the shape. */
export function wordOf(standing: Standing): string {
  switch (standing) {
    case 'valid':
      return 'Valid';
    case 'suspended':
      return 'Suspended';
    case 'revoked':
      return 'Revoked';
    case 'expired':
      return 'Expired';
    case 'support-ended':
      return 'Support ended';
    case 'unknown':
      return 'Not on the register';
    case 'stale':
      return 'Out of date';
    case 'invalid':
      return 'Not proven';
    case 'not-yet-valid':
      return 'Not yet valid';
    default:
      return unreachable(standing);
  }
}

/** State in plain words, `label` being “This label” or “This sandbox label”; and what it means for the reader. */
export function sentencesOf(
  standing: Standing,
  label: string,
): { readonly headline: string; readonly meaning: string } {
  switch (standing) {
    case 'valid':
      return {
        headline: `${label} is valid`,
        meaning: 'It counts for exactly the product named below, as long as this page says so.',
      };
    case 'suspended':
      return {
        headline: `${label} is suspended: do not rely on it`,
        meaning:
          'The label administrator has stopped it while a doubt about the product is looked into. It may come back, or be revoked.',
      };
    case 'revoked':
      return {
        headline: `${label} was revoked: do not rely on it`,
        meaning: 'The label administrator has withdrawn it for good. It will not come back.',
      };
    case 'expired':
      return {
        headline: `${label} has expired: do not rely on it`,
        meaning:
          'Its time is over and it was not renewed. Nobody vouches for the product under it any longer.',
      };
    case 'support-ended':
      return {
        headline: `${label} still runs, but support for the product has ended`,
        meaning:
          'The time for which the maker promised security updates is over. Do not expect any more of them.',
      };
    case 'unknown':
      return { headline: `${label} is not on the register`, meaning: 'It was never issued here.' };
    case 'stale':
      return {
        headline: `${label} cannot be confirmed today: do not rely on it`,
        meaning:
          'What proved it is too old, and this site holds nothing newer. It may have been suspended or revoked since.',
      };
    case 'invalid':
      return {
        headline: `${label} is not proven: do not rely on it`,
        meaning: 'What was published of it does not stand up to the keys that the scheme believes today.',
      };
    case 'not-yet-valid':
      return { headline: `${label} is not valid yet`, meaning: 'It is genuine, but its time has not begun.' };
    default:
      return unreachable(standing);
  }
}
