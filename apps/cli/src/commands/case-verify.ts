import { parseArgs } from 'node:util';

import { verifyCaseFile } from '@assay/office/case-file/verify-case';

import { openRules } from '../rules.ts';
import { caseFileTable } from '../terminal/case-file-views.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { pinnedAnchors } from '../verify/anchors.ts';
import { parseNow } from '../verify/now.ts';

/** `assay case verify FILE`: an exported case, checked from its bytes. Exit 0: sound; 1: altered or not proven; 2: no case file. */
export async function caseVerify(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'trust-list': { type: 'string' },
      roots: { type: 'string' },
      now: { type: 'string' },
      format: { type: 'string', default: 'table' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError('assay case verify FILE: name one exported case');
  if (values.format !== 'table' && values.format !== 'json')
    throw new UsageError(`--format ${values.format}: one of table, json`);
  const rules = await openRules(io);
  if (!rules) return 2;
  const pin = { file: values['trust-list'], roots: values.roots, now: parseNow(values.now) };
  const anchored = await pinnedAnchors(pin);
  const { library } = rules;
  const report = await verifyCaseFile(file, { library, anchors: anchored?.anchors });
  if (!report.ok) {
    io.error(`assay case verify: ${file}: ${rules.words.refusal(report.refusal)}`);
    return 2;
  }
  io.out(values.format === 'json' ? JSON.stringify(report.value, null, 2) : caseFileTable(report.value, io));
  return report.value.outcome === 'sound' ? 0 : 1;
}
