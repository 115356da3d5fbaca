import type { Evidence, Statement } from '@assay/vocabulary/dossier';
import type { EvidenceUse, Finding, Gap, PartFinding, Reason } from '@assay/vocabulary/evaluation';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedBody } from '@assay/vocabulary/programme';

import { isEffective } from '../collect.ts';
import { gapOf } from '../gap.ts';
import { judge, type Judged } from '../judge.ts';
import { narrowed, type Heard } from './heard.ts';
import type { Plan, Step } from './plan.ts';
import { templateOf, type PlainWord, type Template } from './template.ts';

/** What a step is judged on. */
export type Sight = {
  readonly plan: Plan;
  readonly heard: Heard;
  readonly scheme: string;
  readonly asOf: CalendarDate;
  readonly bodies: readonly RecognisedBody[];
  readonly answers: Uint8Array;
};

export type JudgedStep = {
  readonly finding: Finding;
  readonly gap: Gap | undefined;
  readonly ask: Judged['ask'];
};

/**
 * Judges one step. Most requirements have one plain word of the developer or none; what that amounts to is known from a
 * template, and only the word and its evidence are filled in. Everything else is judged by the reference itself, on
 * just what is said about the requirement. Where the finding will not be shown (`whole` is false) nothing is filled in.
 */
export function judgeStep(step: Step, sight: Sight, whole: boolean): JudgedStep {
  const plain = plainOn(step, sight);
  const template = plain && templateFor(step, sight, plain);
  if (!template) return judgedWhole(step, sight);
  if (!whole || !(template.usesWord || template.part)) return template;
  return filled(step, template, sight, plain);
}

type Plain = { readonly statement: Statement | undefined; readonly evidence: readonly Evidence[] };

/** The one plain word, or that there is none; absent where more is to be weighed. */
function plainOn({ own, places, tables, byComponent }: Step, { heard, asOf }: Sight): Plain | undefined {
  if (byComponent && !(heard.components && heard.components.length > 0)) return undefined;
  if (tables.length > 0 && tables.some((table) => heard.tables.has(table))) return undefined;
  for (const place of places) {
    const word = heard.words[place];
    if (word === undefined) continue;
    if (word.results.length > 0 || word.statements.length > (place === own ? 1 : 0)) return undefined;
  }
  const word = heard.words[own];
  const statement = word?.statements[0];
  if (word === undefined || statement === undefined) return NOTHING;
  if (statement.parts !== undefined) return undefined;
  const { evidence } = heard.submission.dossier;
  const shown: Evidence[] = [];
  for (const place of word.evidence) {
    const item = evidence[place];
    if (item && isEffective(item, asOf)) shown.push(item);
  }
  return inOrder(shown) ? { statement, evidence: shown } : undefined;
}

const NOTHING: Plain = { statement: undefined, evidence: [] };

/** Sorts evidence by id, in place; false where two items bear one id. */
function inOrder(items: Evidence[]): boolean {
  if (items.length > 1) items.sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  for (let place = 1; place < items.length; place += 1)
    if (items[place]?.id === items[place - 1]?.id) return false;
  return true;
}

const MOST_FACTS = 12;

function templateFor(step: Step, sight: Sight, { statement, evidence }: Plain): Template | undefined {
  if (step.facts.length > MOST_FACTS) return undefined;
  let key = 0;
  for (const fact of step.facts) {
    const answer = sight.answers[fact] ?? 0;
    if (answer === 3) return undefined;
    key = key * 3 + answer;
  }
  const backed = evidence.length > 0;
  key = key * 7 + (statement === undefined ? 0 : WORDS[statement.supported] + (backed ? 3 : 0));
  const known = step.templates.get(key);
  if (known) return known;
  const word: PlainWord = statement === undefined ? 'unsaid' : { supported: statement.supported, backed };
  const template = templateOf(step.requirement, word, {
    dossier: sight.heard.submission.dossier,
    demand: demandOf(step, sight),
  });
  step.templates.set(key, template);
  return template;
}

const WORDS: Readonly<Record<Statement['supported'], number>> = { yes: 1, no: 2, 'not-applicable': 3 };

function demandOf({ requirement }: Step, { scheme, asOf, bodies }: Sight) {
  return { method: requirement.method, maxAgeDays: requirement.maxAgeDays, scheme, asOf, bodies };
}

function judgedWhole(step: Step, sight: Sight): JudgedStep {
  const judged = judge(step.requirement, narrowed(sight.heard, step.places), demandOf(step, sight));
  return { finding: judged.finding, gap: gapOf(step.requirement, judged)[0], ask: judged.ask };
}

const NO_REASONS: readonly Reason[] = [];

/** The template with the word, its evidence and the components in their places. */
function filled(
  step: Step,
  template: Template,
  { heard }: Sight,
  { statement, evidence }: Plain,
): JudgedStep {
  const { ref } = step.requirement;
  const { finding, gap, before } = template;
  const why = statement && template.usesWord ? whyOf(statement, evidence) : undefined;
  const said = why ? [why] : NO_REASONS;
  const because = [...(before ? [before] : NO_REASONS), ...said, ...template.after];
  return {
    finding: {
      requirement: finding.requirement,
      title: finding.title,
      level: finding.level,
      outcome: finding.outcome,
      assessed: finding.assessed,
      because: { code: finding.because.code, facts: finding.because.facts, because },
      parts: template.part ? partsOf(template.part, heard.components ?? [], said) : finding.parts,
      ...(finding.aggregation && { aggregation: finding.aggregation }),
      evidence: why ? evidence.map((item) => useOf(item, ref)) : finding.evidence,
      confidence: finding.confidence,
    },
    gap: gap && template.gapWantsWord ? { ...gap, closes: { ...gap.closes, because: said } } : gap,
    ask: template.ask,
  };
}

function whyOf({ provision, supported, reason }: Statement, evidence: readonly Evidence[]): Reason {
  return {
    code: `stated-${supported}`,
    facts: { provision, reason },
    because: evidence.map(({ id, kind }) => ({ code: 'evidence', facts: { id, kind }, because: NO_REASONS })),
  };
}

function useOf({ id, kind, digest }: Evidence, from: EvidenceUse['from']): EvidenceUse {
  return { id, kind, digest, through: 'direct', from };
}

function partsOf(
  { outcome, code }: NonNullable<Template['part']>,
  components: readonly string[],
  because: readonly Reason[],
): readonly PartFinding[] {
  return components.map((part) => ({ part, outcome, because: { code, facts: { part }, because } }));
}
