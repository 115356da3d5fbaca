import { sql, type Expression, type Selectable, type SqlBool } from 'kysely';

import type { CaseId, Digest, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';
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

/**
 * Adds a line; its place is after all others of the administrator. `about` is the case that it is about, where it also
 * has another object: by its scheme, as it lies at this moment, those who look after that find the line.
 */
export async function keepAuditLine(
  tx: Tx,
  { about, ...told }: AuditLine & Of & { readonly about?: CaseId },
): Promise<void> {
  const { administrator, person, seat, role, via, object, code, edition, ...line } = told;
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
      scheme_id: schemeOf(tx, about ?? object),
    })
    .execute();
}

type Asked = {
  /** `next` of the page before. */
  readonly before?: number;
  readonly limit: number;
};

/** What to look at: all that is about one thing; or all that is about cases, or was done from one seat. */
export type AuditAsked = Asked &
  Of & { readonly about: { readonly object: string } | { readonly casesAndSeat: OrganisationId } };

export type AuditPage = { readonly lines: readonly AuditLine[]; readonly next?: number };

/** A page of the audit, newest first. */
export async function readAudit(
  reader: Reader,
  { administrator, about, ...asked }: AuditAsked,
): Promise<AuditPage> {
  const some = (which: Expression<SqlBool>) =>
    newest(reader, asked).where('administrator', '=', administrator).where(which);
  const found =
    'object' in about
      ? await some(sql<boolean>`object = ${about.object}`).execute()
      : await ofAny(reader, [
          some(sql<boolean>`object ^@ 'case_'`),
          some(sql<boolean>`seat = ${about.casesAndSeat}`),
        ])
          .limit(asked.limit + 1)
          .execute();
  return pageOf(found, asked);
}

/** A page of what is about the cases of some schemes, whoever administers them, newest first. */
export async function readAuditOfSchemes(
  reader: Reader,
  { schemes, ...asked }: Asked & { readonly schemes: readonly string[] },
): Promise<AuditPage> {
  if (schemes.length === 0) return { lines: [] };
  const parts = schemes.map((scheme) => newest(reader, asked).where('scheme_id', '=', scheme));
  return pageOf(
    await ofAny(reader, parts)
      .limit(asked.limit + 1)
      .execute(),
    asked,
  );
}

type Line = Row & { readonly seq: number };

function newest(reader: Reader, { before, limit }: Asked) {
  const some = reader
    .selectFrom('audit')
    .select(['seq', 'at', 'person', 'seat', 'role', 'via', 'action'])
    .select(['object', 'outcome', 'code', 'edition', 'inputs'])
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  return before === undefined ? some : some.where('seq', '<', before);
}

/** Each by its own index, which no index does for all together; a line that is of several comes once. */
function ofAny(reader: Reader, parts: readonly Expression<Line>[]) {
  const each = sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  );
  return reader
    .selectFrom(sql<Line>`(${each})`.as<'line'>('line'))
    .selectAll('line')
    .distinctOn('line.seq')
    .orderBy('line.seq', 'desc');
}

function pageOf(found: readonly Line[], { limit }: Asked): AuditPage {
  const lines = found.slice(0, limit);
  const last = lines.at(-1);
  return {
    lines: lines.map(lineOf),
    ...(found.length > limit && last && { next: last.seq }),
  };
}

/** The scheme of a case, whoever administers it; nothing where it is no case. */
function schemeOf(reader: Reader, id: string | undefined) {
  return reader
    .selectFrom('case_desk')
    .select('scheme_id')
    .where(sql<boolean>`case_id = ${id ?? null}`)
    .limit(1);
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
