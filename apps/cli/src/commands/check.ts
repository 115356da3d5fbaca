import { parseArgs } from 'node:util';

import { checkFiles } from '@assay/office/2-evaluation/check';
import { dateOf, instantOf, parseCalendarDate, type CalendarDate } from '@assay/vocabulary/instant';

import { openRules } from '../rules.ts';
import { checkJson } from '../terminal/check-json.ts';
import { checkTable } from '../terminal/check-table.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { tellNotInForce } from '../terminal/not-in-force.ts';
import { UsageError } from '../usage.ts';

/** `assay check`: judge a dossier from files. Exit 0 where the level asked is reached, 1 where not, 2 where it cannot be judged. */
export async function check(args: readonly string[], io: Io): Promise<ExitCode> {
  const asked = parseCheck(args);
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  const judged = await checkFiles(library, asked);
  if (!judged.ok) {
    io.error(explain(judged.refusal, words));
    return 2;
  }
  tellNotInForce(library, { named: [asked.against.name], day: asked.asOf }, io);
  const { evaluation } = judged.value;
  io.out(
    asked.format === 'json'
      ? JSON.stringify(checkJson(judged.value, words), null, 2)
      : checkTable(judged.value, words, io),
  );
  return evaluation.level[asked.view] >= asked.level ? 0 : 1;
}

function parseCheck(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scheme: { type: 'string' },
      standard: { type: 'string' },
      level: { type: 'string', default: '1' },
      report: { type: 'string', multiple: true, default: [] },
      programme: { type: 'string' },
      'as-of': { type: 'string' },
      assessed: { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
    },
  });
  const [dossier, ...more] = positionals;
  if (dossier === undefined || more.length > 0) throw new UsageError('name one dossier');
  const { scheme, standard, programme } = values;
  if ((scheme === undefined) === (standard === undefined))
    throw new UsageError('name one --scheme or one --standard');
  if (!/^[1-9]\d?$/.test(values.level))
    throw new UsageError(`--level ${values.level}: a level is a number from 1`);
  return {
    dossier,
    reports: values.report,
    against:
      scheme === undefined
        ? { kind: 'standard' as const, name: standard ?? '' }
        : { kind: 'scheme' as const, name: scheme },
    level: Number(values.level),
    asOf: parseDay(values['as-of']),
    format: parseFormat(values.format),
    view: values.assessed ? ('assessed' as const) : ('declared' as const),
    ...(programme !== undefined && { programme }),
  };
}

/** The day that `--as-of` names, or today. */
export function parseDay(text: string | undefined): CalendarDate {
  if (text === undefined) return dateOf(instantOf(new Date()));
  const date = parseCalendarDate(text);
  if (!date.ok) throw new UsageError(`--as-of ${text}: expected a day that exists, YYYY-MM-DD`);
  return date.value;
}

/** `table` or `json`. */
export function parseFormat(text: string): 'table' | 'json' {
  if (text === 'table' || text === 'json') return text;
  throw new UsageError(`--format ${text}: there are table and json`);
}
