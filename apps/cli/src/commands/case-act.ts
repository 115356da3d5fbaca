import { parseArgs } from 'node:util';

import { parseCaseId } from '@assay/vocabulary/ids';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import { standsOf } from '../client/label-stands.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

/**
 * `assay case act ID ACT --because TEXT [--set NAME=VALUE]…`: an act on a case as it stands now. `--set` gives what else the act takes, as
 * the description of the API names it; a value that is JSON is sent as such.
 */
export async function caseAct(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CLIENT_OPTIONS,
      because: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  const [text = '', act, ...more] = positionals;
  const id = parseCaseId(text);
  if (
    !id.ok ||
    act === undefined ||
    more.length > 0 ||
    !/^[a-z][a-z-]{0,40}(\/[a-z][a-z0-9-]{0,40}){0,2}$/.test(act)
  )
    throw new UsageError(
      'assay case act ID ACT: name a case, and an act such as accept, evaluate, grant, order, orders/order-1/report',
    );
  if (values.because === undefined) throw new UsageError('say why with --because: it stays in the file');
  const client = await clientOf(values);
  const found = await client.readCase(id.value);
  if (!found.ok) return tellProblem('case act', found.refusal, io);
  const body = { ...Object.fromEntries(values.set.map(member)), because: values.because };
  const done = await client.act({ case: id.value, version: found.value.version, act, body });
  if (!done.ok) return tellProblem('case act', done.refusal, io);
  io.out(`Done: ${done.value.case} is at version ${String(done.value.version)}.`);
  const { label } = done.value;
  if (label) io.out(`Label ${standsOf(label)}.`);
  return 0;
}

function member(text: string): readonly [string, unknown] {
  const [, name, value] = /^([a-zA-Z]{1,40})=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--set ${text}: NAME=VALUE`);
  return [name, jsonOr(value)];
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
