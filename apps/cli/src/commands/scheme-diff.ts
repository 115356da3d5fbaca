import { parseArgs } from 'node:util';

import { diffSchemes } from '@assay/conformity/0-programme/diff-schemes';
import { namedEdition } from '@assay/office/0-programme/named-edition';

import { openRules } from '../rules.ts';
import { diffJson, diffMarkdown, diffTable } from '../terminal/diff-views.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

const VIEWS = { table: diffTable, json: diffJson, md: diffMarkdown } as const;

/** `assay scheme diff A B`: exit 0 where the editions ask the same in the same words, 1 where they differ, 2 where one cannot be read. */
export async function schemeDiff(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'table' } },
  });
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError('name two editions: id@edition of one that is loaded, or the path of a draft');
  const view = Object.entries(VIEWS).find(([name]) => name === values.format)?.[1];
  if (!view) throw new UsageError(`--format ${values.format}: there are ${Object.keys(VIEWS).join(', ')}`);
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  const read = [await namedEdition(library, before), await namedEdition(library, after)];
  for (const one of read) if (!one.ok) io.error(explain(one.refusal, words));
  const [one, other] = read.flatMap((edition) => (edition.ok ? [edition.value] : []));
  if (!one || !other) return 2;
  const diff = diffSchemes(one, other, library.catalogue);
  io.out(view(diff, words, io));
  return diff.changes.length === 0 ? 0 : 1;
}
