import type { Story, StoryCase } from '@assay/office/rehearsal/story';
import type { Evaluation, Finding, Gap, Outcome, Reason } from '@assay/vocabulary/evaluation';
import { editionRef, provisionRef } from '@assay/vocabulary/ids';

import { LABELS, caseId, date, instant } from './sample-desk.ts';

// Input data for views, as in sample-desk.ts: invented findings that no judging produced.

const STANDARD = editionRef('sandbox-standard', '1.0');

/** A finding of each outcome, a reason without and with branches, parts, evidence, and an uncertain row. */
const FINDINGS: readonly Finding[] = [
  finding('5.1-1', 'No universal default passwords', 'met', { evidence: true }),
  finding('5.1-2', 'Passwords made before shipping are hard to guess', 'not-applicable', {}),
  finding('5.1-3', 'Sound cryptography for authentication', 'met', { parts: ['device', 'app'] }),
  finding('5.3-1', 'Software parts can be updated securely', 'inconclusive', { parts: ['device'] }),
  finding('5.3-13', 'The support period is published', 'not-met', { deep: true }),
  finding('5.3-14', 'Reasons for the absence of updates are published', 'unanswered', {}),
  finding('5.8-1', 'Personal data in transit are protected', 'no-evidence', { uncertain: true }),
];

const REFUSED: StoryCase = {
  case: caseId(101),
  title: 'Sandbox Lamp, as its maker handed it in',
  provenance: { kind: 'fictional', note: 'It exists on this page only and cannot be bought.' },
  steps: [
    step(
      '0-programme',
      'Rules in force',
      'Sandbox Authority',
      'Sandbox Labelling Scheme, edition 1.0, is open.',
    ),
    step('1-application', 'Accepted', 'Sandbox intake desk', 'The application is complete and within scope.'),
    step('2-evaluation', 'Judged', 'Sandbox evaluator', 'Five of seven requirements are settled.'),
    step('3-review', 'Sufficient', 'Sandbox reviewer', 'The results suffice for a decision.'),
    step('4-decision', 'Refused', 'Sandbox decider', 'The support period is not published (5.3-13).'),
  ],
  evaluation: evaluation(1, 0, FINDINGS),
  nextLevel: evaluation(2, 0, FINDINGS),
};

const GRANTED: StoryCase = {
  case: caseId(102),
  title: 'Sandbox Lamp, what if a support end date were declared',
  provenance: {
    kind: 'what-if',
    note: 'A copy of the case above, changed in one place to show what a grant looks like.',
    changes: ['Declares that security updates are provided until 31 December 2031.'],
  },
  steps: [
    ...REFUSED.steps.slice(0, 4),
    step('4-decision', 'Granted', 'Sandbox decider', 'Every requirement of level 1 is met.'),
    step('5-label', 'Issued', 'Sandbox issuer', 'The label was signed, logged and published.'),
    step('6-register', 'Public', 'Sandbox register', 'The label page is live.'),
    step('7-surveillance', 'Opened', 'Sandbox surveillance', 'The first check falls due in a year.'),
  ],
  evaluation: evaluation(
    1,
    1,
    FINDINGS.filter(({ outcome }) => outcome === 'met' || outcome === 'not-applicable'),
  ),
  label: LABELS.valid.labelId,
};

export const STORY: Story = { cases: [REFUSED, GRANTED] };

type Detail = {
  readonly deep?: boolean;
  readonly evidence?: boolean;
  readonly uncertain?: boolean;
  readonly parts?: readonly string[];
};

function finding(id: string, title: string, outcome: Outcome, detail: Detail): Finding {
  const requirement = provisionRef(STANDARD, id);
  return {
    requirement,
    title,
    level: 1,
    outcome,
    assessed: outcome === 'met' ? 'no-evidence' : outcome,
    because: detail.deep
      ? reason('sample-condition-holds-but-nothing-is-stated', [
          reason('sample-the-product-has-updates', [reason('sample-fact-answered-by-the-maker')]),
          reason('sample-no-end-date-was-found-in-any-paper'),
        ])
      : reason(`sample-${outcome}-by-statement`),
    parts: (detail.parts ?? []).map((part) => ({ part, outcome, because: reason('sample-part-was-judged') })),
    ...(detail.parts && { aggregation: 'all' as const }),
    evidence: detail.evidence
      ? [{ id: 'manual', kind: 'document', through: 'direct', from: requirement }]
      : [],
    confidence: detail.uncertain ? 'uncertain' : 'sure',
  };
}

function evaluation(asked: number, declared: number, findings: readonly Finding[]): Evaluation {
  const count = (outcome: Outcome) => findings.filter((one) => one.outcome === outcome).length;
  return {
    scheme: 'sandbox-cls',
    edition: '1.0',
    asOf: date('2026-11-21'),
    level: { asked, declared, assessed: 0 },
    counts: {
      met: count('met'),
      notMet: count('not-met'),
      notApplicable: count('not-applicable'),
      noEvidence: count('no-evidence'),
      inconclusive: count('inconclusive'),
      unanswered: count('unanswered'),
    },
    findings,
    gaps: findings.flatMap(gapsOf),
    questions: findings.some(({ outcome }) => outcome === 'unanswered')
      ? [
          {
            fact: 'constrained',
            question: 'Is any part of the product unable to take updates?',
            why: 'Requirement 5.3-14 turns on it.',
          },
        ]
      : [],
    rules: editionRef('sandbox-cls', '1.0'),
  };
}

function gapsOf({ requirement, title, outcome, level }: Finding): readonly Gap[] {
  const kinds: Partial<Record<Outcome, Gap['kind']>> = {
    met: 'assessment',
    'not-met': 'product',
    'no-evidence': 'evidence',
    inconclusive: 'statement',
    unanswered: 'fact',
  };
  const kind = kinds[outcome];
  return kind ? [{ requirement, title, kind, level, closes: reason(`sample-bring-the-${kind}`) }] : [];
}

function step(stage: StoryCase['steps'][number]['stage'], title: string, by: string, says: string) {
  return { stage, title, at: instant('2026-11-20T08:00:00Z'), by, says };
}

function reason(code: string, because: readonly Reason[] = []): Reason {
  return { code, facts: {}, because };
}
