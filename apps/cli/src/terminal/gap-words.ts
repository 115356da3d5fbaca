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

const LIES: Readonly<Record<Link['relation'], string>> = {
  equal: 'the same',
  subset: 'a part of it',
  superset: 'all of it and more',
  intersects: 'shares a part',
};

/** How the provision of a step lies to another one: what it holds of it, how plainly, and how sure that is. */
export function linked({ relation, strength, confidence }: Link): string {
  return `${LIES[relation]}, ${strength}, ${confidence}`;
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

/** What the dossier shows elsewhere and could be offered for a gap, but for the provision that names the step. */
export function offersOf({ fix, provision, helps }: Step): readonly string[] {
  const offers = [...(fix?.offers ?? []), ...helps.flatMap((help) => help.fix.offers)];
  const named = offers
    .filter(({ from }) => from !== provision)
    .map((offer) => `${offer.from} (${linked(offer)})`);
  return [...new Set(named)];
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
