import {
  judgeBody,
  type BodyMayNot,
  type Recognition,
  type Wanted,
} from '@assay/conformity/0-programme/body-standing';
import { isMoreRigorous } from '@assay/conformity/2-evaluation/method';
import { listOrganisations, organisationsOfBodies, type Registered } from '@assay/records/organisation';
import type { Reader } from '@assay/records/open';
import { recognitionsOf } from '@assay/records/recognition';
import type { BodyId, OrganisationId } from '@assay/vocabulary/ids';
import { dateIn, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { OpenCase } from '../case-file/export-case.ts';
import type { Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

/** A laboratory that is registered here, and whether its results would count in a case today; if not, why not. */
export type LaboratoryOffered = {
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly body: BodyId;
  readonly judged: Result<undefined, BodyMayNot>;
};

/** Laboratories that one page shows. */
const MOST = 200;

/** Every laboratory registered here, judged for what the level of a case asks of a third party, as of today. */
export async function laboratoriesOffered(
  office: Office,
  state: OpenCase,
): Promise<readonly LaboratoryOffered[]> {
  const { read } = office.records;
  const found = await listOrganisations(read, { bodies: true, limit: MOST });
  if (!found.ok) throw new Error('unreachable: the first page has no cursor');
  const judged = await judgeFor(read, {
    ...{ scheme: schemeOf(office, state.scheme), level: state.level, at: office.clock() },
    organisations: found.value.rows,
  });
  return judged.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The organisation that a body is. */
export async function laboratoryOf(
  office: Pick<Office, 'records'>,
  body: BodyId,
): Promise<OrganisationId | undefined> {
  return (await organisationsOfBodies(office.records.read, [body])).get(body)?.id;
}

export type NotOffered = BodyMayNot | { readonly code: 'unknown-body'; readonly body: BodyId };

/** Whether the results of a laboratory would count in a case of a level today. */
export async function isOffered(
  reader: Reader,
  {
    laboratory,
    body,
    ...asked
  }: Omit<ToJudge, 'organisations'> & { readonly laboratory: OrganisationId; readonly body: BodyId },
): Promise<Result<undefined, NotOffered>> {
  const organisation = (await organisationsOfBodies(reader, [body])).get(body);
  if (organisation?.id !== laboratory) return refuse({ code: 'unknown-body', body });
  const [one] = await judgeFor(reader, { ...asked, organisations: [organisation] });
  if (!one) throw new Error('unreachable: it is a body');
  return one.judged;
}

type ToJudge = {
  readonly scheme: SchemeEdition;
  readonly level: number;
  readonly at: Instant;
  readonly organisations: readonly Registered[];
};

async function judgeFor(
  reader: Reader,
  { scheme, level, at, organisations }: ToJudge,
): Promise<readonly LaboratoryOffered[]> {
  const bodies = organisations.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const said = await recognitionsOf(reader, bodies);
  const wanted = wantedAt(scheme, level, dateIn(at, scheme.timeZone));
  return organisations.flatMap(({ id, name, body }) => {
    if (body === undefined) return [];
    const history = said.find((one) => one.body === body && one.scheme === scheme.id)?.history ?? [];
    const recognition = { body, scheme: scheme.id, history };
    const refused = wanted.map((one) => judgeFromUp(recognition, one)).find((one) => !one.ok);
    return [{ organisation: id, name, body, judged: refused ?? ok(undefined) }];
  });
}

/** What is found by a more rigorous activity counts for a less rigorous one; a refusal is about the one that is asked. */
function judgeFromUp(recognition: Recognition, wanted: Wanted): Result<undefined, BodyMayNot> {
  const asked = judgeBody(recognition, wanted);
  if (asked.ok || asked.refusal.code !== 'activity-out-of-scope') return asked;
  const more = asked.refusal.scope.filter((activity) => isMoreRigorous(activity, wanted.activity));
  return (
    more.map((activity) => judgeBody(recognition, { ...wanted, activity })).find(({ ok: may }) => may) ??
    asked
  );
}

/** What a level, with those below it, has done by a laboratory from outside. */
function wantedAt(
  { requirements, methods }: SchemeEdition,
  level: number,
  day: CalendarDate,
): readonly Wanted[] {
  const used = new Set(requirements.filter((group) => group.level <= level).map(({ method }) => method));
  return methods
    .filter(({ id, party }) => used.has(id) && party === 'third')
    .map(({ activity, competence }) => ({ activity, competence, from: day, until: day }));
}
