import type { Condition, FactId } from '@assay/vocabulary/condition';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import { editionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { applies } from '../2-evaluation/applicability.ts';
import { evaluate } from '../2-evaluation/evaluate.ts';
import { requirementsOf, type Applicability } from '../2-evaluation/requirement.ts';
import { turningFacts } from '../2-evaluation/turning.ts';
import { PRODUCT_MEMBERS, provisional, type ProductMember } from './draft.ts';
import { inScope } from './scope.ts';

/** One thing to ask about a product. `for`: the schemes that turn on it. */
export type DraftQuestion =
  | { readonly ask: 'schemes' }
  | { readonly ask: 'product'; readonly member: ProductMember }
  | { readonly ask: 'components' }
  | { readonly ask: 'fact'; readonly fact: FactId; readonly decides: number; readonly for: Schemes }
  | { readonly ask: 'statement'; readonly provision: ProvisionRef; readonly for: Schemes }
  | { readonly ask: 'disclosure'; readonly field: AskedField; readonly for: Schemes }
  | { readonly ask: 'support-period' }
  | { readonly ask: 'contact' }
  | { readonly ask: 'evidence'; readonly shows: readonly ProvisionRef[]; readonly for: Schemes }
  | {
      readonly ask: 'declaration';
      readonly declaration: string;
      readonly version: string;
      readonly for: Schemes;
    };
type Schemes = readonly EditionRef[];

/** Disclosures that are the developer's to make and stand nowhere else in the dossier. */
const ASKED_FIELDS = ['passwordChange', 'secureConfiguration', 'updates', 'inventories'] as const;
export type AskedField = (typeof ASKED_FIELDS)[number];

/** The name of a question in a draft: what was put off is kept by it. */
export function keyOf(question: DraftQuestion): string {
  switch (question.ask) {
    case 'product':
      return `product/${question.member}`;
    case 'fact':
      return `fact/${question.fact}`;
    case 'statement':
      return `statement/${question.provision}`;
    case 'disclosure':
      return `disclosure/${question.field}`;
    case 'declaration':
      return `declaration/${question.declaration}@${question.version}`;
    case 'schemes':
    case 'components':
    case 'support-period':
    case 'contact':
    case 'evidence':
      return question.ask;
  }
}

/**
 * Everything that still has to be asked for the schemes of a draft, in the order of asking; put-off questions stand at the end. First what names the product;
 * then facts, the one first on which most requirements turn, and none on which nothing turns any more; then statements, for provisions that
 * apply and that nothing speaks for yet; then what the schemes publish, evidence and declarations. Empty: nothing is left to ask.
 * What only a level above `upTo` demands is not asked.
 */
export function openQuestions(
  draft: DossierDraft,
  catalogue: Catalogue,
  asOf: CalendarDate,
  upTo = Infinity,
): readonly DraftQuestion[] {
  if (draft.schemes.length === 0) return [{ ask: 'schemes' }];
  const named: readonly DraftQuestion[] = [
    ...PRODUCT_MEMBERS.filter((member) => draft.product[member] === undefined).map(
      (member): DraftQuestion => ({ ask: 'product', member }),
    ),
    ...(draft.components.length === 0 ? [{ ask: 'components' } as const] : []),
  ];
  const taking = takenBy(draft, catalogue);
  const facts = openFacts(draft, taking, catalogue, upTo);
  // Whether a provision applies is settled before anybody is asked to speak of it.
  const settled = facts.every((question) => draft.skipped.includes(keyOf(question)));
  const later = settled ? openClaims(draft, taking, { catalogue, asOf, upTo }) : [];
  const all = [...named, ...facts, ...later];
  const isPutOff = (question: DraftQuestion) => draft.skipped.includes(keyOf(question));
  return [...all.filter((question) => !isPutOff(question)), ...all.filter(isPutOff)];
}

/** The next question, or none where all is answered or put off. */
export function nextQuestion(
  draft: DossierDraft,
  catalogue: Catalogue,
  asOf: CalendarDate,
): DraftQuestion | undefined {
  const [first] = openQuestions(draft, catalogue, asOf);
  return first && !draft.skipped.includes(keyOf(first)) ? first : undefined;
}

/** The chosen schemes that take the product, as far as is known. */
function takenBy(draft: DossierDraft, { schemes }: Catalogue): readonly SchemeEdition[] {
  const dossier = provisional(draft);
  return draft.schemes.flatMap((ref) => {
    const scheme = schemes.get(ref);
    return scheme && inScope(scheme, dossier).ok ? [scheme] : [];
  });
}

type Turning = { readonly fact: FactId; readonly scheme: EditionRef; readonly weight: number };

/**
 * Facts that nobody has answered and on which, after what has been answered, the scope of a scheme or the applicability of a requirement turns. A fact of the
 * scope counts for every requirement of its scheme.
 */
function openFacts(
  draft: DossierDraft,
  schemes: readonly SchemeEdition[],
  catalogue: Catalogue,
  upTo: number,
): readonly DraftQuestion[] {
  const dossier = provisional(draft);
  const turning = schemes.flatMap((scheme): readonly Turning[] => {
    const ref = editionRef(scheme.id, scheme.edition);
    const requirements = requirementsOf(scheme, catalogue, dossier.product.category).filter(
      ({ level }) => level <= upTo,
    );
    const turns = (condition: Condition, weight: number) =>
      turningFacts(condition, draft.facts).map((fact) => ({ fact, scheme: ref, weight }));
    return [
      ...turns(scopeOf(scheme), requirements.length + 1),
      ...requirements.flatMap((requirement) => turns(allOf(requirement.applies), 1)),
    ];
  });
  return factQuestions(draft, turning, catalogue);
}

/** That a scheme takes the product, as one condition. */
function scopeOf({ scope }: SchemeEdition): Condition {
  return {
    all: [...scope.inclusion.map(({ when }) => when), ...scope.exclusions.map(({ when }) => ({ not: when }))],
  };
}

function allOf(conditions: Applicability): Condition {
  return { all: conditions.map(({ expression }) => expression) };
}

function factQuestions(
  draft: DossierDraft,
  turning: readonly Turning[],
  { facts }: Catalogue,
): readonly DraftQuestion[] {
  const order = [...facts.keys()];
  return [...Map.groupBy(turning, ({ fact }) => fact)]
    .filter(([fact]) => !Object.hasOwn(draft.facts, fact))
    .map(([fact, all]) => ({
      ask: 'fact' as const,
      fact,
      decides: all.reduce((sum, { weight }) => sum + weight, 0),
      for: distinct(all.map(({ scheme }) => scheme)),
    }))
    .sort((one, other) => other.decides - one.decides || order.indexOf(one.fact) - order.indexOf(other.fact));
}

type Judging = { readonly catalogue: Catalogue; readonly asOf: CalendarDate; readonly upTo: number };

/** What the developer still has to claim or show, told by judging the draft as it stands. */
function openClaims(
  draft: DossierDraft,
  schemes: readonly SchemeEdition[],
  judging: Judging,
): readonly DraftQuestion[] {
  const judged = schemes.map((scheme) => judgedBy(draft, scheme, judging));
  const gaps = judged.flatMap(({ ref, evaluation }) =>
    evaluation.gaps.map((gap) => ({ ref, kind: gap.kind, provision: gap.requirement })),
  );
  const pieces = judged.flatMap(({ ref, pieceFacts }) =>
    pieceFacts.map((fact) => ({ fact, scheme: ref, weight: 1 })),
  );
  const said = new Set(draft.statements.map(({ provision }) => provision));
  const statements = [
    ...Map.groupBy(
      gaps.filter(({ kind, provision }) => kind === 'statement' && !said.has(provision)),
      ({ provision }) => provision,
    ),
  ].map(([provision, all]): DraftQuestion => ({
    ask: 'statement',
    provision,
    for: distinct(all.map(({ ref }) => ref)),
  }));
  // A document that is there and does not suffice is for the gap to tell, not to be asked for again.
  const covered = new Set(draft.evidence.flatMap(({ covers }) => covers));
  const unshown = gaps.filter(({ kind, provision }) => kind === 'evidence' && !covered.has(provision));
  const shows = distinct(unshown.map(({ provision }) => provision));
  return [
    ...factQuestions(draft, pieces, judging.catalogue),
    ...statements,
    ...disclosures(draft, schemes),
    ...(draft.supportPeriod === undefined ? [{ ask: 'support-period' } as const] : []),
    ...(draft.contacts.security === undefined ? [{ ask: 'contact' } as const] : []),
    ...(shows.length > 0
      ? [{ ask: 'evidence' as const, shows, for: distinct(unshown.map(({ ref }) => ref)) }]
      : []),
    ...declarations(draft, schemes),
  ];
}

function judgedBy(draft: DossierDraft, scheme: SchemeEdition, { catalogue, asOf, upTo }: Judging) {
  const asked = Math.min(upTo, Math.max(...scheme.levels.map(({ rank }) => rank)));
  const submission = { dossier: provisional(draft), reports: [] };
  const evaluation = evaluate({ scheme, catalogue, submission, bodies: [], asked, asOf });
  const unanswered = new Set(
    evaluation.findings
      .filter(({ outcome }) => outcome === 'unanswered')
      .map(({ requirement }) => requirement),
  );
  // A requirement that applies is open where it was split and a piece of it may not apply on its own terms.
  const pieces = requirementsOf(scheme, catalogue, submission.dossier.product.category)
    .filter((one) => unanswered.has(one.ref) && applies(one.applies, draft.facts).value === 'yes')
    .flatMap(({ carries }) => carries.filter(({ through }) => through === 'part'));
  return {
    ref: editionRef(scheme.id, scheme.edition),
    evaluation,
    pieceFacts: pieces.flatMap((piece) => turningFacts(allOf(piece.applies), draft.facts)),
  };
}

function disclosures(draft: DossierDraft, schemes: readonly SchemeEdition[]): readonly DraftQuestion[] {
  return ASKED_FIELDS.flatMap((field): readonly DraftQuestion[] => {
    const asking = schemes.filter((scheme) =>
      scheme.disclosures.some((one) => one.required && one.field === field),
    );
    const isThere =
      field === 'inventories'
        ? draft.disclosures.sbom !== undefined && draft.disclosures.hbom !== undefined
        : draft.disclosures[field] !== undefined;
    return asking.length === 0 || isThere ? [] : [{ ask: 'disclosure', field, for: refsOf(asking) }];
  });
}

function declarations(draft: DossierDraft, schemes: readonly SchemeEdition[]): readonly DraftQuestion[] {
  const wanted = schemes.flatMap((scheme) => scheme.declarations.map((one) => ({ ...one, scheme })));
  return [...Map.groupBy(wanted, ({ id, version }) => `${id}@${version}`).values()].flatMap(
    (same): readonly DraftQuestion[] => {
      const [first] = same;
      const isSigned = draft.declarations.some(
        (one) => one.declaration === first?.id && one.version === first.version,
      );
      if (!first || isSigned) return [];
      const asking = refsOf(same.map(({ scheme }) => scheme));
      return [{ ask: 'declaration', declaration: first.id, version: first.version, for: asking }];
    },
  );
}

function refsOf(schemes: readonly SchemeEdition[]): readonly EditionRef[] {
  return distinct(schemes.map(({ id, edition }) => editionRef(id, edition)));
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
