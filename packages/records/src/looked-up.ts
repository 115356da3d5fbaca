import { sql, type RawBuilder } from 'kysely';

/**
 * Beside a join with some ids: that the column is one of them. So the rows are looked up, however little the planner
 * knows; a join alone reads every row there is.
 */
export function lookedUpBy(column: string, ids: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = any(${ids}::text[])`;
}
