import { parseArgs } from 'node:util';

import { guardRelease } from '@assay/office/7-surveillance/guard-release';

import { versionOf } from '../home.ts';
import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import { guardJson, guardMarkdown, guardSarif, guardTable } from '../terminal/guard-views.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { parseDay } from './check.ts';

const VIEWS = { table: guardTable, json: guardJson, md: guardMarkdown, sarif: guardSarif } as const;
/** Days ahead of an end that are warned of unless told otherwise: about two months, our own choice and no scheme's rule. */
const SOON = '60';

/** `assay guard`: exit 0 where a release breaks no condition of a label held, 1 where it does, 2 where that cannot be told. */
export async function guard(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      release: { type: 'string' },
      'as-of': { type: 'string' },
      soon: { type: 'string', default: SOON },
      assessed: { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
    },
  });
  const [file = 'assay.yaml', ...more] = positionals;
  if (more.length > 0) throw new UsageError('name one file, or none for assay.yaml');
  if (values.release?.trim() === '') throw new UsageError('--release is empty: name the firmware version');
  if (!/^\d{1,4}$/.test(values.soon)) throw new UsageError(`--soon ${values.soon}: expected days, 0 to 9999`);
  const view = Object.entries(VIEWS).find(([name]) => name === values.format)?.[1];
  if (!view) throw new UsageError(`--format ${values.format}: there are ${Object.keys(VIEWS).join(', ')}`);
  const asOf = parseDay(values['as-of']);
  const rules = await openRules(io);
  if (!rules) return 2;
  const { home, words, library } = rules;
  const { release } = values;
  const answer = await guardRelease(library, {
    ...{ file, asOf, soonDays: Number(values.soon), view: values.assessed ? 'assessed' : 'declared' },
    ...(release !== undefined && { firmware: release }),
  });
  if (!answer.ok) {
    io.error(explain(answer.refusal, words));
    return 2;
  }
  io.out(view(answer.value, words, io, await versionOf(home)));
  return answer.value.breaches.some(({ severity }) => severity === 'error') ? 1 : 0;
}
