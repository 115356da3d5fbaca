import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { webOrigin } from '@assay/attestation/host';
import { BESIDE, openRebuilding, type NotRebuilt } from '@assay/office/6-register/rebuild/rebuild-register';
import type { Rebuilt } from '@assay/vocabulary/rebuilt-record';

import { audit, auditTarget, type AuditTarget } from '../audit/audit-target.ts';
import { auditTable, type Audited } from '../terminal/audit-views.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { openProgress } from '../terminal/progress.ts';
import { UsageError } from '../usage.ts';
import { fetchLimited, Unreachable } from '../verify/fetch-limited.ts';
import { parseNow } from '../verify/now.ts';

const BESIDE_LIMIT = 4 * 1024 * 1024;

/**
 * `assay rebuild`: a register out of public bytes alone. Everything is audited on the way. Exit 1: the log offends and
 * nothing was written, or labels were left out; 2: it could not be read.
 */
export async function rebuild(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: 'string' },
      policy: { type: 'string' },
      'trust-list': { type: 'string' },
      roots: { type: 'string' },
      now: { type: 'string' },
      'leave-out': { type: 'boolean', default: false },
    },
  });
  const [logUrl, ...more] = positionals;
  if (logUrl === undefined || more.length > 0)
    throw new UsageError('name one log: https://<host>/log/<year>');
  if (values.output === undefined) throw new UsageError('--output FOLDER: where the register is to lie');
  try {
    const pin = { file: values['trust-list'], roots: values.roots, now: parseNow(values.now) };
    const target = await auditTarget({ logUrl, policy: values.policy, pin });
    return await rebuilt({ target, folder: resolve(values.output), leaveOut: values['leave-out'] }, io);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    io.error(`assay rebuild: ${error.message}`);
    return 2;
  }
}

type Rebuild = { readonly target: AuditTarget; readonly folder: string; readonly leaveOut: boolean };

async function rebuilt({ target, folder, leaveOut }: Rebuild, io: Io): Promise<ExitCode> {
  const { administrator, anchored, whose, log, pin } = target;
  const logPath = new URL(log.url).pathname.slice(1);
  if (!/^log\/\d{4}$/.test(logPath))
    throw new UsageError(`${log.url}: a register has its log at /log/<year>`);
  const rebuilding = openRebuilding(target.host, { folder, logPath });
  if (!rebuilding.ok) throw new UsageError(NOT_REBUILT[rebuilding.refusal.code]);
  const { host, entry, finish, abandon } = rebuilding.value;
  const progress = openProgress();
  let entries = 0;
  try {
    const beside = await besideLog(log.host);
    const done = await audit(target, {
      host,
      entry: (_, bytes) => {
        entry(bytes);
        if ((entries += 1) % 256 === 0)
          progress.tell(`${whose.origin}: ${entries.toLocaleString('en')} entries`);
      },
    }).finally(progress.clear);
    const { id, name } = anchored.anchors.scheme;
    const { code, did, name: title } = administrator;
    const made = finish(done, {
      ...{ from: log.url, at: pin.now, host: log.host, origin: whose.origin, beside, leaveOut },
      ...{ administrator: { code, did, name: title }, scheme: { id, name } },
    });
    return made.ok
      ? tell(made.value, folder, io)
      : refused(made.refusal, { target, audit: done, evidence: [] }, io);
  } finally {
    abandon();
  }
}

async function besideLog(host: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of BESIDE) {
    const bytes = await fetchLimited(`${webOrigin(host)}/${path}`, BESIDE_LIMIT, '*/*');
    if (bytes) files.set(path, bytes);
  }
  return files;
}

function tell({ labels, log, offences, leftOut }: Rebuilt, folder: string, io: Io): ExitCode {
  io.out(`Rebuilt ${String(labels)} labels from ${String(log.size)} entries of ${log.origin} in ${folder}.`);
  for (const { code, index, detail } of offences) io.out(`leaf ${String(index)}  ${code}  ${detail}`);
  if (leftOut.length > 0) io.out(`Left out: ${leftOut.join(', ')}`);
  io.out(`Serve it with assay serve --rebuilt ${folder}`);
  return offences.length === 0 ? 0 : 1;
}

function refused({ code }: NotRebuilt, audited: Audited, io: Io): ExitCode {
  io.out(auditTable(audited, io));
  io.error(`assay rebuild: ${NOT_REBUILT[code]}`);
  return 1;
}

const NOT_REBUILT: Readonly<Record<NotRebuilt['code'], string>> = {
  'log-offends':
    'the log offends, so nothing was written. --leave-out writes what no offence casts doubt on, and names the rest.',
  'log-not-proven': 'it is not proven what this log says, so nothing was written.',
  'folder-not-empty': '--output: there is something in this folder; name another one',
};
