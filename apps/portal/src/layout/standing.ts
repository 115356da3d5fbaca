import { dateOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import { unreachable } from '@assay/vocabulary/result';

/** What a reader is told about a label: its state, or that it is not on the register, or that support has ended. */
export type Standing = LabelState | 'support-ended' | 'unknown';

/** A label that is valid while nobody promises security updates any longer must not look simply valid. */
export function standingOf(
  label: { readonly state: LabelState; readonly supportEnd: CalendarDate | null },
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
    default:
      return unreachable(standing);
  }
}
