import { Engine, type NestedCondition, type TopLevelCondition } from 'json-rules-engine';

import { Tally, type Answer, type Rule, type Sheet, type Test } from '../rules.ts';

/** Every rule one of the engine's, all in one engine, whose run tries them all and gives the events of those that hold. */
export function enginePeer(
  rules: readonly Rule[],
  levels: readonly number[],
): (sheet: Sheet) => Promise<Answer> {
  const engine = new Engine(
    rules.map((rule, number) => ({
      conditions: topOf(rule.test),
      event: { type: rule.outcome, params: { number } },
    })),
    { allowUndefinedFacts: true },
  );
  return async (sheet) => {
    const { events } = await engine.run(sheet);
    const tally = new Tally(levels);
    for (const { params } of events) {
      const rule = rules[Number(params?.['number'])];
      if (rule) tally.add(rule);
    }
    return tally.answer();
  };
}

function topOf(test: Test): TopLevelCondition {
  const condition = conditionOf(test);
  return 'all' in condition || 'any' in condition || 'not' in condition ? condition : { all: [condition] };
}

function conditionOf(test: Test): NestedCondition {
  if ('all' in test) return { all: test.all.map(conditionOf) };
  if ('any' in test) return { any: test.any.map(conditionOf) };
  if ('not' in test) return { not: conditionOf(test.not) };
  return { fact: test.member, operator: 'equal', value: test.equals };
}
