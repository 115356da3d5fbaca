import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { answered, takeUpAgain } from '@assay/conformity/1-application/answer';
import { isInForce } from '@assay/conformity/0-programme/catalogue';
import { finishDraft, openDraft, type KeptDraft } from '@assay/office/1-application/keep-draft';
import { editionRef } from '@assay/vocabulary/ids';
import { dateOf, instantOf } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { HELP, interview, notTaking, putOffIn, type Interview } from '../interview/interview.ts';
import { linesFrom } from '../interview/lines.ts';
import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

/**
 * `assay dossier new`: asks, one question after another, what the chosen schemes need, and keeps each answer at once. Exit 0 where the dossier is
 * complete, 1 where something that every dossier has was put off, 2 where it was broken off or cannot be kept.
 */
export async function dossierNew(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      into: { type: 'string', default: 'dossier.yaml' },
      scheme: { type: 'string', multiple: true, default: [] },
    },
  });
  if (positionals.length > 0) throw new UsageError('name the file with --into');
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  const opened = await openDraft(library, values.into);
  if (!opened.ok) {
    io.error(explain(opened.refusal, words));
    return 2;
  }
  const now = () => instantOf(new Date());
  const schemes = [...library.catalogue.schemes.values()].filter((one) => isInForce(one, dateOf(now())));
  const chosen = chosenOf(values.scheme, schemes);
  const lines = linesFrom(process.stdin, process.stdout);
  process.once('SIGINT', () => {
    lines.close();
  });
  const of: Interview = { library, words, schemes, lines, io, now };
  const draft = takeUpAgain(opened.value.draft);
  const begun =
    chosen.length === 0 ? draft : answered(draft, { ask: 'schemes', schemes: chosen }, library.catalogue);
  greet(opened.value, io);
  const ended = await interview(of, {
    ...opened.value,
    draft: 'draft' in begun ? begun : begun.ok ? begun.value : draft,
  });
  lines.close();
  return end(of, ended);
}

function greet({ file, digest }: KeptDraft, io: Io): void {
  io.out(
    digest === undefined
      ? `Your answers are kept in ${file}, each at once.`
      : `Going on with ${file}; what was put off is asked again.`,
  );
  io.out(HELP);
}

function chosenOf(names: readonly string[], schemes: readonly SchemeEdition[]) {
  return names.map((name) => {
    const found = schemes.find(({ id, edition }) => name === id || name === editionRef(id, edition));
    if (!found)
      throw new UsageError(`--scheme ${name}: in force are ${schemes.map(({ id }) => id).join(', ')}`);
    return editionRef(found.id, found.edition);
  });
}

async function end(of: Interview, { how, kept }: Awaited<ReturnType<typeof interview>>): Promise<ExitCode> {
  const { io, words } = of;
  if (how !== 'asked-all') {
    if (how === 'left' && kept.wasDossier) await finishDraft(kept);
    io.error(
      how === 'left'
        ? existsSync(kept.file)
          ? `\nKept in ${kept.file}. To go on: assay dossier new --into ${kept.file}`
          : '\nNothing was answered, so nothing is kept.'
        : `\n${kept.file} was not changed. Mend it, then go on: assay dossier new --into ${kept.file}`,
    );
    return 2;
  }
  const later = putOffIn(kept.draft, of);
  const finished = await finishDraft(kept);
  io.out('');
  for (const ref of notTaking(of, kept.draft)) io.out(`${ref} does not take this product.`);
  if (!finished.ok) {
    io.out(words.refusal(finished.refusal));
    io.out(`To go on: assay dossier new --into ${kept.file}`);
    return finished.refusal.code === 'draft-incomplete' ? 1 : 2;
  }
  if (later.length > 0) io.out(`Put off: ${later.join(', ')}.`);
  const schemes = kept.draft.schemes.map((ref) => `--scheme ${ref.split('@')[0] ?? ref}`).join(' ');
  io.out(`The dossier is complete: ${kept.file}`);
  io.out(`Next: assay gap ${kept.file} ${schemes}`);
  return 0;
}
