import { closed, listOf, shaped, text, Type } from './schema.ts';

/**
 * An expression over product facts; no code. Judged in three-valued logic: a fact that is unknown makes
 * the whole unknown unless the rest settles it.
 */
export type Condition =
  | { readonly fact: FactId }
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly compare: { readonly fact: FactId; readonly op: Comparison; readonly value: number } }
  | { readonly in: { readonly fact: FactId; readonly values: readonly string[] } };

/** Snake case, for example `uses_passwords`: the fact's name in the dictionary. */
export type FactId = string;
export type Comparison = '<' | '<=' | '==' | '>=' | '>';

export const FACT_ID_PATTERN = '^[a-z][a-z0-9]*(_[a-z0-9]+)*$';
export const FactIdSchema = shaped<FactId>(FACT_ID_PATTERN, 'the id of a fact, such as uses_passwords');

const self = Type.Ref('Condition');

/** Schema of `Condition`. */
export const ConditionSchema = Type.Unsafe<Condition>(
  Type.Cyclic(
    {
      Condition: Type.Union([
        closed({ fact: FactIdSchema }),
        closed({ not: self }),
        closed({ all: listOf(self, 32, 1) }),
        closed({ any: listOf(self, 32, 1) }),
        closed({
          compare: closed({
            fact: FactIdSchema,
            op: Type.Unsafe<Comparison>({ type: 'string', enum: ['<', '<=', '==', '>=', '>'] }),
            value: Type.Number(),
          }),
        }),
        closed({ in: closed({ fact: FactIdSchema, values: listOf(text(100), 100, 1) }) }),
      ]),
    },
    'Condition',
  ),
);

/** Every fact that an expression asks about, once, in order of first mention. */
export function factsOf(condition: Condition): readonly FactId[] {
  return [...new Set(mentioned(condition))];
}

function mentioned(condition: Condition): readonly FactId[] {
  if ('fact' in condition) return [condition.fact];
  if ('not' in condition) return mentioned(condition.not);
  if ('all' in condition) return condition.all.flatMap(mentioned);
  if ('any' in condition) return condition.any.flatMap(mentioned);
  if ('compare' in condition) return [condition.compare.fact];
  return [condition.in.fact];
}
