import { parseArgs } from 'node:util';

import type { Verification } from '@assay/attestation/verify-label';
import { instantOf, parseInstant, type Instant } from '@assay/vocabulary/instant';

import type { ExitCode, Io } from '../terminal/io.ts';
import { printable, table } from '../terminal/table.ts';
import { UsageError } from '../usage.ts';
import { Unreachable } from '../verify/fetch-limited.ts';
import { verifyTarget, type Verified } from '../verify/verify-target.ts';
import { parseFormat } from './check.ts';

/** `assay verify`: exit 0 only where the outcome is VALID, 1 for every other outcome, 2 where nothing could be checked. */
export async function verify(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      trust: { type: 'string' },
      now: { type: 'string' },
      format: { type: 'string', default: 'table' },
    },
  });
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new UsageError('name one label URL or one bundle.json');
  const format = parseFormat(values.format);
  try {
    const verified = await verifyTarget({ target, trust: values.trust, now: nowOf(values.now) });
    if ('check' in verified) {
      const { outcome, check, detail } = verified;
      io.out(
        format === 'json'
          ? JSON.stringify(
              {
                outcome,
                labelId: null,
                product: null,
                checks: [{ id: check, ok: false, detail }],
                evidenceTime: null,
                witnessed: false,
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
  const dress = outcome === 'VALID' ? io.style.good : outcome === 'INVALID' ? io.style.bad : io.style.open;
  return [
    `${io.style.bold(dress(outcome))}  ${labelId ?? 'no label id'}${sandbox ? '  SANDBOX: not a label of a real product' : ''}`,
    ...(product ? [printable(`${product.brand}, ${product.name} (${product.model})`)] : []),
    MEANS[outcome],
    '',
    table(
      checks.map((check) => [
        { text: check.ok ? 'ok' : 'FAILED', dress: check.ok ? io.style.good : io.style.bad },
        check.id,
        check.detail,
      ]),
      io.width,
    ),
    '',
    `Evidence of ${evidenceTime ?? 'no time'}; witnessed: ${witnessed ? 'yes' : 'no, so only the log itself says that it shows everybody the same'}.`,
    trust.kind === 'pinned'
      ? `Believed: the keys in ${trust.from}.`
      : `Believed: the keys that ${trust.from} states; that is as good as the name of the host and the connection, no better.`,
  ].join('\n');
}

const MEANS: Record<Verification['outcome'], string> = {
  VALID: 'Every check holds: this label is in force.',
  SUSPENDED: 'Genuine, but suspended: do not rely on it now.',
  REVOKED: 'Genuine, but withdrawn for good.',
  EXPIRED: 'Genuine, but its time is over.',
  NOT_YET_VALID: 'Genuine, but its time has not begun.',
  UNKNOWN_LABEL: 'The register has no such label.',
  INVALID: 'Not proven: a check failed. Do not rely on it.',
  STALE: 'The evidence is too old to say what holds today.',
};

function nowOf(value: string | undefined): Instant {
  if (value === undefined) return instantOf(new Date());
  const instant = parseInstant(value);
  if (!instant.ok) throw new UsageError(`--now ${value}: expected an instant, YYYY-MM-DDTHH:MM:SSZ`);
  return instant.value;
}
