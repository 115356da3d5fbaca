import { createHash } from 'node:crypto';

import { isHost, webOrigin } from '@assay/attestation/host';
import { JWS_LIMIT } from '@assay/attestation/credential/compact-jws';
import { TRUST_LIST_LIMIT, TRUST_LIST_PATH } from '@assay/office/0-programme/publish-trust-list';
import type { Office } from '@assay/office/office';
import { folderSource, type RecoverySource } from '@assay/office/recovery/recovery-source';

import { parseLogUrl, publicHost } from '../audit/public-host.ts';
import { fetchLimited } from '../verify/fetch-limited.ts';

/**
 * Where a copy of our log is to be had: a folder of public files, an administrator's host, the host of an aggregator or
 * mirror, or the address of the log on one of them.
 */
export async function recoverySource(from: string, log: Office['log']): Promise<RecoverySource> {
  if (!/^https?:\/\//.test(from)) return folderSource(from, log.path);
  const host = URL.canParse(from) ? new URL(from).host : '';
  const isBare = isHost(host) && from.replace(/\/$/, '') === webOrigin(host);
  const ours = isBare ? hostSource(`${webOrigin(host)}/${log.path}`) : hostSource(from);
  if (!isBare || (await ours.checkpoint()) !== undefined) return ours;
  const hash = createHash('sha256').update(log.origin).digest('hex');
  return hostSource(`${webOrigin(host)}/mirror/${hash}`);
}

/** An aggregator has the lists of a log beside its copy, an administrator beside its logs; all else lies at one place. */
function hostSource(address: string): RecoverySource {
  const log = parseLogUrl(address);
  const own = webOrigin(log.host);
  const isMirror = log.url.startsWith(`${own}/mirror/`);
  const host = publicHost(log, []);
  return {
    ...host,
    ...(isMirror && {
      statusList: ({ purpose, list }) =>
        fetchLimited(`${log.url}/status/${purpose}/${String(list)}`, JWS_LIMIT, '*/*'),
    }),
    trustList: () => fetchLimited(`${own}/${TRUST_LIST_PATH}`, TRUST_LIST_LIMIT, '*/*'),
  };
}
