import {
  narrow,
  recognise,
  withdrawRecognition,
  type CannotRecognise,
  type Extent,
  type Recognising,
} from '@assay/conformity/0-programme/recognise';
import { standingOn, type BodyStanding, type Recognition } from '@assay/conformity/0-programme/body-standing';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import {
  listOrganisations,
  organisationsOfBodies,
  readOrganisation,
  type Registered,
} from '@assay/records/organisation';
import { holdRecognition, recognitionsOf, tellOfRecognition } from '@assay/records/recognition';
import type { BodyId, OrganisationId } from '@assay/vocabulary/ids';
import { dateIn, dateOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { RecognitionEvent } from '@assay/vocabulary/recognition-event';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from '../../office.ts';
import { actorOf, type Acting, type NoSeat } from '../actor-of.ts';

/** What every decision on a body carries. */
export type BodyCommand = Acting & {
  readonly body: BodyId;
  readonly scheme: string;
  readonly because: string;
  /** The first day it holds. */
  readonly from: CalendarDate;
};
export type UnknownBody = { readonly code: 'unknown-body'; readonly body: BodyId };
type Answer = Promise<Result<RecognitionEvent, CannotRecognise | UnknownBody | NoSeat>>;

/** Recognises a body for a scheme, renews it, or says anew for what. */
export function recogniseBody(office: Office, command: BodyCommand & Extent): Answer {
  return onRecognition(office, command, (held, deciding) =>
    recognise(held, { ...deciding, ...extentOf(command) }),
  );
}

/** Takes something away of what a body is recognised for. */
export function narrowRecognition(office: Office, command: BodyCommand & Extent): Answer {
  return onRecognition(office, command, (held, deciding) =>
    narrow(held, { ...deciding, ...extentOf(command) }),
  );
}

/** Ends the recognition of a body. What it reported on before that day stays as good as it was. */
export function withdrawBody(office: Office, command: BodyCommand): Answer {
  return onRecognition(office, command, withdrawRecognition);
}

/** A body as it stands today under each scheme of which something was said. */
export type BodyShown = {
  readonly organisation: Registered;
  readonly body: BodyId;
  readonly schemes: readonly (Recognition & { readonly standing: BodyStanding })[];
};

/** The bodies that are registered here, the newest first. */
export async function listBodies(
  office: Pick<Office, 'records' | 'library' | 'clock'>,
  asked: { readonly text?: string; readonly after?: string; readonly limit: number },
): Promise<Result<Page<BodyShown>, MalformedCursor>> {
  const found = await listOrganisations(office.records.read, { ...asked, bodies: true });
  if (!found.ok) return found;
  return ok({ ...found.value, rows: await shown(office, found.value.rows) });
}

/** One body, with everything that was said of it. */
export async function showBody(
  office: Pick<Office, 'records' | 'library' | 'clock'>,
  body: BodyId,
): Promise<BodyShown | undefined> {
  const organisation = (await organisationsOfBodies(office.records.read, [body])).get(body);
  return organisation && (await shown(office, [organisation]))[0];
}

/** The schemes that an organisation looks after. */
export async function schemesLookedAfter(
  { records }: Pick<Office, 'records'>,
  organisation: OrganisationId | undefined,
): Promise<readonly string[]> {
  const found = organisation && (await readOrganisation(records.read, organisation));
  return found ? found.schemes : [];
}

async function shown(
  office: Pick<Office, 'records' | 'library' | 'clock'>,
  organisations: readonly Registered[],
): Promise<readonly BodyShown[]> {
  const bodies = organisations.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const said = await recognitionsOf(office.records.read, bodies);
  const at = office.clock();
  return organisations.flatMap((organisation) => {
    const { body } = organisation;
    if (body === undefined) return [];
    const schemes = said
      .filter((one) => one.body === body)
      .map((one) => ({ ...one, standing: standingOn(one.history, todayFor(office, one.scheme, at)) }));
    return [{ organisation, body, schemes }];
  });
}

function onRecognition(
  office: Office,
  command: BodyCommand,
  decide: (held: Recognition, deciding: Recognising) => Result<RecognitionEvent, CannotRecognise>,
): Answer {
  const { body, scheme, because, from } = command;
  return office.records.write(async (tx) => {
    const held = await holdRecognition(tx, { body, scheme });
    const actor = await actorOf(tx, command);
    if (!actor.ok) return actor;
    const of = (await organisationsOfBodies(tx, [body])).get(body);
    if (!of) return refuse({ code: 'unknown-body', body });
    const seat = await readOrganisation(tx, actor.value.organisation);
    if (!seat) throw new Error('unreachable: somebody acts from it');
    const at = office.clock();
    const decided = decide(held, {
      ...{ by: actor.value, office: seat, of: of.id, at, because, from },
      today: todayFor(office, scheme, at),
    });
    if (decided.ok) await tellOfRecognition(tx, held, decided.value);
    return decided;
  });
}

function extentOf({ scope, until }: Extent): Extent {
  return { scope, ...(until !== undefined && { until }) };
}

/** The day that it is where a scheme is at home; in UTC for one that is not held here. */
function todayFor({ library }: Pick<Office, 'library'>, scheme: string, at: Instant): CalendarDate {
  const edition = [...library.catalogue.schemes.values()].find(({ id }) => id === scheme);
  return edition ? dateIn(at, edition.timeZone) : dateOf(at);
}
