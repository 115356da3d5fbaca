import { basename, isAbsolute, relative, resolve, sep } from 'node:path';

import { provisionOf, type Catalogue } from '@assay/conformity/0-programme/catalogue';
import { sarifOf, type SarifResult, type SarifRule } from '@assay/formats/sarif';
import type { Finding, Reason } from '@assay/vocabulary/evaluation';
import { splitProvisionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';

import type { Words } from '../words.ts';
import type { GapAnswer } from './gap.ts';
import { TOOL } from './made-by.ts';

type Around = {
  readonly catalogue: Catalogue;
  readonly words: Words;
  /** Folder that file names in the log are relative to. */
  readonly folder: string;
};
type Seen = { readonly scheme: EditionRef; readonly finding: Finding };

/**
 * The findings of a gap as one SARIF run: a rule per requirement, a result per requirement, outcome and confidence. Schemes that
 * find the same share one result and stand in its properties, so that a requirement asked five times is shown once.
 */
export function gapSarif(answer: GapAnswer, around: Around): object {
  const seen = answer.answers.flatMap(({ scheme, evaluation }) =>
    evaluation.findings.map((finding): Seen => ({ scheme, finding })),
  );
  const alike = Map.groupBy(
    seen,
    ({ finding }) => `${finding.requirement} ${finding.outcome} ${finding.confidence}`,
  );
  const { file, base } = nameOf(answer.dossier.file, around.folder);
  return sarifOf({
    tool: TOOL,
    rules: [...Map.groupBy(seen, ({ finding }) => finding.requirement)].map(([ref, all]) =>
      ruleOf(ref, all, around),
    ),
    results: [...alike.values()].flatMap((all) => resultOf(all, { answer, file, ...around })),
    base,
    properties: {
      asOf: answer.asOf,
      inputs: answer.inputs,
      schemes: answer.answers.map(({ scheme }) => scheme),
    },
  });
}

function ruleOf(ref: ProvisionRef, all: readonly Seen[], { catalogue }: Around): SarifRule {
  const { edition, id } = splitProvisionRef(ref);
  const provision = provisionOf(catalogue, edition, id);
  const title = all[0]?.finding.title ?? id;
  return {
    id: ref,
    text: title,
    help: provision?.outcome ?? title,
    properties: { askedBy: [...new Set(all.map(({ scheme }) => scheme))] },
  };
}

function resultOf(
  all: readonly Seen[],
  { answer, file, words }: Around & { readonly answer: GapAnswer; readonly file: string },
): readonly SarifResult[] {
  const [first] = all;
  if (!first) return [];
  const { finding } = first;
  const { requirement, title, outcome, confidence } = finding;
  const gap = answer.answers
    .flatMap(({ evaluation }) => evaluation.gaps)
    .find((one) => one.requirement === requirement && one.kind !== 'assessment');
  const place = answer.dossier.placeOf(pointerTo(finding, answer));
  const doubt =
    confidence === 'uncertain' ? ' Our source for this requirement is uncertain: check it before use.' : '';
  const closes = gap && !isFavourable(finding) ? ` ${words.reason(gap.closes)}` : '';
  return [
    {
      rule: requirement,
      ...standing(finding),
      text: `${title}: ${words.reason(finding.because)}${closes}${doubt}`,
      file,
      ...place,
      same: `${outcome} ${confidence}`,
      properties: {
        ...{ outcome, confidence },
        schemes: all.map(({ scheme, finding: { level, assessed } }) => ({ scheme, level, assessed })),
      },
    },
  ];
}

/** What is not settled is open or for review, and never a pass: neither is what our own source leaves uncertain. */
function standing({ outcome, confidence }: Finding): Pick<SarifResult, 'kind' | 'level'> {
  const uncertain = confidence === 'uncertain';
  switch (outcome) {
    case 'met':
      return { kind: uncertain ? 'review' : 'pass' };
    case 'not-applicable':
      return { kind: uncertain ? 'review' : 'notApplicable' };
    case 'not-met':
      return { kind: 'fail', level: uncertain ? 'warning' : 'error' };
    case 'inconclusive':
      return { kind: 'review' };
    case 'no-evidence':
    case 'unanswered':
      return { kind: 'open' };
  }
}

function isFavourable({ outcome }: Finding): boolean {
  return outcome === 'met' || outcome === 'not-applicable';
}

/** The member of the dossier that a finding speaks of, or the nearest to it: never a line about something else. */
function pointerTo(finding: Finding, answer: GapAnswer): string {
  const dossier = answer.dossier.document;
  const heard = new Set<string>([
    finding.requirement,
    ...finding.evidence.map(({ from }) => from),
    ...sources(finding.because),
  ]);
  const statement = dossier.statements.findIndex(({ provision }) => heard.has(provision));
  if (statement >= 0) return `/statements/${String(statement)}`;
  if (finding.outcome === 'unanswered' || finding.outcome === 'not-applicable') {
    const fact = factsOf(finding.because).find((id) => Object.hasOwn(dossier.facts, id));
    return fact === undefined ? '/facts' : `/facts/${fact}`;
  }
  const shown = dossier.evidence.findIndex(({ covers }) => covers.some((ref) => heard.has(ref)));
  if (shown >= 0) return `/evidence/${String(shown)}`;
  return nearest(finding.requirement, answer) ?? '/statements';
}

/** Provisions of other editions that were heard for the requirement. */
function sources({ facts, because }: Reason): readonly string[] {
  const { from } = facts;
  return [...(typeof from === 'string' ? [from] : []), ...because.flatMap(sources)];
}

function factsOf({ code, facts, because }: Reason): readonly string[] {
  return [...(code === 'fact' ? [String(facts['fact'])] : []), ...because.flatMap(factsOf)];
}

/** Members of the dossier that speak of the same as a provision of EN 303 645, by its id in any edition. */
const MEMBERS: Readonly<Record<string, string>> = {
  '5.1-4': '/disclosures/passwordChange',
  '5.2-1': '/contacts/security',
  '5.3-11': '/disclosures/updates',
  '5.3-13': '/supportPeriod',
  '5.12-2': '/disclosures/secureConfiguration',
};

/** By the provision that names the step in which the gap stands, so that one act points to one place. */
function nearest(requirement: ProvisionRef, { steps }: Pick<GapAnswer, 'steps'>): string | undefined {
  const step = steps.find(
    ({ fix, helps }) =>
      fix?.requirement === requirement || helps.some((help) => help.fix.requirement === requirement),
  );
  const provision = step?.provision ?? requirement;
  return provision.startsWith('etsi-en-303-645@') ? MEMBERS[splitProvisionRef(provision).id] : undefined;
}

/** A file below the folder by its way from there; any other by its name, seen from its own folder. */
function nameOf(file: string, folder: string): { readonly file: string; readonly base: string } {
  const way = relative(folder, resolve(folder, file));
  return way.startsWith('..') || isAbsolute(way)
    ? { file: basename(file), base: 'The folder in which the dossier lies' }
    : { file: way.split(sep).join('/'), base: 'The folder in which the command was run' };
}
