import type { Dossier, Statement } from '@assay/vocabulary/dossier';
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
  readonly heard: Heard;
  readonly scheme: string;
  readonly asOf: CalendarDate;
  readonly bodies: readonly RecognisedBody[];
  /** By place in the plan's facts. */
  readonly answers: Uint8Array;
  /** By place in the dossier's evidence: the reason that names it, absent where it does not speak on the day. */
  readonly proofs: readonly (Reason | undefined)[];
};

/** Looks up, once for all steps, what the facts are and which documents speak on the day. */
export function sightOf(
  { facts }: Plan,
  heard: Heard,
  asked: Pick<Sight, 'scheme' | 'asOf' | 'bodies'>,
): Sight {
  const { dossier } = heard.submission;
  return {
    heard,
    scheme: asked.scheme,
    asOf: asked.asOf,
    bodies: asked.bodies,
    answers: answersTo(facts, dossier),
    proofs: dossier.evidence.map((item) =>
      isEffective(item, asked.asOf)
        ? { code: 'evidence', facts: { id: item.id, kind: item.kind }, because: NO_REASONS }
        : undefined,
    ),
  };
}

/** 0 unknown, 1 yes, 2 no; 3 for an answer in numbers or words, which is looked at each time anew. */
function answersTo(facts: readonly string[], dossier: Dossier): Uint8Array {
  const answers = new Uint8Array(facts.length);
  let place = -1;
  for (const fact of facts) {
    place += 1;
    if (!Object.hasOwn(dossier.facts, fact)) continue;
    const answer = dossier.facts[fact];
    answers[place] = answer === 'yes' ? 1 : answer === 'no' ? 2 : answer === 'unknown' ? 0 : 3;
  }
  return answers;
}

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

/** One plain word and the places of the evidence for it. */
type Plain = { readonly statement: Statement | undefined; readonly evidence: readonly number[] };

/** The one plain word, or that there is none; absent where more is to be weighed. */
function plainOn({ own, places, tables, byComponent }: Step, { heard, proofs }: Sight): Plain | undefined {
  if (byComponent && !(heard.components && heard.components.length > 0)) return undefined;
  if (tables.length > 0 && tables.some((table) => heard.tables.has(table))) return undefined;
  for (const place of places) {
    if (heard.found.size > 0 && heard.found.has(place)) return undefined;
    if (heard.stated[place] !== 0 && place !== own) return undefined;
  }
  const number = heard.stated[own] ?? 0;
  if (number === 0) return NOTHING;
  const statement = heard.submission.dossier.statements[number - 1];
  if (statement?.parts !== undefined || number < 0) return undefined;
  const evidence: number[] = [];
  for (let link = heard.shown[own] ?? 0; link > 0; link = heard.links.next[link - 1] ?? 0) {
    const item = heard.links.item[link - 1] ?? 0;
    if (proofs[item]) evidence.push(item);
  }
  return evidence.length < 2 || inOrder(evidence, heard) ? { statement, evidence } : undefined;
}

const NOTHING: Plain = { statement: undefined, evidence: [] };

/** Sorts evidence by id, in place; false where two items bear one id. */
function inOrder(items: number[], { submission }: Heard): boolean {
  const idOf = (item: number | undefined) => submission.dossier.evidence[item ?? -1]?.id ?? '';
  items.sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
  return items.every((item, place) => place === 0 || idOf(item) !== idOf(items[place - 1]));
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
function filled(step: Step, template: Template, sight: Sight, { statement, evidence }: Plain): JudgedStep {
  const { finding, gap, before } = template;
  const why = statement && template.usesWord ? whyOf(statement, evidence, sight) : undefined;
  const said = why ? [why] : NO_REASONS;
  const because = before && why ? [before, why] : [...(before ? [before] : []), ...said];
  for (const reason of template.after) because.push(reason);
  const { code, facts } = finding.because;
  const { requirement, title, level, outcome, assessed, aggregation, confidence } = finding;
  const parts = template.part ? partsOf(template.part, sight.heard.components ?? [], said) : finding.parts;
  const uses = why ? usesOf(evidence, sight, step.requirement.ref) : finding.evidence;
  const reason = { code, facts, because };
  return {
    finding: aggregation
      ? {
          requirement,
          title,
          level,
          outcome,
          assessed,
          because: reason,
          parts,
          aggregation,
          evidence: uses,
          confidence,
        }
      : { requirement, title, level, outcome, assessed, because: reason, parts, evidence: uses, confidence },
    gap: gap && template.gapWantsWord ? { ...gap, closes: { ...gap.closes, because: said } } : gap,
    ask: template.ask,
  };
}

function whyOf(
  { provision, supported, reason }: Statement,
  evidence: readonly number[],
  { proofs }: Sight,
): Reason {
  const because: Reason[] = [];
  for (const item of evidence) {
    const proof = proofs[item];
    if (proof) because.push(proof);
  }
  return { code: STATED[supported], facts: { provision, reason }, because };
}

const STATED: Readonly<Record<Statement['supported'], string>> = {
  yes: 'stated-yes',
  no: 'stated-no',
  'not-applicable': 'stated-not-applicable',
};

function usesOf(evidence: readonly number[], { heard }: Sight, from: EvidenceUse['from']): EvidenceUse[] {
  const uses: EvidenceUse[] = [];
  for (const place of evidence) {
    const item = heard.submission.dossier.evidence[place];
    if (item) uses.push({ id: item.id, kind: item.kind, digest: item.digest, through: 'direct', from });
  }
  return uses;
}

function partsOf(
  { outcome, code }: NonNullable<Template['part']>,
  components: readonly string[],
  because: readonly Reason[],
): readonly PartFinding[] {
  return components.map((part) => ({ part, outcome, because: { code, facts: { part }, because } }));
}
