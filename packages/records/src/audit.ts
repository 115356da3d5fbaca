import { sql, type Expression, type Selectable, type SqlBool } from 'kysely';

import type { Digest, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';
import type { Tables } from './tables.ts';

/** One line of the audit: who did, was refused or read what. Never changed, never taken out. */
export type AuditLine = {
  readonly at: Instant;
  /** Absent: nobody was signed in. */
  readonly person?: PersonId;
  readonly seat?: OrganisationId;
  /** The role that was needed and held. */
  readonly role?: string;
  /** How the person had signed in. */
  readonly via?: string;
  readonly action: string;
  /** Id of what it was about. */
  readonly object?: string;
  readonly outcome: 'done' | 'refused' | 'read';
  /** Why it was refused. */
  readonly code?: string;
  /** Edition of the rules that it was done under. */
  readonly edition?: EditionRef;
  /** Digests of what went in. */
  readonly inputs: readonly Digest[];
};

type Of = { readonly administrator: string };

/** Adds a line; its place is after all others of the administrator. */
export async function keepAuditLine(
  tx: Tx,
  { administrator, person, seat, role, via, object, code, edition, ...line }: AuditLine & Of,
): Promise<void> {
  await tx
    .insertInto('audit')
    .values({
      ...line,
      administrator,
      person: person ?? null,
      seat: seat ?? null,
      role: role ?? null,
      via: via ?? null,
      object: object ?? null,
      code: code ?? null,
      edition: edition ?? null,
    })
    .execute();
}

/** What to look at: all that is about one thing; or all that is about cases, or was done from one seat. */
export type AuditAsked = Of & {
  readonly about: { readonly object: string } | { readonly casesAndSeat: OrganisationId };
  /** `next` of the page before. */
  readonly before?: number;
  readonly limit: number;
};

export type AuditPage = { readonly lines: readonly AuditLine[]; readonly next?: number };

/** A page of the audit, newest first. */
export async function readAudit(
  reader: Reader,
  { administrator, about, before, limit }: AuditAsked,
): Promise<AuditPage> {
  const newest = (which: Expression<SqlBool>) => {
    const some = reader
      .selectFrom('audit')
      .select(['seq', 'at', 'person', 'seat', 'role', 'via', 'action'])
      .select(['object', 'outcome', 'code', 'edition', 'inputs'])
      .where('administrator', '=', administrator)
      .where(which)
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    return before === undefined ? some : some.where('seq', '<', before);
  };
  const rows =
    'object' in about
      ? await newest(sql<boolean>`object = ${about.object}`).execute()
      : await ofEither(
          reader,
          newest(sql<boolean>`object ^@ 'case_'`),
          newest(sql<boolean>`seat = ${about.casesAndSeat}`),
        )
          .limit(limit + 1)
          .execute();
  const lines = rows.slice(0, limit);
  const last = lines.at(-1);
  return {
    lines: lines.map(lineOf),
    ...(rows.length > limit && last && { next: last.seq }),
  };
}

type Line = Row & { readonly seq: number };

/** Each by its own index, which no index does for both together; a line that is of both comes once. */
function ofEither(reader: Reader, one: Expression<Line>, other: Expression<Line>) {
  return reader
    .selectFrom(sql<Line>`(${one} union all ${other})`.as<'line'>('line'))
    .selectAll('line')
    .distinctOn('line.seq')
    .orderBy('line.seq', 'desc');
}

type Row = Pick<Selectable<Tables['audit']>, keyof AuditLine>;

function lineOf(row: Row): AuditLine {
  const { at, person, seat, role, via, action, object, outcome, code, edition, inputs } = row;
  return {
    at: instantOf(at),
    ...(person !== null && { person }),
    ...(seat !== null && { seat }),
    ...(role !== null && { role }),
    ...(via !== null && { via }),
    action,
    ...(object !== null && { object }),
    outcome,
    ...(code !== null && { code }),
    ...(edition !== null && { edition }),
    inputs,
  };
}
