import type { Whose } from '@assay/attestation/audit/accept-checkpoint';
import {
  auditLog,
  type LogAudit,
  type LogAuditSource,
  type PublicHost,
} from '@assay/attestation/audit/audit-log';
import type { Checkpoint } from '@assay/attestation/log/checkpoint';
import { parseVkey, type NoteKey } from '@assay/attestation/log/note-key';
import { parsePolicy, type Policy } from '@assay/attestation/log/policy';
import type { TrustedAdministrator } from '@assay/attestation/trust';
import { sha256 } from '@assay/office/hash';

import { UsageError } from '../usage.ts';
import { anchorsOfHost, pinnedAnchors, type Anchored, type Pin } from '../verify/anchors.ts';
import { readText } from '../verify/files.ts';
import { parseLogUrl, publicHost } from './public-host.ts';

/** Whose log is meant, whom to believe about it, and where its bytes are. */
export type AuditTarget = {
  readonly anchored: Anchored;
  readonly administrator: TrustedAdministrator;
  readonly whose: Whose;
  /** Where the policy came from. */
  readonly policyFrom: string;
  readonly host: PublicHost;
  readonly log: { readonly url: string; readonly host: string };
  readonly pin: Pin;
};

type Asked = { readonly logUrl: string; readonly policy: string | undefined; readonly pin: Pin };

/**
 * Finds the log in the anchors that were pinned, or else believes the keys that its host states. A policy file may name
 * keys of logs: where it names one of this log, those count and no others.
 */
export async function auditTarget({ logUrl, policy: file, pin }: Asked): Promise<AuditTarget> {
  const log = parseLogUrl(logUrl);
  const { anchored, administrator } = await whoseLog(log, pin);
  const policy = await readPolicy(file, anchored);
  const { origin } = administrator.log;
  const named = policy.logs.filter(({ name }) => name === origin);
  if (policy.logs.length > 0 && named.length === 0)
    throw new UsageError(`--policy ${file ?? ''} names logs, and ${origin} is not among them`);
  const keys = named.length > 0 ? named : await keysOf(administrator);
  return {
    ...{ anchored, administrator, log, pin },
    whose: { origin, keys, policy },
    policyFrom: file ?? anchored.from,
    host: publicHost(log, anchored.anchors.scheme.qrHosts),
  };
}

/** Audits it, from the host's bytes or from a host that keeps what passes through it. */
export function audit(
  { anchored, administrator, whose, pin, host }: AuditTarget,
  more: {
    readonly held?: Checkpoint;
    readonly entry?: NonNullable<LogAuditSource['entry']>;
    readonly host?: PublicHost;
  },
): Promise<LogAudit> {
  const { held, entry } = more;
  return auditLog(more.host ?? host, {
    ...{ anchors: anchored.anchors, administrator, hash: sha256, now: pin.now, whose },
    ...(held && { held }),
    ...(entry && { entry }),
  });
}

async function whoseLog(
  log: AuditTarget['log'],
  pin: Pin,
): Promise<Pick<AuditTarget, 'anchored' | 'administrator'>> {
  const pinned = await pinnedAnchors(pin);
  const known = pinned && administratorOf(pinned, log.url);
  if (pinned && known) return { anchored: pinned, administrator: known };
  if (pin.file !== undefined) throw new UsageError(`${pin.file} knows no log at ${log.url}`);
  const stated = await anchorsOfHost(log.host);
  const own = administratorOf(stated, log.url);
  if (!own) throw new UsageError(`${stated.from} speaks of another log than ${log.url}`);
  return { anchored: stated, administrator: own };
}

function administratorOf({ anchors }: Anchored, url: string): TrustedAdministrator | undefined {
  return anchors.administrators.find(({ log }) => log.url.replace(/\/$/, '') === url);
}

async function readPolicy(file: string | undefined, { anchors, from }: Anchored): Promise<Policy> {
  const policy = await parsePolicy(file === undefined ? anchors.policy : await readText(file));
  if (!policy.ok)
    throw new UsageError(
      `${file ?? from}: line ${String(policy.refusal.line)} of the witness policy: ${policy.refusal.why}`,
    );
  return policy.value;
}

async function keysOf({ log }: TrustedAdministrator): Promise<readonly NoteKey[]> {
  const keys = await Promise.all(log.vkeys.map(parseVkey));
  return keys.flatMap((key) => (key.ok && key.value.name === log.origin ? [key.value] : []));
}
