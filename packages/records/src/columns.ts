import type { ColumnType } from 'kysely';

import type { Instant } from '@assay/vocabulary/instant';

/** The driver reads a Date; an instant is written. */
export type Time = ColumnType<Date, Instant, Instant>;
/** The same where there may be none yet. */
export type MaybeTime = ColumnType<Date | null, Instant | null, Instant | null>;
/** The driver reads the value; its text is written, since it would take an array for one of SQL's. */
export type Json<T> = ColumnType<T, string, string>;
