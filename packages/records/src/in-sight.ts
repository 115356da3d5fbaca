import { sql, type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';

import type { Sight } from '@assay/conformity/sight';
import { unreachable } from '@assay/vocabulary/result';

import type { Reader } from './open.ts';
import type { Tables } from './tables.ts';

/** The condition that keeps a case from whoever may not see it. */
export function inSight(eb: ExpressionBuilder<Tables, 'case_desk'>, sight: Sight): Expression<SqlBool> {
  switch (sight.kind) {
    case 'administrator':
      return eb('administrator', '=', sight.administrator);
    case 'applicant':
      return eb('applicant', '=', sight.organisation);
    case 'laboratory':
      return eb('laboratory', '=', sight.organisation);
    case 'schemes':
      return ofSchemes(eb, sight.schemes);
    case 'none':
      return sql<SqlBool>`false`;
    default:
      return unreachable(sight);
  }
}

/** What waits once the label is granted lies between its holder, its administrator and authorities: a laboratory is told nothing of it. */
export function tellsWaiting(sight: Sight): Expression<SqlBool> {
  return sight.kind === 'laboratory' ? sql<SqlBool>`stage <> 'granted'` : sql<SqlBool>`true`;
}

/**
 * Asks the same of each part of a sight, and puts the answers together. No index has the cases of several schemes in one
 * order, but one has those of each: so each is asked by itself, has its own limit, and reads no more than it gives.
 */
export function fromEachPart<Row>(
  reader: Reader,
  sight: Sight,
  ask: (part: Sight) => SelectQueryBuilder<Tables, 'case_desk', Row>,
) {
  const parts = sql.join(partsOf(sight).map(ask), sql` union all `);
  return reader.selectFrom(sql<Row>`(${parts})`.as<'line'>('line'));
}

/** No case is in two of them. */
function partsOf(sight: Sight): readonly Sight[] {
  if (sight.kind !== 'schemes' || sight.schemes.length === 0) return [sight];
  return [...new Set(sight.schemes)].map((scheme) => ({ kind: 'schemes', schemes: [scheme] }));
}

/** Of one scheme told so that an index gives its cases in their order. */
function ofSchemes(
  eb: ExpressionBuilder<Tables, 'case_desk'>,
  schemes: readonly string[],
): Expression<SqlBool> {
  const [only, ...more] = schemes;
  return only !== undefined && more.length === 0
    ? eb('scheme_id', '=', only)
    : sql<SqlBool>`scheme_id = any(${schemes}::text[])`;
}
