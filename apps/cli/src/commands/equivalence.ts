import { parseArgs } from 'node:util';

import { compareAll, compareLabels } from '@assay/office/0-programme/compare-labels';
import { type Library } from '@assay/office/0-programme/load-library';
import { type Words } from '@assay/office/words';

import { openRules } from '../rules.ts';
import { matrixJson, matrixMarkdown, matrixTable } from '../terminal/equivalence-matrix.ts';
import { labelsJson, labelsMarkdown, labelsTable } from '../terminal/equivalence-views.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { parseDay } from './check.ts';

const VIEWS = {
  table: { labels: labelsTable, matrix: matrixTable },
  json: { labels: labelsJson, matrix: matrixJson },
  md: { labels: labelsMarkdown, matrix: matrixMarkdown },
} as const;

type Asked = ReturnType<typeof parseEquivalence>;

/** `assay equivalence`: exit 0 where nothing blocks the source at the target levels asked, 1 where something does. */
export async function equivalence(args: readonly string[], io: Io): Promise<ExitCode> {
  const asked = parseEquivalence(args);
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  return asked.matrix ? matrix(library, asked, words, io) : labels(library, asked, words, io);
}

function matrix(library: Library, { asOf, view }: Asked, words: Words, io: Io): ExitCode {
  const found = compareAll(library, asOf);
  if (!found.ok) {
    io.error(explain(found.refusal, words));
    return 2;
  }
  io.out(view.matrix(found.value, words, io));
  return 0;
}

function labels(library: Library, asked: Asked, words: Words, io: Io): ExitCode {
  const { source = '', others, category, asOf, view } = asked;
  const found = compareLabels(library, { source, others, category, asOf });
  if (!found.ok) {
    io.error(explain(found.refusal, words));
    return 2;
  }
  io.out(view.labels(found.value, words, io));
  return found.value.pairs.every(({ there }) => there.technical.verdict !== 'not') ? 0 : 1;
}

function parseEquivalence(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      matrix: { type: 'boolean', default: false },
      category: { type: 'string' },
      'as-of': { type: 'string' },
      format: { type: 'string', default: 'table' },
    },
  });
  const view = Object.entries(VIEWS).find(([name]) => name === values.format)?.[1];
  if (!view) throw new UsageError(`--format ${values.format}: there are ${Object.keys(VIEWS).join(', ')}`);
  const [source, ...others] = positionals;
  if (values.matrix && (source !== undefined || values.category !== undefined))
    throw new UsageError('--matrix compares all with all: name no scheme and no category beside it');
  if (!values.matrix && others.length === 0)
    throw new UsageError('name a scheme and one or more others, or say --matrix');
  const { matrix: whole, category } = values;
  return { matrix: whole, source, others, category, asOf: parseDay(values['as-of']), view };
}
