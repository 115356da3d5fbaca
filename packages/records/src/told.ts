import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

/** What every line of a history of organisations and bodies says besides what happened. */
type Line = {
  readonly type: string;
  readonly at: Instant;
  readonly by?: PersonId;
  readonly as?: OrganisationId;
  readonly because: string;
};

/** A line as columns. */
export function columnsOfLine(line: Line) {
  const { type, at, by, as, because, ...data } = line;
  return { type, at, by: by ?? null, seat: as ?? null, because, data: JSON.stringify(data) };
}

type Row = {
  readonly type: string;
  readonly at: Date;
  readonly by: PersonId | null;
  readonly seat: OrganisationId | null;
  readonly because: string;
  readonly data: object;
};

/** The line that a row holds. Only `columnsOfLine` writes them, and the tables let nothing be changed. */
export function parseLine({ type, at, by, seat, because, data }: Row): Line {
  return {
    ...{ type, at: instantOf(at), because },
    ...(by !== null && { by }),
    ...(seat !== null && { as: seat }),
    ...data,
  };
}
