import {
  keepAuditLine,
  readAudit,
  type AuditAsked,
  type AuditLine,
  type AuditPage,
} from '@assay/records/audit';

import { administratorOf, type Office } from './office.ts';

export type { AuditPage };

/** Keeps a line of the audit: with the administrator of the case that it is about, else with our own. */
export async function writeAudit(
  office: Pick<Office, 'records' | 'programme'>,
  { administrator = administratorOf(office), ...line }: AuditLine & { readonly administrator?: string },
): Promise<void> {
  await office.records.write((tx) => keepAuditLine(tx, { administrator, ...line }));
}

/** A page of the audit, newest first. Who may look at what is asked of the door before. */
export function lookAtAudit(office: Pick<Office, 'records'>, asked: AuditAsked): Promise<AuditPage> {
  return readAudit(office.records.read, asked);
}
