import { parseArgs } from 'node:util';

import { encodeFolder } from '@assay/office/0-programme/encode-folder';
import { openPopulation } from '@assay/office/0-programme/encoded-population';
import { type Library } from '@assay/office/0-programme/load-library';
import { namedEdition } from '@assay/office/0-programme/named-edition';
import { rejudge } from '@assay/office/0-programme/rejudge';
import { type Words } from '@assay/office/words';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { openRules } from '../rules.ts';
import { explain } from '../terminal/explain.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { parseDay } from './check.ts';

type Values = {
  readonly scheme: readonly string[];
  readonly was?: string | undefined;
  readonly programme?: string | undefined;
  readonly 'as-of'?: string | undefined;
  readonly assessed: boolean;
};

type Desk = { readonly library: Library; readonly words: Words; readonly io: Io };

/**
 * `assay population encode|rejudge`: many dossiers in a form that is judged in a fraction of a microsecond each, and the
 * names of those that an edition would let reach less than another. Exit 0 where there are none, 1 where there are.
 */
export async function population(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scheme: { type: 'string', multiple: true, default: [] },
      was: { type: 'string' },
      programme: { type: 'string' },
      'as-of': { type: 'string' },
      assessed: { type: 'boolean', default: false },
    },
  });
  const [verb, from, to, ...more] = positionals;
  const encodes = verb === 'encode' && from !== undefined && to !== undefined && more.length === 0;
  const rejudges = verb === 'rejudge' && from !== undefined && to === undefined;
  if (!encodes && !rejudges) throw new UsageError('say encode FOLDER FILE or rejudge FILE');
  const rules = await openRules(io);
  if (!rules) return 2;
  const { words, library } = rules;
  const desk = { library, words, io };
  return encodes ? encode(from, to, { values, desk }) : lapses(from, { values, desk });
}

type Call = { readonly values: Values; readonly desk: Desk };

async function encode(folder: string, file: string, { values, desk }: Call): Promise<ExitCode> {
  if (values.scheme.length === 0)
    throw new UsageError('name each --scheme that the encoded dossiers must answer');
  if (values.was !== undefined || values.assessed)
    throw new UsageError('--was and --assessed belong to rejudge');
  const schemes: SchemeEdition[] = [];
  for (const name of values.scheme) {
    const scheme = await editionNamed(name, desk);
    if (!scheme) return 2;
    schemes.push(scheme);
  }
  const { programme } = values;
  const asOf = parseDay(values['as-of']);
  const made = await encodeFolder(desk.library, {
    ...{ folder, file, schemes, asOf },
    ...(programme !== undefined && { programme }),
  });
  if (!made.ok) {
    desk.io.error(explain(made.refusal, desk.words));
    return 2;
  }
  desk.io.error(`${file}: ${String(made.value)} dossiers, as of ${asOf}`);
  return 0;
}

async function lapses(file: string, { values, desk }: Call): Promise<ExitCode> {
  const [name, ...more] = values.scheme;
  if (name === undefined || more.length > 0 || values.was === undefined)
    throw new UsageError('name the edition --was and the --scheme that it would become');
  if (values.programme !== undefined || values['as-of'] !== undefined)
    throw new UsageError('the day and the programme are those for which the dossiers were encoded');
  const was = await editionNamed(values.was, desk);
  const now = was && (await editionNamed(name, desk));
  if (!was || !now) return 2;
  const opened = await openPopulation(file);
  if (!opened.ok) {
    desk.io.error(explain(opened.refusal, desk.words));
    return 2;
  }
  const view = values.assessed ? 'assessed' : 'declared';
  const { catalogue } = desk.library;
  const judged = await rejudge(opened.value, catalogue, { was, now, view }, desk.io.out);
  await opened.value.close();
  if (!judged.ok) {
    desk.io.error(explain(judged.refusal, desk.words));
    return 2;
  }
  const { dossiers, held, lapsed } = judged.value;
  desk.io.error(
    `${String(lapsed)} of ${String(held)} that reach a level would reach a lower one; ${String(dossiers)} dossiers, as of ${opened.value.layout.asOf}`,
  );
  return lapsed === 0 ? 0 : 1;
}

/** An edition of the library by its reference, or a draft by its file. */
async function editionNamed(name: string, { library, words, io }: Desk): Promise<SchemeEdition | undefined> {
  const found = await namedEdition(library, name);
  if (found.ok) return found.value.scheme;
  io.error(explain(found.refusal, words));
  return undefined;
}
