import type { Dossier } from '@assay/vocabulary/dossier';
import type { Evaluation, EvidenceUse, Finding, Gap, Reason } from '@assay/vocabulary/evaluation';
import type { Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import { line, metadataOf, prop, token } from './oscal-parts.ts';
import { uuidOf } from './uuid.ts';

export type AssessmentInput = {
  readonly tool: { readonly name: string; readonly version: string };
  readonly at: Instant;
  readonly dossier: Dossier;
  /** Digests of all that was read: they make the ids of the document. */
  readonly inputs: readonly Digest[];
  /** At least one; OSCAL has no document without a result. */
  readonly evaluations: readonly { readonly title: string; readonly evaluation: Evaluation }[];
  readonly say: (reason: Reason) => string;
};

/**
 * OSCAL assessment results (model 1.2.1): a result per scheme. Every requirement has an observation that says its
 * outcome; a finding only what is settled either way, because OSCAL knows satisfied and not satisfied and nothing
 * between; a risk what is known not to be met. Ids are made from the digests of the inputs and never rolled.
 */
export function oscalAssessmentOf(input: AssessmentInput): object {
  const { dossier, at, inputs, tool } = input;
  const rules = input.evaluations.map(({ evaluation }) => evaluation.rules);
  const document = uuidOf('oscal-assessment', at, ...inputs, ...rules);
  const plan = uuidOf(document, 'plan');
  const product = uuidOf(document, 'product');
  return {
    'assessment-results': {
      uuid: document,
      metadata: metadataOf(`Gaps of ${dossier.product.name} across labelling schemes`, {
        ...{ at, version: uuidOf(...inputs) },
        remarks: `Made by ${tool.name} ${tool.version} from the dossier as declared. It is no label and no decision; requirements that are uncertain, open or without evidence have an observation and no finding.`,
      }),
      'import-ap': {
        href: `#${plan}`,
        remarks: 'No separate plan: the requirements of each scheme are the plan.',
      },
      results: input.evaluations.map((one) => resultOf(one, { ...input, document, product })),
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'Requirements of the schemes',
            description: 'Each result lists the requirements that were reviewed.',
          },
          {
            uuid: product,
            title: line(dossier.product.name),
            description: line(
              `${dossier.product.manufacturer}: ${dossier.product.models.join(', ')}. ${dossier.provenance.note}`,
            ),
            props: inputs.map((digest) => prop('input', digest)),
          },
        ],
      },
    },
  };
}

type Around = AssessmentInput & { readonly document: string; readonly product: string };

function resultOf({ title, evaluation }: AssessmentInput['evaluations'][number], around: Around): object {
  const { findings, gaps, level, rules, principles = [] } = evaluation;
  const settled = findings.filter(isSettled);
  const missed = settled.filter(({ outcome }) => outcome === 'not-met');
  const ids = { ...around, rules };
  return {
    uuid: uuidOf(around.document, rules),
    title: line(title),
    description: `${rules} up to level ${String(level.asked)}: level ${String(level.declared)} is reached as declared, ${String(level.assessed)} as assessed.`,
    start: around.at,
    props: [
      ...[prop('scheme', rules), prop('level-asked', level.asked)],
      ...[prop('level-declared', level.declared), prop('level-assessed', level.assessed)],
      ...principles.map(({ principle, declared }) => prop(`principle-${token(principle)}`, declared)),
    ],
    'reviewed-controls': { 'control-selections': [selection(findings)] },
    ...some(
      'observations',
      findings.map((one) => observationOf(one, ids)),
    ),
    ...some(
      'risks',
      missed.map((one) => riskOf(one, gaps, ids)),
    ),
    ...some(
      'findings',
      settled.map((one) => findingOf(one, ids)),
    ),
  };
}

type Ids = Around & { readonly rules: string };

/** Met or not met, on rows that are not uncertain. */
function isSettled({ outcome, confidence }: Finding): boolean {
  return confidence !== 'uncertain' && (outcome === 'met' || outcome === 'not-met');
}

function selection(findings: readonly Finding[]): object {
  return findings.length === 0
    ? { 'include-all': {}, remarks: 'The scheme asks nothing of a product of this category.' }
    : { 'include-controls': findings.map(({ requirement }) => ({ 'control-id': token(requirement) })) };
}

function observationOf(finding: Finding, { document, rules, product, at, say, dossier }: Ids): object {
  const { requirement, title, outcome, assessed, level, confidence, because, evidence } = finding;
  const cited = evidence.map((use) => evidenceOf(use, dossier));
  return {
    uuid: uuidOf(document, rules, 'observation', requirement),
    title: line(title),
    description: told(because, say),
    props: [
      ...[prop('requirement', requirement), prop('outcome', outcome), prop('assessed', assessed)],
      ...[prop('confidence', confidence), prop('level', level)],
    ],
    methods: ['EXAMINE'],
    types: ['control-objective'],
    subjects: [{ 'subject-uuid': product, type: 'resource', title: line(dossier.product.name) }],
    ...some('relevant-evidence', cited),
    collected: at,
  };
}

/** What is confidential is named by its digest alone. */
function evidenceOf({ id, kind, digest, through, from }: EvidenceUse, dossier: Dossier): object {
  const item = dossier.evidence.find((one) => one.id === id);
  const name = item && !item.confidential ? item.title : `${kind}, not public`;
  return {
    description: line(item ? name : kind),
    props: [
      prop('evidence', id),
      prop('through', through),
      prop('given-for', from),
      ...(digest ? [prop('digest', digest)] : []),
    ],
  };
}

function findingOf(
  { requirement, title, outcome, confidence, because }: Finding,
  { document, rules, say }: Ids,
): object {
  const met = outcome === 'met';
  return {
    uuid: uuidOf(document, rules, 'finding', requirement),
    title: line(title),
    description: say(because),
    props: [prop('confidence', confidence)],
    target: {
      type: 'objective-id',
      'target-id': token(requirement),
      title: line(title),
      props: [prop('requirement', requirement)],
      status: {
        state: met ? 'satisfied' : 'not-satisfied',
        reason: met ? 'pass' : 'fail',
        remarks: 'As declared: statements and evidence at face value.',
      },
    },
    'related-observations': [{ 'observation-uuid': uuidOf(document, rules, 'observation', requirement) }],
    ...(!met && { 'related-risks': [{ 'risk-uuid': uuidOf(document, rules, 'risk', requirement) }] }),
  };
}

function riskOf(
  { requirement, title, because }: Finding,
  gaps: readonly Gap[],
  { document, rules, say }: Ids,
): object {
  const gap = gaps.find((one) => one.requirement === requirement);
  return {
    uuid: uuidOf(document, rules, 'risk', requirement),
    title: line(title),
    description: told(because, say),
    statement: gap ? say(gap.closes) : say(because),
    props: [prop('requirement', requirement)],
    status: 'open',
    'related-observations': [{ 'observation-uuid': uuidOf(document, rules, 'observation', requirement) }],
  };
}

/** A tree of reasons as a list in Markdown. */
function told(reason: Reason, say: (reason: Reason) => string, depth = 0): string {
  const own = depth === 0 ? say(reason) : `${'  '.repeat(depth - 1)}- ${say(reason)}`;
  return [own, ...reason.because.map((one) => told(one, say, depth + 1))].join('\n');
}

/** A list under its name, and nothing where it is empty: OSCAL has no empty lists. */
function some(name: string, list: readonly object[]): object {
  return list.length > 0 ? { [name]: list } : {};
}
