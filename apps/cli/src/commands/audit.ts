import { parseArgs } from 'node:util';

import type { LogAudit } from '@assay/attestation/audit/audit-log';

import { keepEvidence, readState, writeState } from '../audit/audit-state.ts';
import { audit, auditTarget, type AuditTarget } from '../audit/audit-target.ts';
import { auditJson, auditTable, isClean, type Audited } from '../terminal/audit-views.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { openProgress } from '../terminal/progress.ts';
import { UsageError } from '../usage.ts';
import { answerFormat } from '../verify/answer-format.ts';
import { Unreachable } from '../verify/fetch-limited.ts';
import { parseNow } from '../verify/now.ts';

/**
 * `assay audit`: replays a log from its public addresses. Exit 0: it is what it says; 1: it offends, or tells two
 * histories; 2: it could not be read.
 */
export async function auditCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      state: { type: 'string' },
      'trust-list': { type: 'string' },
      roots: { type: 'string' },
      now: { type: 'string' },
      format: { type: 'string' },
    },
  });
  const [logUrl, ...more] = positionals;
  if (logUrl === undefined || more.length > 0)
    throw new UsageError('name one log: https://<host>/log/<year>');
  const format = answerFormat(values.format, io);
  try {
    const pin = { file: values['trust-list'], roots: values.roots, now: parseNow(values.now) };
    const target = await auditTarget({ logUrl, policy: values.policy, pin });
    const audited = await auditedSince(target, values.state);
    io.out(format === 'json' ? auditJson(audited) : auditTable(audited, io));
    return isClean(audited.audit) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    io.error(`assay audit: ${error.message}`);
    return 2;
  }
}

/** Audits a log in the light of what it showed before, and remembers what it shows now if that follows from it. */
async function auditedSince(target: AuditTarget, state: string | undefined): Promise<Audited> {
  const held = state === undefined ? undefined : await readState(state, target.whose);
  const progress = openProgress();
  let entries = 0;
  const done = await audit(target, {
    ...(held && { held: held.checkpoint }),
    entry: () => {
      entries += 1;
      if (entries % 256 === 0)
        progress.tell(`${target.whose.origin}: ${entries.toLocaleString('en')} entries`);
    },
  }).finally(progress.clear);
  if (state === undefined || done.accepted === undefined) return { target, audit: done, evidence: [] };
  const broken = done.alarms.some(({ code }) => code === 'rollback' || code === 'fork');
  if (broken && held)
    return { target, audit: done, evidence: await keepEvidence(state, held, done.accepted) };
  if (isAcceptable(done)) await writeState(state, done.accepted);
  return { target, audit: done, evidence: [] };
}

/** What a log says may be wrong; that it said so is remembered all the same, if its tree is whole and was seen. */
function isAcceptable({ alarms, offences }: LogAudit): boolean {
  const torn = offences.some(({ code }) => TREE.has(code));
  return alarms.length === 0 && !torn;
}

const TREE: ReadonlySet<string> = new Set([
  'bundle-missing',
  'bundle-malformed',
  'entry-differs',
  'tile-missing',
  'tile-differs',
  'root-differs',
]);
