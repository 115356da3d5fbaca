import type { Confidence } from '@assay/vocabulary/confidence';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Evaluation, EvidenceUse, Finding, Reason } from '@assay/vocabulary/evaluation';
import { splitProvisionRef, type Digest, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { uuidOf } from './uuid.ts';

export type DeclarationsInput = {
  readonly tool: { readonly name: string; readonly version: string };
  readonly at: Instant;
  readonly dossier: Dossier;
  /** Digests of all that was read: they make the serial number. */
  readonly inputs: readonly Digest[];
  readonly schemes: readonly DeclaredScheme[];
  readonly standards: ReadonlyMap<EditionRef, StandardEdition>;
  readonly say: (reason: Reason) => string;
};
export type DeclaredScheme = {
  readonly title: string;
  readonly owner: string;
  readonly levels: readonly { readonly rank: number; readonly name: string }[];
  readonly evaluation: Evaluation;
};

/**
 * CycloneDX 1.6 declarations: an attestation per scheme that maps each requirement to a claim with conformance and
 * confidence. Only what is met or not met has a score; what is open has none, and says why. The developer is the
 * assessor: these are declarations, not the word of a laboratory. Of the standards stand ids and our own titles.
 */
export function cyclonedxDeclarationsOf(input: DeclarationsInput): object {
  const { dossier, schemes, tool, at, inputs } = input;
  const { product } = dossier;
  const rules = schemes.map(({ evaluation }) => evaluation.rules);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf('cyclonedx-declarations', at, ...inputs, ...rules)}`,
    version: 1,
    metadata: {
      timestamp: at,
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      component: {
        ...{ type: 'device', 'bom-ref': PRODUCT, name: product.name },
        version: product.firmwareVersions.join(', '),
        manufacturer: { name: product.manufacturer },
      },
      properties: [
        ...inputs.map((digest) => ({ name: 'assay:input', value: digest })),
        { name: 'assay:note', value: `As declared; no label and no decision. ${dossier.provenance.note}` },
      ],
    },
    definitions: { standards: [...standardsOf(input), ...schemes.map(levelsOf)] },
    declarations: {
      assessors: [{ 'bom-ref': ASSESSOR, thirdParty: false, organization: { name: product.manufacturer } }],
      attestations: schemes.map((scheme) => attestationOf(scheme, input)),
      claims: schemes.flatMap((scheme) =>
        scheme.evaluation.findings.map((one) => claimOf(one, scheme, input)),
      ),
      evidence: [...dossier.evidence.map(evidenceOf), ...reportsIn(schemes)],
      targets: {
        components: [
          {
            type: 'device',
            'bom-ref': TARGET,
            name: product.name,
            version: product.firmwareVersions.join(', '),
          },
        ],
      },
    },
  };
}

const PRODUCT = 'product';
const TARGET = 'target';
const ASSESSOR = 'developer';

/** The standards behind the requirements, each with those that were asked for. */
function standardsOf({ schemes, standards }: DeclarationsInput): readonly object[] {
  const asked = new Map(
    schemes.flatMap(({ evaluation }) =>
      evaluation.findings.map(({ requirement, title }) => [requirement, title] as const),
    ),
  );
  const byEdition = Map.groupBy(asked, ([ref]) => splitProvisionRef(ref).edition);
  return [...byEdition].map(([edition, requirements]) => {
    const standard = standards.get(edition);
    const [id = edition, version = ''] = edition.split('@');
    return {
      'bom-ref': `standard ${edition}`,
      name: standard?.title ?? id,
      version,
      ...(standard && { owner: standard.publisher }),
      description: 'Ids as printed, titles in our own words; the text of the standard is not here.',
      requirements: requirements.map(([ref, title]) => ({
        'bom-ref': requirementRef(ref),
        identifier: splitProvisionRef(ref).id,
        title,
      })),
    };
  });
}

/** The scheme and its levels, each with the requirements that it adds. */
function levelsOf({ title, owner, levels, evaluation }: DeclaredScheme): object {
  const { scheme, edition, findings, rules, level } = evaluation;
  return {
    'bom-ref': `scheme ${rules}`,
    name: title,
    version: edition,
    owner,
    description: `Scheme ${scheme}. Requirements up to level ${String(level.asked)}, the next one, were looked at.`,
    levels: levels.map(({ rank, name }) => ({
      'bom-ref': `level ${rules} ${String(rank)}`,
      identifier: String(rank),
      title: name,
      requirements: findings
        .filter((one) => one.level === rank)
        .map(({ requirement }) => requirementRef(requirement)),
    })),
  };
}

function attestationOf({ title, evaluation }: DeclaredScheme, { say }: DeclarationsInput): object {
  const { findings, rules, level, principles = [] } = evaluation;
  const each = principles.map(({ principle, declared }) => `${principle} ${String(declared)}`);
  return {
    summary: `${title} (${rules}): level ${String(level.declared)} is reached as declared, ${String(level.assessed)} as assessed; level ${String(level.asked)} was asked.${each.length > 0 ? ` By principle: ${each.join(', ')}.` : ''}`,
    assessor: ASSESSOR,
    map: findings.map((finding) => ({
      requirement: requirementRef(finding.requirement),
      ...(finding.outcome === 'not-met'
        ? { counterClaims: [claimRef(rules, finding)] }
        : { claims: [claimRef(rules, finding)] }),
      conformance: conformanceOf(finding, say),
      confidence: CONFIDENCE[finding.confidence],
    })),
  };
}

/** A score for what is met or not met on rows that are not uncertain; of anything else only why there is none. */
function conformanceOf({ outcome, confidence, because }: Finding, say: DeclarationsInput['say']): object {
  const score = confidence === 'uncertain' ? undefined : SCORES[outcome];
  const doubt =
    confidence === 'uncertain' ? ' The row behind this requirement is uncertain: nothing is settled.' : '';
  return { ...(score !== undefined && { score }), rationale: `${outcome}: ${say(because)}${doubt}` };
}

const SCORES: Readonly<Partial<Record<Finding['outcome'], number>>> = { met: 1, 'not-met': 0 };

/** The format wants a number: these are ranks, not probabilities. */
const CONFIDENCE: Readonly<Record<Confidence, object>> = {
  sure: { score: 1, rationale: 'sure: seen in the source or twice (a rank, not a probability)' },
  likely: { score: 0.5, rationale: 'likely: seen once (a rank, not a probability)' },
  uncertain: { score: 0, rationale: 'uncertain: to be checked before use (a rank, not a probability)' },
};

function claimOf(finding: Finding, { evaluation }: DeclaredScheme, { say }: DeclarationsInput): object {
  const { title, outcome, because, evidence } = finding;
  const cited = [...new Set(evidence.map((use) => citedRef(use)))];
  return {
    'bom-ref': claimRef(evaluation.rules, finding),
    target: TARGET,
    predicate: `${title}: ${outcome}`,
    reasoning: told(because, say),
    ...(cited.length > 0 && { evidence: cited }),
  };
}

/** Title and source of a paper, of a confidential one only its kind; the bytes are never in the document. */
function evidenceOf({
  id,
  kind,
  title,
  digest,
  received,
  source,
  confidential,
}: Dossier['evidence'][number]): object {
  return {
    'bom-ref': evidenceRef(id),
    propertyName: kind,
    description: `${confidential ? 'Not public' : title} (${digest})`,
    data: [
      {
        name: confidential ? kind : title,
        classification: confidential ? 'confidential' : 'public',
        ...(source !== undefined && !confidential && { contents: { url: source } }),
      },
    ],
    created: `${received}T00:00:00Z`,
  };
}

/** The reports of laboratories that findings rest on; what is in them stays with whoever handed them in. */
function reportsIn(schemes: readonly DeclaredScheme[]): readonly object[] {
  const uses = schemes.flatMap(({ evaluation }) => evaluation.findings.flatMap(({ evidence }) => evidence));
  const reports = new Map(uses.filter(isReport).map((use) => [use.id, use]));
  return [...reports.values()].map((use) => ({
    'bom-ref': citedRef(use),
    propertyName: use.kind,
    description: `Report ${use.id}`,
  }));
}

/** A paper of the dossier has a digest of its own; a report was handed in beside it. */
function isReport({ digest }: EvidenceUse): boolean {
  return digest === undefined;
}

function citedRef(use: EvidenceUse): string {
  return isReport(use) ? `report ${use.id}` : evidenceRef(use.id);
}

function told(reason: Reason, say: DeclarationsInput['say'], depth = 0): string {
  return [
    `${'  '.repeat(depth)}${say(reason)}`,
    ...reason.because.map((one) => told(one, say, depth + 1)),
  ].join('\n');
}

function requirementRef(ref: ProvisionRef): string {
  return `requirement ${ref}`;
}

function claimRef(rules: EditionRef, { requirement }: Finding): string {
  return `claim ${rules} ${requirement}`;
}

function evidenceRef(id: string): string {
  return `evidence ${id}`;
}
