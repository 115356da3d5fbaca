import type { Gap, Reason } from '@assay/vocabulary/evaluation';
import { unreachable } from '@assay/vocabulary/result';

import { reason } from '../reason.ts';
import { methodFacts, type Judged } from './judge.ts';
import type { Requirement } from './requirement.ts';
import { isSatisfied } from './settle.ts';

/** What is missing for one requirement and what would close it; empty where it is satisfied and assessed as its level asks. */
export function gapOf(requirement: Requirement, judged: Judged): readonly Gap[] {
  const { finding } = judged;
  if (isSatisfied(finding.outcome) && isSatisfied(finding.assessed)) return [];
  const { kind, closes } = isSatisfied(finding.outcome)
    ? assessmentOwed(requirement)
    : shortcoming(requirement, judged);
  return [
    {
      requirement: requirement.ref,
      title: requirement.provision.title,
      kind,
      level: requirement.level,
      closes,
    },
  ];
}

type Closing = Pick<Gap, 'kind' | 'closes'>;

function assessmentOwed(requirement: Requirement): Closing {
  return { kind: 'assessment', closes: reason('close-by-assessment', methodFacts(requirement)) };
}

function shortcoming(requirement: Requirement, { finding, ask, marks }: Judged): Closing {
  const { outcome } = requirement.provision;
  switch (finding.outcome) {
    case 'unanswered':
      return { kind: 'fact', closes: reason('close-by-fact', { facts: ask.join(', ') }) };
    case 'not-met':
      return {
        kind: 'product',
        closes: reason('close-by-product', { outcome }, against(marksThat(marks, 'unfavourable'))),
      };
    case 'inconclusive': {
      const unsettled = marksThat(marks, 'inconclusive');
      return unsettled.length > 0
        ? { kind: 'evidence', closes: reason('close-by-clear-verdict', { outcome }, against(unsettled)) }
        : { kind: 'statement', closes: reason('close-by-withdrawn-claim', { outcome }, against(marks)) };
    }
    case 'no-evidence':
      return marks.some((mark) => mark.leaning === 'favourable')
        ? {
            kind: 'evidence',
            closes: reason('close-by-evidence', { kinds: requirement.provision.evidence.join(', ') }),
          }
        : { kind: 'statement', closes: reason('close-by-statement', { outcome }) };
    case 'met':
    case 'not-applicable':
      throw new Error(`no shortcoming: ${requirement.ref} is ${finding.outcome}`);
    default:
      return unreachable(finding.outcome);
  }
}

function marksThat(marks: Judged['marks'], leaning: Judged['marks'][number]['leaning']): Judged['marks'] {
  return marks.filter((mark) => mark.leaning === leaning);
}

/** What was said of the whole; where only parts are at fault, what was said of them. */
function against(marks: Judged['marks']): readonly Reason[] {
  const whole = marks.filter((mark) => mark.part === undefined);
  return (whole.length > 0 ? whole : marks).map((mark) => mark.why);
}
