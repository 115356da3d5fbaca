import type { Verdict } from '@assay/vocabulary/test-report';

/** The verdict that a cell or line begins with; absent where it says something else. */
export function verdictOf(words: string): Verdict | undefined {
  const said = /^\W*(pass(?:ed)?|fail(?:ed)?|n\/a|not applicable|inconclusive)(?![a-z])/i.exec(words)?.[1];
  switch (said?.toLowerCase()) {
    case 'pass':
    case 'passed':
      return 'pass';
    case 'fail':
    case 'failed':
      return 'fail';
    case 'inconclusive':
      return 'inconclusive';
    case undefined:
      return undefined;
    default:
      return 'not-applicable';
  }
}

/** Whether a cell says a verdict and no more. */
export function isBareVerdict(words: string): boolean {
  return /^\W*(?:pass(?:ed)?|fail(?:ed)?|n\/a|not applicable|inconclusive)\W*$/i.test(words);
}

/** What several verdicts amount to: a fail outweighs all, then what is inconclusive, then a pass. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return ORDER.find((one) => verdicts.includes(one)) ?? 'inconclusive';
}

const ORDER: readonly Verdict[] = ['fail', 'inconclusive', 'pass', 'not-applicable'];
