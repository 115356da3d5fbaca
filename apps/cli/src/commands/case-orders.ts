import { parseArgs } from 'node:util';

import { CLIENT_OPTIONS, clientOf, tellProblem } from '../client/client-of.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { table } from '../terminal/table.ts';
import { caseNamed } from './case-list.ts';

/** `assay case orders ID`: what authorities ordered in a case, by when, and how each stands. */
export async function caseOrders(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...CLIENT_OPTIONS, format: { type: 'string', default: 'table' } },
  });
  const client = await clientOf(values);
  const path = { case: caseNamed(positionals) };
  const found = await client.call('GET /api/v1/cases/{case}/orders', { path });
  if (!found.ok) return tellProblem('case orders', found.refusal, io);
  const { items } = found.value.value;
  if (values.format === 'json') io.out(JSON.stringify(found.value.value, null, 2));
  else if (items.length === 0) io.out('Nothing was ordered in this case.');
  else
    io.out(
      table(
        items.map(({ id, kind, status, respondBy, rule, says }) => [
          id,
          kind,
          { text: status, dress: status === 'open' ? io.style.open : io.style.dim },
          `by ${respondBy}`,
          `${says} (${rule})`,
        ]),
        io.width,
      ),
    );
  return 0;
}
