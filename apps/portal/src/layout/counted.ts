import { MOST_COUNTED } from '@assay/office/0-programme/look-at-queue';

/** A count for people: what was counted no further is said to be more. */
export function counted(count: number): string {
  return count > MOST_COUNTED ? `more than ${MOST_COUNTED.toLocaleString('en')}` : count.toLocaleString('en');
}
