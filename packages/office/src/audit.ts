import {
  keepAuditLine,
  readAudit,
  readAuditOfSchemes,
  type AuditLine,
  type AuditPage,
} from '@assay/records/audit';
import { namesOfOrganisations } from '@assay/records/organisation';
import { namesOfPeople } from '@assay/records/person';
import type { CaseId } from '@assay/vocabulary/ids';

import { sightsOfSeat } from './0-programme/sight-of.ts';
import type { Names } from './case-file/names-in-case.ts';
import { administratorOf, type Office } from './office.ts';
import type { Signed } from './sign-in/signed.ts';

export type { AuditPage };

/** Keeps a line of the audit, `about` a case where it is: with the administrator of that, else with our own. */
export async function writeAudit(
  office: Pick<Office, 'records' | 'programme'>,
  {
    administrator = administratorOf(office),
    ...line
  }: AuditLine & { readonly administrator?: string; readonly about?: CaseId },
): Promise<void> {
  await office.records.write((tx) => keepAuditLine(tx, { administrator, ...line }));
}

/** What somebody may look at of the audit from their seat, the widest first; nothing: none of it. */
export type AuditScope =
  | { readonly kind: 'own'; readonly administrator: string; readonly seat: NonNullable<Signed['seat']> }
  | { readonly kind: 'schemes'; readonly schemes: readonly string[] };

/**
 * An administrator looks at what is about its cases and was done by its people; whoever looks after schemes, at what is
 * about the cases of those. A body that is both may do both.
 */
export async function auditScopesOf(
  office: Pick<Office, 'records'>,
  signed: Signed,
): Promise<readonly AuditScope[]> {
  const { administrator, seat, kinds } = signed;
  const isOne = kinds.includes('label-administrator') && administrator !== undefined && seat !== undefined;
  const own = isOne ? [{ kind: 'own' as const, administrator, seat }] : [];
  const sights = await sightsOfSeat(office, signed);
  return [...own, ...sights.flatMap((sight) => (sight.kind === 'schemes' ? [sight] : []))];
}

/** A page of that, newest first. */
export function lookAtAuditIn(
  office: Pick<Office, 'records'>,
  { scope, ...page }: { readonly scope: AuditScope; readonly before?: number; readonly limit: number },
): Promise<AuditPage> {
  const { read } = office.records;
  if (scope.kind === 'schemes') return readAuditOfSchemes(read, { schemes: scope.schemes, ...page });
  const { administrator, seat } = scope;
  return readAudit(read, { administrator, about: { casesAndSeat: seat }, ...page });
}

/** Names of those whom lines of the audit name by their ids, as they are called today. */
export type NamesInAudit = Pick<Names, 'people' | 'organisations'>;

/** Looks up all of them, in as many questions however many lines there are. */
export async function namesInAudit(
  { records: { read } }: Pick<Office, 'records'>,
  lines: AuditPage['lines'],
): Promise<NamesInAudit> {
  const people = lines.flatMap(({ person }) => (person === undefined ? [] : [person]));
  const seats = lines.flatMap(({ seat }) => (seat === undefined ? [] : [seat]));
  return {
    people: await namesOfPeople(read, [...new Set(people)]),
    organisations: await namesOfOrganisations(read, [...new Set(seats)]),
  };
}
