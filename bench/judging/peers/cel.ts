import { Environment } from '@marcbachmann/cel-js';

import { Tally, type Answer, type Rule, type Sheet, type Test } from '../rules.ts';

/** Every rule a CEL expression, parsed once. The rules of a provision are tried until one holds, the most usual first. */
export function celPeer(rules: readonly Rule[], levels: readonly number[]): (sheet: Sheet) => Answer {
  const environment = new Environment().registerVariable('p', 'map');
  const parsed = rules.map((rule) => ({ rule, holds: environment.parse(expressionOf(rule.test)) }));
  const byProvision = [...Map.groupBy(parsed, ({ rule }) => rule.provision).values()];
  return (sheet) => {
    const tally = new Tally(levels);
    const context = { p: sheet };
    for (const own of byProvision)
      for (const { rule, holds } of own)
        if (holds(context) === true) {
          tally.add(rule);
          break;
        }
    return tally.answer();
  };
}

function expressionOf(test: Test): string {
  if ('all' in test) return `(${test.all.map(expressionOf).join(' && ')})`;
  if ('any' in test) return `(${test.any.map(expressionOf).join(' || ')})`;
  if ('not' in test) return `!(${expressionOf(test.not)})`;
  return `p.${test.member} == ${JSON.stringify(test.equals)}`;
}
