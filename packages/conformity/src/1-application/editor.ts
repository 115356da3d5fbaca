import { factsOf } from '@assay/vocabulary/condition';
import type { FactAnswer, Statement } from '@assay/vocabulary/dossier';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { Evaluation, Gap, Outcome, Reason } from '@assay/vocabulary/evaluation';
import type { Fact } from '@assay/vocabulary/facts';
import { editionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { DisclosureField, SchemeEdition } from '@assay/vocabulary/scheme';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { applies } from '../2-evaluation/applicability.ts';
import { evaluate } from '../2-evaluation/evaluate.ts';
import { requirementsOf, type Requirement } from '../2-evaluation/requirement.ts';
import { missingFrom } from './completeness.ts';
import { PRODUCT_MEMBERS, provisional } from './draft.ts';
import { openQuestions, type DraftQuestion } from './interview.ts';
import { inScope, type OutOfScope } from './scope.ts';

/** The parts of a dossier in the order in which they are worked on. */
const SECTIONS = [
  'product',
  'components',
  'facts',
  'statements',
  'ixit',
  'disclosures',
  'support',
  'evidence',
  'declarations',
] as const;
export type Section = (typeof SECTIONS)[number];

/** `waits`: what is asked here turns on facts that are open; `nothing-asked`: the scheme asks for none of it. */
export type SectionState = 'done' | 'begun' | 'open' | 'waits' | 'nothing-asked';

/** How far a part is: answers that count, of those that are asked for as things stand. */
export type SectionStanding = {
  readonly section: Section;
  readonly state: SectionState;
  readonly answered: number;
  readonly of: number;
};

/** A question about the product on which the scheme turns. */
export type FactAsked = { readonly fact: Fact; readonly answer: FactAnswer | undefined };

/** One requirement of the level that applies, or may: what was said and shown for it, and what is missing. */
export type RequirementAsked = {
  readonly ref: ProvisionRef;
  readonly title: string;
  /** What has to hold. */
  readonly outcome: string;
  readonly level: number;
  readonly finding: Outcome;
  readonly because: Reason;
  readonly gap: Gap | undefined;
  readonly statement: Statement | undefined;
  /** IXIT tables that its tests read. */
  readonly tables: readonly string[];
  /** Ids of the files that are said to show it. */
  readonly evidence: readonly string[];
  /** Whether an answer may differ from component to component or from row to row. */
  readonly parts: readonly string[];
};

export type DeclarationAsked = {
  readonly id: string;
  readonly version: string;
  /** Key of its text among those of the scheme. */
  readonly text: string;
  readonly signed: DossierDraft['declarations'][number] | undefined;
};

/** A draft as it stands for one label: what is asked, what is answered, and what would still be missing. */
export type Editor = {
  readonly sections: readonly SectionStanding[];
  readonly facts: readonly FactAsked[];
  readonly requirements: readonly RequirementAsked[];
  readonly disclosures: readonly DisclosureField[];
  readonly declarations: readonly DeclarationAsked[];
  /** Judged as it stands, what is missing reads "not stated". */
  readonly evaluation: Evaluation;
  /** What intake would send it back for. */
  readonly missing: readonly Reason[];
  /** Why the scheme does not take the product; absent where it does, as far as is known. */
  readonly notTaken: OutOfScope['grounds'] | undefined;
};

export type Editing = {
  readonly draft: DossierDraft;
  readonly scheme: SchemeEdition;
  readonly level: number;
  readonly catalogue: Catalogue;
  readonly asOf: CalendarDate;
};

/** Judges a draft for the label that it is meant for. The same draft gives the same picture in whichever order it was filled. */
export function editorOf(editing: Editing): Editor {
  const { draft, scheme, level, catalogue, asOf } = editing;
  const dossier = provisional(draft);
  const submission = { dossier, reports: [] };
  const evaluation = evaluate({ scheme, catalogue, submission, bodies: [], asked: level, asOf });
  const meant = { ...draft, schemes: [editionRef(scheme.id, scheme.edition)], skipped: [] };
  const open = openQuestions(meant, catalogue, asOf, level);
  const requirements = requirementsAsked(editing, evaluation);
  const scope = inScope(scheme, dossier);
  const facts = factsAsked(editing, open);
  const declarations = declarationsAsked(editing);
  const disclosures = disclosuresAsked(scheme);
  return {
    sections: standings({ draft, facts, requirements, declarations, disclosures, open }),
    ...{ facts, requirements, disclosures, declarations, evaluation },
    missing: missingFrom(scheme, dossier, []),
    notTaken: scope.ok ? undefined : scope.refusal.grounds,
  };
}

function factsAsked(
  { draft, scheme, level, catalogue }: Editing,
  open: readonly DraftQuestion[],
): readonly FactAsked[] {
  const { inclusion, exclusions } = scheme.scope;
  const category = draft.product.category ?? 'not-stated';
  const turned = new Set([
    ...[...inclusion, ...exclusions].flatMap(({ when }) => factsOf(when)),
    ...requirementsOf(scheme, catalogue, category)
      .filter((one) => one.level <= level)
      .flatMap((one) => one.applies.flatMap(({ expression }) => factsOf(expression))),
  ]);
  const asked = open.flatMap((question) => (question.ask === 'fact' ? [question.fact] : []));
  const answered = Object.keys(draft.facts).filter((id) => turned.has(id) && !asked.includes(id));
  const order = [...catalogue.facts.keys()];
  return [...asked, ...answered.toSorted((one, other) => order.indexOf(one) - order.indexOf(other))].flatMap(
    (id) => {
      const fact = catalogue.facts.get(id);
      const answer = Object.hasOwn(draft.facts, id) ? draft.facts[id] : undefined;
      return fact ? [{ fact, answer }] : [];
    },
  );
}

function requirementsAsked(
  { draft, scheme, level, catalogue }: Editing,
  evaluation: Evaluation,
): readonly RequirementAsked[] {
  const byRef = new Map(
    requirementsOf(scheme, catalogue, draft.product.category ?? 'not-stated')
      .filter((one) => one.level <= level)
      .map((one) => [one.ref, one]),
  );
  const gaps = new Map(evaluation.gaps.map((gap) => [gap.requirement, gap]));
  return evaluation.findings.flatMap((finding): readonly RequirementAsked[] => {
    const requirement = byRef.get(finding.requirement);
    if (!requirement || applies(requirement.applies, draft.facts).value === 'no') return [];
    const { ref, provision } = requirement;
    return [
      {
        ...{ ref, title: provision.title, outcome: provision.outcome, level: requirement.level },
        ...{ finding: finding.outcome, because: finding.because, gap: gaps.get(ref) },
        statement: draft.statements.find((one) => one.provision === ref),
        tables: tablesOf(requirement),
        evidence: draft.evidence.filter(({ covers }) => covers.includes(ref)).map(({ id }) => id),
        parts: partsOf(requirement, draft),
      },
    ];
  });
}

function tablesOf({ provision: { tests, assessedPer } }: Requirement): readonly string[] {
  const read = tests?.cases.flatMap(({ ixit }) => ixit) ?? [];
  const own = assessedPer === undefined ? [] : [assessedPer];
  return [...new Set([...own, ...read])].filter((table) => table !== 'ics');
}

/** What is judged one by one: the rows of a table, or the components. */
function partsOf({ provision }: Requirement, draft: DossierDraft): readonly string[] {
  if (provision.assessedPer !== undefined) {
    const table = draft.ixit.find((one) => one.table === provision.assessedPer);
    return table?.rows.map(({ id }) => id) ?? [];
  }
  const whole = provision.scope === 'product' || provision.scope === 'developer';
  return whole || draft.components.length < 2 ? [] : draft.components.map(({ id }) => id);
}

function declarationsAsked({ draft, scheme }: Editing): readonly DeclarationAsked[] {
  return scheme.declarations.map(({ id, version, text }) => ({
    ...{ id, version, text },
    signed: draft.declarations.find((one) => one.declaration === id && one.version === version),
  }));
}

/** Disclosures that are the developer's to write and stand nowhere else in the dossier. */
const WRITTEN: readonly DisclosureField[] = [
  'passwordChange',
  'secureConfiguration',
  'updates',
  'inventories',
  'securityInformation',
];

function disclosuresAsked({ disclosures }: SchemeEdition): readonly DisclosureField[] {
  return WRITTEN.filter((field) => disclosures.some((one) => one.required && one.field === field));
}

type Standing = Pick<Editor, 'facts' | 'requirements' | 'declarations' | 'disclosures'> & {
  readonly draft: DossierDraft;
  readonly open: readonly DraftQuestion[];
};

function standings(of: Standing): readonly SectionStanding[] {
  const { draft, facts, requirements, declarations, disclosures, open } = of;
  const factsOpen = open.some(({ ask }) => ask === 'fact');
  const count = <T>(items: readonly T[], holds: (item: T) => boolean) => items.filter(holds).length;
  const spoken = requirements.filter(({ gap, finding }) => gap?.kind !== 'fact' || finding !== 'unanswered');
  const tables = [...new Set(requirements.flatMap((one) => one.tables))];
  const counts: Record<
    Section,
    { readonly answered: number; readonly of: number; readonly waits?: boolean }
  > = {
    product: {
      answered: count(PRODUCT_MEMBERS, (member) => draft.product[member] !== undefined),
      of: PRODUCT_MEMBERS.length,
    },
    components: { answered: Math.min(1, draft.components.length), of: 1 },
    facts: { answered: count(facts, ({ answer }) => answer !== undefined), of: facts.length },
    statements: {
      answered: count(spoken, ({ gap }) => gap?.kind !== 'statement'),
      of: spoken.length,
      waits: factsOpen,
    },
    ixit: {
      answered: count(tables, (table) => draft.ixit.some((one) => one.table === table)),
      of: tables.length,
      waits: factsOpen,
    },
    disclosures: {
      answered: count(disclosures, (field) => isDisclosed(draft, field)),
      of: disclosures.length,
    },
    support: {
      answered: (draft.supportPeriod ? 1 : 0) + (draft.contacts.security === undefined ? 0 : 1),
      of: 2,
    },
    evidence: {
      answered: count(spoken, ({ gap, statement }) => statement !== undefined && gap?.kind !== 'evidence'),
      of: count(spoken, ({ statement }) => statement !== undefined),
      waits: factsOpen || spoken.every(({ statement }) => statement === undefined),
    },
    declarations: {
      answered: count(declarations, ({ signed }) => signed !== undefined),
      of: declarations.length,
    },
  };
  return SECTIONS.map((section) => ({
    section,
    state: stateOf(counts[section]),
    ...counted(counts[section]),
  }));
}

type Counted = { readonly answered: number; readonly of: number; readonly waits?: boolean };

function counted({ answered, of }: Counted) {
  return { answered, of };
}

function stateOf({ answered, of, waits = false }: Counted): SectionState {
  if (of === 0) return waits ? 'waits' : 'nothing-asked';
  if (answered >= of) return waits ? 'begun' : 'done';
  return answered > 0 ? 'begun' : waits ? 'waits' : 'open';
}

function isDisclosed({ disclosures }: DossierDraft, field: DisclosureField): boolean {
  if (field === 'inventories') return disclosures.sbom !== undefined && disclosures.hbom !== undefined;
  return field in disclosures;
}
