import type { SchemeAnswer } from '@assay/conformity/2-evaluation/across';
import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Finding, Outcome } from '@assay/vocabulary/evaluation';
import type { EditionRef } from '@assay/vocabulary/ids';

/** The columns of the matrix: each outcome, in two lines. */
export const COLUMNS: readonly { readonly outcome: Outcome; readonly head: readonly [string, string] }[] = [
  { outcome: 'met', head: ['', 'met'] },
  { outcome: 'not-met', head: ['not', 'met'] },
  { outcome: 'not-applicable', head: ['', 'n/a'] },
  { outcome: 'no-evidence', head: ['no evi-', 'dence'] },
  { outcome: 'inconclusive', head: ['incon-', 'clusive'] },
  { outcome: 'unanswered', head: ['unan-', 'swered'] },
];

/** How many findings have an outcome; `?2` says of how many of them our own source is uncertain. */
export function counted(findings: readonly Finding[], outcome: Outcome): string {
  const these = findings.filter((finding) => finding.outcome === outcome);
  const doubtful = uncertain(these).length;
  return doubtful > 0 ? `${String(these.length)} ?${String(doubtful)}` : String(these.length);
}

/** Requirements whose row in our catalogue is marked uncertain. */
export function uncertain(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ confidence }) => confidence === 'uncertain');
}

type Step = GapAnswer['steps'][number];
type Link = Pick<Step['helps'][number], 'relation' | 'strength' | 'confidence'>;

/** What the provision of an offer holds of the gap that it is offered for. */
const HOLDS: Readonly<Record<Link['relation'], string>> = {
  equal: 'the same',
  subset: 'a part of it',
  superset: 'all of it and more',
  intersects: 'shares a part',
};
/** The same link seen from its other end: what a gap asks, beside what the step shows. */
const ASKS: Readonly<Record<Link['relation'], string>> = {
  equal: 'asks the same',
  subset: 'asks this and more',
  superset: 'asks a part of this',
  intersects: 'shares a part',
};

/** A gap that a step may help with: what it asks beside it, how plain the link is, and how sure. */
export function alike({ fix, relation, strength, confidence }: Step['helps'][number]): string {
  return `${fix.requirement} ${fix.title} (${ASKS[relation]}, ${strength}, ${confidence})`;
}

function held({ relation, strength, confidence }: Link): string {
  return `${HOLDS[relation]}, ${strength}, ${confidence}`;
}

/** Schemes whose next level a step alone reaches, with the level; marked where that rests on uncertain rows. */
export function unlocked(unlocks: Step['unlocks'], answers: readonly SchemeAnswer[]): readonly string[] {
  return unlocks.map((scheme) => {
    const found = answers.find((one) => one.scheme === scheme)?.evaluation;
    const doubtful = found ? uncertain(found.findings).length : 0;
    const level = found ? ` level ${String(found.level.asked)}` : '';
    return `${scheme}${level}${doubtful > 0 ? ` (rests on ${String(doubtful)} uncertain)` : ''}`;
  });
}

/** What the dossier shows elsewhere and could be offered for the gap, or for those beside it, each by its name. */
export function offersOf({ fix, provision, helps }: Step): readonly string[] {
  const own = (fix?.offers ?? []).map((offer) => `${offer.from} (${held(offer)})`);
  const beside = helps.flatMap((help) =>
    help.fix.offers
      .filter(({ from }) => from !== provision)
      .map((offer) => `${offer.from} for ${help.fix.requirement} (${held(offer)})`),
  );
  return [...own, ...beside];
}

/** How the gaps of other standards stand to a step: an answer alone shows nothing, so it helps with none of them. */
export function likeness({ fix }: Step): string {
  return fix?.kind === 'fact' ? 'alike' : 'also helps';
}

/** The level that is reached and the highest there is, as declared. */
export function reached({ highest, evaluation }: SchemeAnswer): string {
  return `${String(evaluation.level.declared)}/${String(highest)}`;
}

/** The level in each principle, where a scheme counts principle by principle. */
export function byPrinciple({ evaluation }: SchemeAnswer): readonly string[] {
  return (evaluation.principles ?? []).map(({ principle, declared }) => `${principle} ${String(declared)}`);
}

/** A scheme by its id alone where no other edition of it was asked. */
export function shortName(scheme: EditionRef, answers: readonly SchemeAnswer[]): string {
  const [id = scheme] = scheme.split('@');
  return answers.filter((one) => one.scheme.startsWith(`${id}@`)).length > 1 ? scheme : id;
}
