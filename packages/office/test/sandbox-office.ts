/** A real office of the sandbox for the tests: real records, real keys, the real library; clock and dice are set. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { mintLabelId } from '@assay/attestation/label-id';
import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import type { TrustAnchors } from '@assay/attestation/trust';
import { verifyBundle, type Verification } from '@assay/attestation/verify-label';
import { readBytes } from '@assay/formats/read-text';
import { openRecords } from '@assay/records/open';
import { freshDatabase } from '@assay/records/test/databases';
import { passingFolder } from '@assay/records/test/folder';
import type { Server } from '@assay/records/test/postgres.global';
import { parseCaseId, type CaseId, type LabelId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';
import type { Result } from '@assay/vocabulary/result';
import { onTestFinished } from 'vitest';

import { loadLibrary, type Library } from '../src/0-programme/load-library.ts';
import { loadProgramme } from '../src/0-programme/load-programme.ts';
import { openOffice } from '../src/0-programme/open-office.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import type { Handed } from '../src/handed.ts';
import type { Office, Witnessing } from '../src/office.ts';
import { walkCase } from '../src/rehearsal/case-walk.ts';
import { APPLIED_FOR, CAST, SCRIPTS } from '../src/rehearsal/script.ts';
import { seededRandom } from './dice.ts';
import { MORE_PEOPLE } from './sandbox-people.ts';
import { neighbours } from './witnesses.ts';

export const HOME = join(import.meta.dirname, '../../..');
export const EXAMPLES = join(HOME, 'examples');
export const HOST = 'localhost:4303';
export const AT = instant('2026-11-21T09:30:00Z');

let library: Promise<Library> | undefined;
let programme: Promise<Programme> | undefined;

/** The library of this repository, read once by each test file. */
export function sandboxLibrary(): Promise<Library> {
  library ??= loadLibrary(HOME).then(valueOf);
  return library;
}

/** The sandbox programme, with some people more. */
export async function sandboxProgramme(): Promise<Programme> {
  programme ??= loadProgramme(join(EXAMPLES, 'sandbox/programme.yaml'));
  const { people, ...rest } = await programme;
  return { ...rest, people: [...people, ...MORE_PEOPLE] };
}

/** Where an office is at home: its database, and the folder of its keys and public files. */
export type Place = {
  readonly url: string;
  readonly folder: string;
  /** Two witnesses must cosign its log, whose own records are among those of the office. */
  readonly watched?: true;
};
export type SandboxOffice = Place & {
  readonly office: Office;
  /** Sets the clock, which else stands still. */
  readonly setClock: (at: Instant) => void;
};
export type Opening = {
  readonly at?: Instant;
  readonly seed?: string;
  readonly witnessing?: Witnessing;
  /** Where it is reached; nobody listens there unless a test does. */
  readonly host?: string;
  /** Who it begins with; the people of the sandbox and some more, unless told. */
  readonly people?: Programme['people'];
};

/** An office that nobody else uses, on a fresh database, until the test ends. */
export async function freshOffice(server: Server, opening: Opening = {}): Promise<SandboxOffice> {
  return openAt(await freshPlace(server), opening);
}

/** An empty database and an empty folder, until the test ends or `atEnd` says. */
export async function freshPlace(
  server: Server,
  atEnd: (drop: () => Promise<void>) => void = onTestFinished,
): Promise<Place> {
  const folder = passingFolder('office-test');
  atEnd(async () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { url: await freshDatabase(server, atEnd), folder };
}

/** A place as it was left: nobody may have it open while it is copied. */
export async function copyOf(
  server: Server,
  prepared: Place,
  atEnd: (drop: () => Promise<void>) => void = onTestFinished,
): Promise<Place> {
  const folder = passingFolder('office-test');
  atEnd(async () => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(prepared.folder, folder, { recursive: true });
  const template = new URL(prepared.url).pathname.slice(1);
  return { ...prepared, url: await freshDatabase({ ...server, template }, atEnd), folder };
}

/** Opens the office that is at home at a place, until the test ends. */
export async function openAt(place: Place, opening: Opening = {}): Promise<SandboxOffice> {
  const opened = await openUntilClosed(place, opening);
  onTestFinished(() => opened.close());
  return opened;
}

/** Opens the office that is at home at a place; the caller closes it. */
export async function openUntilClosed(
  place: Place,
  { at = AT, seed = 'sandbox', witnessing, host = HOST, people }: Opening = {},
): Promise<SandboxOffice & { readonly close: () => Promise<void> }> {
  let now = at;
  const records = openRecords(place.url);
  try {
    const seen = place.watched
      ? await neighbours({ folder: place.folder, host: HOST, at }, records)
      : witnessing;
    const office = await openOffice({
      library: await sandboxLibrary(),
      programme: { ...(await sandboxProgramme()), ...(people && { people }) },
      records,
      folder: place.folder,
      host,
      clock: () => now,
      random: seededRandom(seed),
      ...(seen && { witnessing: seen }),
    });
    const setClock = (to: Instant) => {
      now = to;
    };
    return { ...place, office, setClock, close: () => records.close() };
  } catch (error) {
    await records.close();
    throw error;
  }
}

/** Work that is done in an office. */
export type Work = (opened: SandboxOffice) => Promise<unknown>;

/** Opens the office that is at home at a place, does some work in it, and leaves the place as nobody's. */
export async function workAt(place: Place, work: Work, opening: Opening = {}): Promise<void> {
  const opened = await openUntilClosed(place, opening);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

/** The case id of a number: cases of one test never meet. */
export function caseNumbered(n: number): CaseId {
  return valueOf(parseCaseId(`case_${String(n).padStart(16, '0')}`));
}

/** A label id of this administrator that was never given. */
export function strayLabel(): LabelId {
  return mintLabelId('SB', Uint8Array.of(250, 251, 252, 253, 254));
}

/** Takes the what-if case to its grant, by the rehearsal's own acts; the label is not asked for yet. */
export async function grantWhatIf(office: Office, id: CaseId): Promise<void> {
  const [, script] = SCRIPTS;
  const scheme = office.library.catalogue.schemes.get(APPLIED_FOR.scheme);
  if (!script || !scheme) throw new Error('the rehearsal has a what-if case');
  const walking = { office, examples: EXAMPLES, scheme, level: APPLIED_FOR.level, begunAt: AT };
  if (!(await walkCase(walking, script, id))) throw new Error('the what-if case is granted');
}

/** A label of the what-if case, or of another that was granted, live. */
export async function liveLabel(
  office: Office,
  id: CaseId = caseNumbered(1),
  grant = grantWhatIf,
): Promise<LabelId> {
  await grant(office, id);
  const { label } = valueOf(await issueLabelOf(office, issueOf(id)));
  await finishIssuance(office);
  return label;
}

export function issueOf(id: CaseId) {
  return { case: id, by: CAST.issuer, because: 'The level was granted.' };
}

/** A file of the examples as it would be handed in. */
export async function handed(file: string): Promise<Handed> {
  return { file, bytes: valueOf(await readBytes(join(EXAMPLES, file))) };
}

/** What the verifier, which knows nothing but did.json and the bundle, says of a label. */
export async function verified(office: Office, label: LabelId, now?: Instant): Promise<Verification> {
  const bundle = await publicFile(office, `/L/${label}/bundle`);
  if (!bundle) throw new Error(`${label} has no bundle`);
  const anchors = await anchorsOf(office);
  return verifyBundle({ bundle: bundle.bytes, anchors, now: now ?? office.clock(), asked: label });
}

/** Trust anchors from the published did.json. */
export async function anchorsOf(office: Office): Promise<TrustAnchors> {
  const did = await publicFile(office, '/.well-known/did.json');
  if (!did) throw new Error('did.json is published when the office opens');
  return valueOf(await anchorsFromDid(JSON.parse(new TextDecoder().decode(did.bytes)), office.host));
}

/** How many rows each table has: two equal counts mean that nothing was written. */
export async function counts(office: Office): Promise<Readonly<Record<string, number>>> {
  const tables = ['event', 'act', 'document', 'label', 'outbox', 'leaf', 'status_list', 'register'] as const;
  const rows: (readonly [string, number])[] = [];
  for (const table of tables) {
    const { n } = await office.records.read
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    rows.push([table, n]);
  }
  return Object.fromEntries(rows);
}

export function instant(text: string): Instant {
  return parseTime(text);
}

export function day(text: string): CalendarDate {
  return parseDay(text);
}

export function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** Times and days of a test are written by hand. */
function parseTime(text: string): Instant {
  return text as Instant;
}

function parseDay(text: string): CalendarDate {
  return text as CalendarDate;
}
