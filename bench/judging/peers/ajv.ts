import { Ajv, type ValidateFunction } from 'ajv';

import { Tally, type Answer, type Rule, type Sheet, type Test } from '../rules.ts';

/**
 * Every rule a JSON Schema, compiled by ajv to a function. The rules of a provision are tried until one holds, the most
 * usual first: all that a hand could save is saved.
 */
export function ajvPeer(rules: readonly Rule[], levels: readonly number[]): (sheet: Sheet) => Answer {
  const ajv = new Ajv({ strict: false });
  const compiled = rules.map((rule) => ({ rule, holds: ajv.compile(schemaOf(rule.test)) }));
  const byProvision: readonly (readonly { rule: Rule; holds: ValidateFunction }[])[] = [
    ...Map.groupBy(compiled, ({ rule }) => rule.provision).values(),
  ];
  return (sheet) => {
    const tally = new Tally(levels);
    for (const own of byProvision)
      for (const { rule, holds } of own)
        if (holds(sheet)) {
          tally.add(rule);
          break;
        }
    return tally.answer();
  };
}

function schemaOf(test: Test): object {
  if ('all' in test)
    return test.all.length === 1 ? schemaOf(only(test.all)) : { allOf: test.all.map(schemaOf) };
  if ('any' in test)
    return test.any.length === 1 ? schemaOf(only(test.any)) : { anyOf: test.any.map(schemaOf) };
  if ('not' in test) return { not: schemaOf(test.not) };
  return { required: [test.member], properties: { [test.member]: { const: test.equals } } };
}

function only(tests: readonly Test[]): Test {
  const [one] = tests;
  if (!one) throw new Error('an empty test');
  return one;
}
