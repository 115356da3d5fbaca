import type { Dossier, Evidence, Statement } from '@assay/vocabulary/dossier';
import type { Finding, Gap, Reason } from '@assay/vocabulary/evaluation';
import { digestFromHex } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';

import { gapOf } from '../gap.ts';
import { judge, type Judged } from '../judge.ts';
import type { Demand } from '../method.ts';
import type { Requirement } from '../requirement.ts';

/**
 * What the reference interpreter makes of a requirement on which nothing is said but one plain word of the developer:
 * all of the finding but that word, its evidence and the names of the components.
 */
export type Template = {
  readonly finding: Finding;
  /** The gap as it stands, or one whose closing reason still wants the word against it. */
  readonly gap: Gap | undefined;
  readonly gapWantsWord: boolean;
  readonly ask: Judged['ask'];
  /** Whether the word counts at all: where the requirement does not apply it does not. */
  readonly usesWord: boolean;
  /** The reasons beside the word: whether it applies before it, what is owed after it. */
  readonly before: Reason | undefined;
  readonly after: readonly Reason[];
  readonly part: { readonly outcome: Finding['outcome']; readonly code: string } | undefined;
};

/** One plain word, with or without evidence; `unsaid`: nothing at all. */
export type PlainWord = 'unsaid' | { readonly supported: Statement['supported']; readonly backed: boolean };

/**
 * Asks the reference once what a plain word amounts to. Only the dossier's facts matter beside the word: everything else
 * in it is set aside, and what is not known yet is filled in later.
 */
export function templateOf(
  requirement: Requirement,
  word: PlainWord,
  {
    dossier,
    demand,
  }: { readonly dossier: Dossier; readonly demand: Demand & { readonly asOf: CalendarDate } },
): Template {
  const judged = judge(
    requirement,
    { dossier: stripped(requirement, word, dossier, demand.asOf), reports: [] },
    demand,
  );
  const { finding, ask, marks } = judged;
  const [gap] = gapOf(requirement, judged);
  const usesWord = marks.length > 0;
  const [part] = finding.parts;
  return {
    finding,
    gap,
    gapWantsWord: gap !== undefined && gap.closes.because.length > 0,
    ask,
    usesWord,
    before: finding.because.because[0],
    after: finding.because.because.slice(usesWord ? 2 : 1),
    part: part && { outcome: part.outcome, code: part.because.code },
  };
}

function stripped(requirement: Requirement, word: PlainWord, dossier: Dossier, asOf: CalendarDate): Dossier {
  const said: Statement[] =
    word === 'unsaid' ? [] : [{ provision: requirement.ref, supported: word.supported, reason: '' }];
  const shown: Evidence[] = word === 'unsaid' || !word.backed ? [] : [proof(requirement, asOf)];
  return {
    ...dossier,
    components: dossier.components.slice(0, 1),
    statements: said,
    evidence: shown,
    ixit: [],
  };
}

function proof({ ref }: Requirement, asOf: CalendarDate): Evidence {
  return {
    id: '',
    kind: '',
    title: '',
    digest: digestFromHex(''),
    received: asOf,
    effective: { from: asOf },
    confidential: false,
    covers: [ref],
  };
}
