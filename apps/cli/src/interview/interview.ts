import { answered, putOff, type DraftAnswer } from '@assay/conformity/1-application/answer';
import { provisional } from '@assay/conformity/1-application/draft';
import {
  keyOf,
  nextQuestion,
  openQuestions,
  type DraftQuestion,
} from '@assay/conformity/1-application/interview';
import { inScope } from '@assay/conformity/1-application/scope';
import { gapAcross } from '@assay/conformity/2-evaluation/across';
import type { Library } from '@assay/office/0-programme/load-library';
import { evidenceFrom, keepDraft, openDraft, type KeptDraft } from '@assay/office/1-application/keep-draft';
import type { Words } from '@assay/office/words';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import { dateOf, type Instant } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { explain } from '../terminal/explain.ts';
import type { Io } from '../terminal/io.ts';
import { table, wrap } from '../terminal/table.ts';
import { formOf, type EvidenceNamed, type Form } from './form.ts';
import type { Lines } from './lines.ts';
import { whyAsked } from './why.ts';

export type Interview = {
  readonly library: Library;
  readonly words: Words;
  readonly schemes: readonly SchemeEdition[];
  readonly lines: Lines;
  readonly io: Io;
  readonly now: () => Instant;
};
/** How it ended, and what was kept last. */
export type Ended = { readonly how: 'asked-all' | 'left' | 'cannot-keep'; readonly kept: KeptDraft };

/** Asks until nothing is left, the input ends, or somebody leaves. Every answer is kept before the next question. */
export async function interview(of: Interview, begun: KeptDraft): Promise<Ended> {
  let kept = begun;
  const before: DraftQuestion[] = [];
  let again: DraftQuestion | undefined;
  for (;;) {
    const question = again ?? nextQuestion(kept.draft, of.library.catalogue, dateOf(of.now()));
    again = undefined;
    if (!question) return { how: 'asked-all', kept };
    const said = await ask(of, kept.draft, question);
    if (said === 'leave') return { how: 'left', kept };
    if (said === 'back') {
      again = before.pop() ?? question;
      if (again === question) of.io.out('  This is the first question of this sitting.');
      continue;
    }
    const next = await drafted(of, kept, question, said);
    if (!next) {
      again = question;
      continue;
    }
    const saved = await save(of, kept, { question, said, next });
    if (!saved) return { how: 'cannot-keep', kept };
    kept = saved;
    before.push(question);
  }
}

type Said = Awaited<ReturnType<typeof ask>>;
type Answer = Exclude<Said, 'leave' | 'back'>;

/** One question: its form, and between the lines of it whatever else somebody wants to know. */
async function ask(
  of: Interview,
  draft: DossierDraft,
  question: DraftQuestion,
): Promise<DraftAnswer | EvidenceNamed | 'skip' | 'unknown' | 'leave' | 'back'> {
  const { io, library, schemes } = of;
  const form: Form = formOf(question, { library, draft, schemes, at: of.now() });
  let step = form.next();
  io.out('');
  while (step.done !== true) {
    const [first, ...choices] = step.value.shows;
    // Indented lines are choices and remarks; a question begins at the margin.
    if (first !== undefined)
      io.out(first.startsWith(' ') ? shown(first, io) : io.style.bold(shown(first, io)));
    for (const text of choices) io.out(shown(text, io));
    const line = (await of.lines.next(step.value.prompt))?.trim();
    if (line === undefined || COMMANDS.leave.has(line.toLowerCase())) return 'leave';
    const command = line.toLowerCase();
    if (COMMANDS.back.has(command)) return 'back';
    if (COMMANDS.skip.has(command)) return 'skip';
    if (COMMANDS.unknown.has(command)) return question.ask === 'fact' ? 'unknown' : 'skip';
    if (COMMANDS.why.has(command)) io.out(shown(`  ${whyAsked(question, library)}`, io));
    else if (COMMANDS.where.has(command)) io.out(whereIAm(of, draft));
    else if (COMMANDS.help.has(command)) io.out(HELP);
    else step = form.next(line.startsWith('=') ? line.slice(1) : line);
  }
  return step.value;
}

const COMMANDS = {
  leave: new Set(['quit', 'exit']),
  back: new Set(['back']),
  skip: new Set(['skip']),
  unknown: new Set(["don't know", 'dont know', 'don’t know', '?']),
  why: new Set(['why', 'why?']),
  where: new Set(['where', 'where?', 'where am i', 'where am i?']),
  help: new Set(['help']),
} as const;

export const HELP = `  back: the question before   skip: later   don't know (or ?): leave it open
  why: why it is asked   where: how far each scheme is   quit: stop; all is kept
  An answer that is one of these words is written with = before it.`;

function shown(text: string, io: Io): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  return wrap(text.trim(), io.width - indent.length)
    .map((line) => `${indent}${line}`)
    .join('\n');
}

/** The draft after what was said; none where it does not fit, and why has been told. */
async function drafted(
  of: Interview,
  kept: KeptDraft,
  question: DraftQuestion,
  said: Answer,
): Promise<DossierDraft | undefined> {
  const { draft } = kept;
  if (said === 'skip') return putOff(draft, question);
  const answer = await answerFrom(of, kept, question, said);
  if (!answer) return undefined;
  const next = answered(draft, answer, of.library.catalogue);
  if (next.ok) return next.value;
  const { refusal } = next;
  if (refusal.code === 'misfit')
    of.io.out(
      `  That does not fit: expected ${[...new Set(refusal.complaints.map((one) => one.expected))].join('; ')}.`,
    );
  else
    of.io.out(
      `  ${[of.words.refusal(refusal), ...refusal.complaints.map((one) => of.words.complaint(one))].join(' ')}`,
    );
  return undefined;
}

async function answerFrom(
  of: Interview,
  { file }: KeptDraft,
  question: DraftQuestion,
  said: Exclude<Answer, 'skip'>,
): Promise<DraftAnswer | undefined> {
  if (said === 'unknown')
    return question.ask === 'fact' ? { ask: 'fact', fact: question.fact, value: 'unknown' } : undefined;
  if (!('path' in said)) return said;
  const { path, covers } = said;
  const found = await evidenceFrom({ dossier: file, path, covers, on: dateOf(of.now()) });
  if (found.ok) return { ask: 'evidence', evidence: found.value };
  of.io.out(`  ${explain(found.refusal, of.words)}`);
  return undefined;
}

type Saving = { readonly question: DraftQuestion; readonly said: Answer; readonly next: DossierDraft };

/** Keeps the next draft. Where the file was edited meanwhile, the answer goes into what is there now. */
async function save(
  of: Interview,
  kept: KeptDraft,
  { question, said, next }: Saving,
): Promise<KeptDraft | undefined> {
  const saved = await keepDraft(kept, next);
  if (saved.ok) return saved.value;
  of.io.out(`  ${of.words.refusal(saved.refusal)}`);
  const there = await openDraft(of.library, kept.file);
  const again = there.ok ? await drafted(of, there.value, question, said) : undefined;
  if (there.ok && again) {
    const kept2 = await keepDraft(there.value, again);
    if (kept2.ok) return kept2.value;
  }
  const aside = await openDraft(of.library, `${kept.file}.unsaved.yaml`);
  const own = aside.ok && (await keepDraft(aside.value, next));
  if (own && own.ok) of.io.error(`What you answered is kept in ${own.value.file}.`);
  return undefined;
}

/** How far the draft is from each chosen scheme, as it stands. */
function whereIAm({ library, io, now }: Interview, draft: DossierDraft): string {
  const asOf = dateOf(now());
  const schemes = draft.schemes.flatMap((ref) => library.catalogue.schemes.get(ref) ?? []);
  const across = gapAcross({
    ...{ schemes, catalogue: library.catalogue, bodies: [], asOf },
    submission: { dossier: provisional(draft), reports: [] },
  });
  const left = openQuestions(draft, library.catalogue, asOf).length;
  const rows = across.answers.map(({ scheme, highest, evaluation: { level, counts } }) => [
    scheme,
    `${String(level.declared)} of ${String(highest)}`,
    String(counts.met),
    String(counts.notMet),
    String(counts.noEvidence + counts.inconclusive),
    String(counts.unanswered),
  ]);
  return [
    table([['scheme', 'level', 'met', 'not met', 'to show', 'open'], ...rows], io.width),
    ...across.outOfScope.map(({ scheme }) => `${scheme} does not take this product.`),
    left === 1
      ? 'One question is open as things stand.'
      : `${String(left)} questions are open as things stand.`,
    ...(draft.skipped.length > 0 ? [`Put off: ${draft.skipped.join(', ')}.`] : []),
  ].join('\n');
}

/** The chosen schemes that do not take the product, whatever else is answered. */
export function notTaking({ library }: Interview, draft: DossierDraft): readonly string[] {
  const dossier = provisional(draft);
  return draft.schemes.filter((ref) => {
    const scheme = library.catalogue.schemes.get(ref);
    return scheme !== undefined && !inScope(scheme, dossier).ok;
  });
}

/** What was put off, by the names that a draft keeps. */
export function putOffIn(draft: DossierDraft, { library, now }: Interview): readonly string[] {
  const open = openQuestions(draft, library.catalogue, dateOf(now())).map(keyOf);
  return open.filter((key) => draft.skipped.includes(key));
}
