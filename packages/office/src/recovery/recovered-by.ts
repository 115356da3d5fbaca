import type { PersonId } from '@assay/vocabulary/ids';

/** Who stands in an event that was made from the public log: nobody, since the log does not say who decided. */
const NOBODY = parsePerson('person_recovered-from-the-public-log');

/** The truth about who and why, where only the log is left. */
export function recoveredBy(origin: string, index: number) {
  return {
    by: NOBODY,
    because: `Recovered from entry ${String(index)} of the public log ${origin}. Who decided this, and why, was lost with the records.`,
  };
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}
