import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Accepted } from '@assay/attestation/audit/accept-checkpoint';
import type { LogAudit, PublicHost } from '@assay/attestation/audit/audit-log';
import type { TreeOffence } from '@assay/attestation/audit/offence';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { Rebuilt, RebuiltRecord } from '@assay/vocabulary/rebuilt-record';

import { keepPublicBytes, type KeptBytes } from './keep-public-bytes.ts';
import { doubtfulLabels, readRebuilt, rebuildLabels } from './rebuild-labels.ts';

/** Name of the document that says where a rebuilt register came from. */
export const MANIFEST = 'rebuilt.json';
/** One line for each label: what a list of the register shows of it. */
export const LABEL_LINES = 'labels.jsonl';

/** Files beside the log that are kept as they are served, where they are served. */
export const BESIDE = [
  '.well-known/did.json',
  '.well-known/cyber-label/policy',
  '.well-known/cyber-label/trust-list.json',
  'contexts/cyber-label-v1.jsonld',
] as const;

/** Why no register is made of a log: it offends, or so much that what is sound cannot be told apart. */
export type NotRebuilt =
  | { readonly code: 'log-offends' }
  | { readonly code: 'log-not-proven' }
  | { readonly code: 'folder-not-empty'; readonly folder: string };

export type Rebuilding = Pick<KeptBytes, 'host' | 'entry'> & {
  /** Makes the register out of what was kept, once the audit of it has ended. */
  readonly finish: (audit: LogAudit, about: About) => Result<Rebuilt, NotRebuilt>;
  /** Throws what was kept away. */
  readonly abandon: () => void;
};

type About = Pick<Rebuilt, 'from' | 'at' | 'host' | 'administrator' | 'scheme'> & {
  readonly origin: string;
  /** By their paths below the public root. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
  /** Whether labels that an offence casts doubt on may be left out, and the rest be shown. */
  readonly leaveOut: boolean;
};

/**
 * Makes a register out of public bytes alone: what passes through an audit is kept beside `folder`, and takes its place
 * only when all is there.
 */
export function openRebuilding(
  host: PublicHost,
  { folder, logPath }: { readonly folder: string; readonly logPath: string },
): Result<Rebuilding, NotRebuilt> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return refuse({ code: 'folder-not-empty', folder });
  const making = `${folder}.${String(process.pid)}`;
  mkdirSync(making, { recursive: true });
  const kept = keepPublicBytes(host, making, logPath);
  const abandon = () => {
    rmSync(making, { recursive: true, force: true });
  };

  function finish(audit: LogAudit, about: About): Result<Rebuilt, NotRebuilt> {
    const { accepted, alarms, offences, offenceCount } = audit;
    const unproven = alarms.some(({ code }) => code !== 'too-few-witnesses');
    if (!accepted || unproven || offences.some(({ code }) => UNPROVEN.has(code)))
      return refuse({ code: 'log-not-proven' });
    if (offenceCount > offences.length) return refuse({ code: 'log-not-proven' });
    if (!about.leaveOut && (offences.length > 0 || alarms.length > 0)) return refuse({ code: 'log-offends' });
    kept.finish();
    const { size, root } = accepted.checkpoint;
    const log = { origin: about.origin, path: logPath, size };
    write(making, `${logPath}/checkpoint`, accepted.note);
    for (const [path, bytes] of about.beside) write(making, path, bytes);
    const leftOut = doubtfulLabels({ folder: making, log }, new Set(offences.map(({ index }) => index)));
    const labels = rebuildLabels({ folder: making, log }, leftOut);
    const sandbox = writeLines(making, labels);
    const { from, at, host: named, administrator, scheme } = about;
    const rebuilt: Rebuilt = {
      ...{ from, at, host: named, administrator, scheme, sandbox },
      log: { ...log, root: Buffer.from(root).toString('base64') },
      witnessed: accepted.witnessed === 'yes',
      cosignedAt: cosignedAt(accepted, at),
      labels: labels.length,
      offences,
      leftOut: [...leftOut],
    };
    write(making, MANIFEST, `${JSON.stringify(rebuilt, null, 2)}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
    return ok(rebuilt);
  }

  return ok({ host: kept.host, entry: kept.entry, finish, abandon });
}

/** With these nobody knows what the log says, so there is nothing to make a register of. */
const UNPROVEN: ReadonlySet<string> = new Set<TreeOffence>([
  'bundle-missing',
  'bundle-malformed',
  'entry-differs',
  'root-differs',
]);

/** No later than the moment of the audit: the clock of a witness may run ahead. */
function cosignedAt({ cosigners, witnessed }: Accepted, now: Instant): Instant | null {
  const newest = cosigners
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  if (witnessed === 'nobody-asked' || newest === undefined) return null;
  return newest < now ? newest : now;
}

/** Whether any of the labels is of a sandbox: the whole register then says so. */
function writeLines(folder: string, labels: readonly LabelId[]): boolean {
  let sandbox = false;
  const lines: string[] = [];
  const flush = () => {
    writeFileSync(join(folder, LABEL_LINES), lines.splice(0).join(''), { flag: 'a' });
  };
  for (const label of labels) {
    const line = lineOf(readRebuilt(folder, label));
    sandbox ||= line.sandbox;
    if (lines.push(`${JSON.stringify(line)}\n`) >= 1_000) flush();
  }
  flush();
  return sandbox;
}

/** What a list of the register shows of a label. */
export type RebuiltLine = Pick<
  RebuiltRecord,
  | 'labelId'
  | 'sandbox'
  | 'state'
  | 'stateSince'
  | 'scheme'
  | 'profile'
  | 'product'
  | 'holder'
  | 'validUntil'
  | 'supportEnd'
  | 'statusList'
>;

function lineOf(record: RebuiltRecord): RebuiltLine {
  const { labelId, sandbox, state, stateSince, scheme, profile } = record;
  const { product, holder, validUntil, supportEnd, statusList } = record;
  return {
    ...{ labelId, sandbox, state, stateSince, scheme, profile, product, holder },
    ...{ validUntil, supportEnd, statusList },
  };
}

function write(folder: string, path: string, content: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
