import { parseArgs } from 'node:util';

import type { ExitCode, Io } from '../terminal/io.ts';
import { printable } from '../terminal/table.ts';
import { checkRows, MEANS, outcomeDress } from '../terminal/verification.ts';
import { UsageError } from '../usage.ts';
import { answerFormat } from '../verify/answer-format.ts';
import { parseNow } from '../verify/now.ts';
import { Unreachable } from '../verify/fetch-limited.ts';
import { verifyTarget, type Verified } from '../verify/verify-target.ts';
import { verifyFile } from './vc-jose-cose.ts';

/**
 * `assay verify`: of a label, unless `--input` names a file of the W3C vc-jose-cose suite. Exit 0 only where the outcome is VALID, 1 for every other outcome, 2 where nothing
 * could be checked.
 */
export async function verify(args: readonly string[], io: Io): Promise<ExitCode> {
  if (args.some((arg) => /^--input(=|$)/.test(arg))) return verifyFile(args, io);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'trust-list': { type: 'string' },
      roots: { type: 'string' },
      now: { type: 'string' },
      format: { type: 'string' },
    },
  });
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new UsageError('name one label URL or one bundle.json');
  const format = answerFormat(values.format, io);
  try {
    const verified = await verifyTarget({
      target,
      pin: { file: values['trust-list'], roots: values.roots, now: parseNow(values.now) },
    });
    if ('check' in verified) {
      const { outcome, check, detail } = verified;
      io.out(
        format === 'json'
          ? JSON.stringify(
              {
                outcome,
                labelId: null,
                product: null,
                sandbox: false,
                checks: [{ id: check, ok: false, detail }],
                evidenceTime: null,
                witnessed: false,
                trust: null,
              },
              null,
              2,
            )
          : `${io.style.bold(io.style.bad(outcome))}  ${check}: ${printable(detail)}\n${MEANS[outcome]}`,
      );
      return 1;
    }
    io.out(
      format === 'json'
        ? JSON.stringify({ ...verified.verification, trust: verified.trust }, null, 2)
        : text(verified, io),
    );
    return verified.verification.outcome === 'VALID' ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    io.error(`assay verify: ${error.message}`);
    return 2;
  }
}

function text({ verification, trust }: Verified, io: Io): string {
  const { outcome, labelId, product, sandbox, checks, evidenceTime, witnessed } = verification;
  const dress = outcomeDress(outcome, io);
  return [
    `${io.style.bold(dress(outcome))}  ${labelId ?? 'no label id'}${sandbox ? '  SANDBOX: not a label of a real product' : ''}`,
    ...(product ? [printable(`${product.brand}, ${product.name} (${product.model})`)] : []),
    MEANS[outcome],
    '',
    checkRows(checks, io),
    '',
    `Evidence of ${evidenceTime ?? 'no time'}; witnessed: ${witnessed ? 'yes' : 'no, so only the log itself says that it shows everybody the same'}.`,
    trust.kind === 'pinned'
      ? `Believed: the keys in ${trust.from}.`
      : `Believed: the keys that ${trust.from} states; that is as good as the name of the host and the connection, no better.`,
  ].join('\n');
}
