import type {
  Component,
  Disclosures,
  Evidence,
  FactAnswer,
  Statement,
  SupportPeriod,
} from '@assay/vocabulary/dossier';
import { DossierDraftKind, type DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { EditionRef } from '@assay/vocabulary/ids';
import { readDocument, type Misfit } from '@assay/vocabulary/schema';
import { refuse, type Result } from '@assay/vocabulary/result';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { checkDossier } from './check-dossier.ts';
import type { Complaint } from '../0-programme/complaint.ts';
import { provisional, type ProductMember } from './draft.ts';
import { keyOf, type AskedField, type DraftQuestion } from './interview.ts';

/** What somebody says to a question of the interview. */
export type DraftAnswer =
  | { readonly ask: 'schemes'; readonly schemes: readonly EditionRef[] }
  | { readonly ask: 'product'; readonly member: ProductMember; readonly value: string | readonly string[] }
  | { readonly ask: 'components'; readonly components: readonly Component[] }
  | { readonly ask: 'fact'; readonly fact: string; readonly value: FactAnswer }
  | { readonly ask: 'statement'; readonly statement: Statement }
  | { readonly ask: 'disclosure'; readonly field: AskedField; readonly disclosures: Disclosures }
  | { readonly ask: 'support-period'; readonly supportPeriod: SupportPeriod }
  | { readonly ask: 'contact'; readonly security: string; readonly securityTxt?: WebAddress }
  /** All rows of one IXIT table; none: the table is not in the dossier. */
  | { readonly ask: 'ixit'; readonly table: string; readonly rows: IxitRows }
  | { readonly ask: 'evidence'; readonly evidence: Evidence }
  | { readonly ask: 'declaration'; readonly declaration: DossierDraft['declarations'][number] }
  | { readonly ask: 'take-out'; readonly from: Removable; readonly id: string };
type WebAddress = NonNullable<DossierDraft['contacts']['securityTxt']>;
export type IxitRows = DossierDraft['ixit'][number]['rows'];
/** Lists of which an item can be taken out again; a declaration by `id@version`. */
export type Removable = 'statements' | 'evidence' | 'declarations';

export type WrongAnswer =
  Misfit | { readonly code: 'answer-wrong'; readonly complaints: readonly Complaint[] };

/**
 * The draft with an answer in it; an earlier answer to the same question is replaced. Refuses what the schema of the draft, and so of the
 * dossier, does not take, and what contradicts the rest; the draft stays as it was.
 */
export function answered(
  draft: DossierDraft,
  answer: DraftAnswer,
  catalogue: Catalogue,
): Result<DossierDraft, WrongAnswer> {
  const key = keyOfAnswer(answer);
  const next = { ...withAnswer(draft, answer), skipped: draft.skipped.filter((one) => one !== key) };
  const read = readDocument(DossierDraftKind, next);
  if (!read.ok) return read;
  const known = new Set(complaintsOf(draft, catalogue).map(({ path, code }) => `${path} ${code}`));
  const complaints = complaintsOf(read.value, catalogue).filter(
    ({ path, code }) => !known.has(`${path} ${code}`),
  );
  return complaints.length > 0 ? refuse({ code: 'answer-wrong', complaints }) : read;
}

/** What stands in a draft at the place that an answer is for; undefined where nothing does. */
export function standingAt(draft: DossierDraft, answer: DraftAnswer): unknown {
  switch (answer.ask) {
    case 'schemes':
      return draft.schemes;
    case 'product':
      return draft.product[answer.member];
    case 'components':
      return draft.components;
    case 'fact':
      return Object.hasOwn(draft.facts, answer.fact) ? draft.facts[answer.fact] : undefined;
    case 'statement':
      return draft.statements.find(({ provision }) => provision === answer.statement.provision);
    case 'disclosure':
      // All of them: which are filled in is for whoever answers, and what stood there must not depend on it.
      return draft.disclosures;
    case 'support-period':
      return draft.supportPeriod;
    case 'contact':
      return draft.contacts;
    case 'ixit':
      return draft.ixit.find(({ table }) => table === answer.table)?.rows;
    case 'evidence':
      return draft.evidence.find(({ id }) => id === answer.evidence.id);
    case 'declaration': {
      const { declaration, version } = answer.declaration;
      return draft.declarations.find((one) => one.declaration === declaration && one.version === version);
    }
    case 'take-out':
      return without(draft, answer)[answer.from].length < draft[answer.from].length;
  }
}

/** The draft with a question put off. */
export function putOff(draft: DossierDraft, question: DraftQuestion): DossierDraft {
  const key = keyOf(question);
  return draft.skipped.includes(key) ? draft : { ...draft, skipped: [...draft.skipped, key].sort() };
}

/** The draft without the marks of what was put off: all of it is asked again. */
export function takeUpAgain(draft: DossierDraft): DossierDraft {
  return draft.skipped.length === 0 ? draft : { ...draft, skipped: [] };
}

function complaintsOf(draft: DossierDraft, catalogue: Catalogue): readonly Complaint[] {
  return checkDossier('', provisional(draft), catalogue);
}

function withAnswer(draft: DossierDraft, answer: DraftAnswer): DossierDraft {
  switch (answer.ask) {
    case 'schemes':
      return { ...draft, schemes: [...answer.schemes] };
    case 'product':
      return { ...draft, product: { ...draft.product, [answer.member]: answer.value } };
    case 'components':
      return { ...draft, components: [...answer.components] };
    case 'fact':
      return { ...draft, facts: { ...draft.facts, [answer.fact]: answer.value } };
    case 'statement': {
      const others = draft.statements.filter((one) => one.provision !== answer.statement.provision);
      return { ...draft, statements: [...others, answer.statement] };
    }
    case 'disclosure':
      return { ...draft, disclosures: { ...draft.disclosures, ...answer.disclosures } };
    case 'support-period':
      return { ...draft, supportPeriod: answer.supportPeriod };
    case 'contact': {
      const { security, securityTxt } = answer;
      return { ...draft, contacts: { ...draft.contacts, security, ...(securityTxt && { securityTxt }) } };
    }
    case 'ixit': {
      const { table, rows } = answer;
      const others = draft.ixit.filter((one) => one.table !== table);
      const source = draft.ixit.find((one) => one.table === table)?.source;
      const whole = { table, ...(source !== undefined && { source }), rows: [...rows] };
      return { ...draft, ixit: rows.length === 0 ? others : [...others, whole] };
    }
    case 'take-out':
      return without(draft, answer);
    case 'evidence': {
      const others = draft.evidence.filter((one) => one.id !== answer.evidence.id);
      return { ...draft, evidence: [...others, answer.evidence] };
    }
    case 'declaration': {
      const { declaration, version } = answer.declaration;
      const others = draft.declarations.filter(
        (one) => one.declaration !== declaration || one.version !== version,
      );
      return { ...draft, declarations: [...others, answer.declaration] };
    }
  }
}

function without(draft: DossierDraft, { from, id }: Extract<DraftAnswer, { ask: 'take-out' }>): DossierDraft {
  switch (from) {
    case 'statements':
      return { ...draft, statements: draft.statements.filter(({ provision }) => provision !== id) };
    case 'evidence':
      return { ...draft, evidence: draft.evidence.filter((one) => one.id !== id) };
    case 'declarations':
      return {
        ...draft,
        declarations: draft.declarations.filter((one) => `${one.declaration}@${one.version}` !== id),
      };
  }
}

function keyOfAnswer(answer: DraftAnswer): string {
  switch (answer.ask) {
    case 'statement':
      return `statement/${answer.statement.provision}`;
    case 'declaration':
      return `declaration/${answer.declaration.declaration}@${answer.declaration.version}`;
    case 'product':
      return `product/${answer.member}`;
    case 'fact':
      return `fact/${answer.fact}`;
    case 'disclosure':
      return `disclosure/${answer.field}`;
    case 'ixit':
      return `ixit/${answer.table}`;
    case 'take-out':
      return `${answer.from}/${answer.id}`;
    case 'schemes':
    case 'components':
    case 'support-period':
    case 'contact':
    case 'evidence':
      return answer.ask;
  }
}
