import { parseArgs } from 'node:util';

import type { CaseLine } from '@assay/vocabulary/api';
import { parseCaseId, type CaseId } from '@assay/vocabulary/ids';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import { standsOf } from '../client/label-stands.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = { ...CLIENT_OPTIONS, format: { type: 'string', default: 'table' } } as const;

/** `assay case list`: the cases in sight, a page at a time, in the order of their receipt. */
export async function caseList(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...OPTIONS, waits: { type: 'string' }, after: { type: 'string' } },
  });
  const client = await clientOf(values);
  const { waits, after } = values;
  const page = await client.cases({
    ...(waits !== undefined && { waits }),
    ...(after !== undefined && { after }),
  });
  if (!page.ok) return tellProblem('case list', page.refusal, io);
  const { items, next } = page.value;
  if (values.format === 'json') io.out(JSON.stringify(page.value, null, 2));
  else if (items.length === 0) io.out('No case is in sight here.');
  else
    io.out(
      table(
        items.map((one) => [
          one.case,
          one.stage,
          one.waitsFor === 'nobody' ? '' : `waits for ${one.waitsFor}`,
          dueOf(one, io),
          one.product,
        ]),
        io.width,
      ),
    );
  if (next !== undefined && values.format !== 'json') io.error(`More: --after ${next}`);
  return 0;
}

/** `assay case show ID`: one case, and its version for an act on it. */
export async function caseShow(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const client = await clientOf(values);
  const found = await client.readCase(caseNamed(positionals));
  if (!found.ok) return tellProblem('case show', found.refusal, io);
  const line = found.value;
  if (values.format === 'json') io.out(JSON.stringify(line, null, 2));
  else {
    const path = { case: line.case };
    const label =
      line.label === undefined ? undefined : await client.call('GET /api/v1/cases/{case}/label', { path });
    if (label?.ok === false) return tellProblem('case show', label.refusal, io);
    io.out(
      table(
        [
          ['product', line.product],
          ['manufacturer', line.manufacturer],
          ['scheme', `${line.scheme}, level ${String(line.level)}`],
          ['stands', `${line.stage}${line.waitsFor === 'nobody' ? '' : `, waits for ${line.waitsFor}`}`],
          ['by when', dueOf(line, io)],
          ['filed', line.filedAt],
          ['complete', line.completeAt ?? ''],
          ['decided', line.decidedAt ?? ''],
          ['label', label ? standsOf(label.value.value) : ''],
          ['version', String(line.version)],
        ],
        io.width,
      ),
    );
  }
  return 0;
}

/** The one case that a command line names. */
export function caseNamed([text, ...more]: readonly string[]): CaseId {
  const id = parseCaseId(text ?? '');
  if (!id.ok || more.length > 0) throw new UsageError('name one case: case_ and 16 characters');
  return id.value;
}

function dueOf(
  { due }: CaseLine,
  { style }: Io,
): { readonly text: string; readonly dress: (text: string) => string } {
  if (!due) return { text: '', dress: style.dim };
  return {
    text: `${due.overdue ? 'overdue since' : 'due'} ${due.on}`,
    dress: due.overdue ? style.bad : style.dim,
  };
}
