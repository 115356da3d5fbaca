import { expect, test } from 'vitest';

import { objections } from '../test/schemas.ts';
import { sarifOf, type SarifInput, type SarifResult } from './sarif.ts';

const TOOL = { name: 'assay', version: '1' };
const RULES = [
  { id: 'r1', text: 'One', help: 'One must hold.', url: 'https://rules.example/r1' },
  { id: 'r2', text: 'Two' },
];
const RESULT: SarifResult = { rule: 'r2', text: 'Two does not hold', file: 'a.yaml', line: 3, column: 5 };

type Log = {
  readonly runs: readonly {
    readonly results: readonly {
      readonly kind: string;
      readonly level: string;
      readonly ruleIndex: number;
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
};

function parseResults(input: Partial<SarifInput>) {
  const log = sarifOf({ tool: TOOL, rules: RULES, results: [RESULT], ...input });
  expect(objections('sarif', log)).toEqual([]);
  return (log as Log).runs[0]?.results ?? [];
}

test('a result is a failure with a level unless it says otherwise, and only a failure has a level', () => {
  expect(parseResults({})).toMatchObject([{ kind: 'fail', level: 'warning', ruleIndex: 1 }]);
  expect(parseResults({ results: [{ ...RESULT, level: 'error' }] })).toMatchObject([{ level: 'error' }]);
  for (const kind of ['open', 'review', 'pass', 'notApplicable', 'informational'] as const)
    expect(parseResults({ results: [{ ...RESULT, kind, level: 'error' }] })).toMatchObject([
      { kind, level: 'none' },
    ]);
});

test('a log without results and rules is a log', () => {
  expect(parseResults({ rules: [], results: [] })).toEqual([]);
});

test('a result stays the same one when its line moves, and not when what it speaks of does', () => {
  const printOf = (more: Partial<SarifResult>) =>
    parseResults({ results: [{ ...RESULT, ...more }] })[0]?.partialFingerprints;
  expect(printOf({ line: 99, column: 1 })).toEqual(printOf({}));
  expect(printOf({ same: 'not-met' })).not.toEqual(printOf({}));
  expect(printOf({ file: 'b.yaml' })).not.toEqual(printOf({}));
  expect(printOf({ rule: 'r1' })).not.toEqual(printOf({}));
});

test('with a name of its own a result stays the same one when it is said otherwise', () => {
  const printOf = (text: string) =>
    parseResults({ results: [{ ...RESULT, text, same: 'not-met' }] })[0]?.partialFingerprints;
  expect(printOf('Said otherwise')).toEqual(printOf('Two does not hold'));
});

test('an absolute file names its scheme', () => {
  const [result] = parseResults({ results: [{ ...RESULT, file: '/my files/a.yaml' }] });
  expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual({
    uri: 'file:///my%20files/a.yaml',
  });
});

test('a file with spaces, colons and percent signs is a relative reference', () => {
  const [result] = parseResults({ results: [{ ...RESULT, file: 'my files/a:b%.yaml' }] });
  expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('my%20files/a%3Ab%25.yaml');
});

test('a result of a rule that is not listed is a bug', () => {
  expect(() => sarifOf({ tool: TOOL, rules: [], results: [RESULT] })).toThrow('r2');
});
