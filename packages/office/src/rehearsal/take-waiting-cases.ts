import { join } from 'node:path';

import { readFileAs } from '@assay/formats/read-document';
import { putSetting, readSetting } from '@assay/records/setting';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import { addDays, addSeconds, dateOf, type Instant } from '@assay/vocabulary/instant';
import type { CaseId } from '@assay/vocabulary/ids';
import type { Programme } from '@assay/vocabulary/programme';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
import { TestReportKind, type TestReport } from '@assay/vocabulary/test-report';

import { officeFor } from '../0-programme/office-for.ts';
import { newCaseId } from '../1-application/own-drafts.ts';
import type { Handed } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import { takeCase } from './take-case.ts';
import { CAST } from './script.ts';
import { sendFiles } from './send-files.ts';
import { LAMP_AUTHORITY, LAMP_TESTER, WAITING_CASES, type WaitingCase } from './waiting-cases.ts';

const SETTING = 'waiting-cases';
const DAY = 86_400;
/** The first of them came in so many days ago, each of the others a day later than the one before. */
const DAYS = 27;

type Begun = { readonly cases: readonly CaseId[]; readonly at: Instant; readonly done: boolean };

/**
 * Puts invented cases on every desk of a sandbox, each taken by the acts that people use as far as its script says, over the days before.
 * Safe to cut short and to repeat: once done it does nothing. A programme that does not name everybody who takes part in them has none of them. `told` hears of each case.
 */
export async function takeWaitingCases(
  office: Office,
  examples: string,
  told: (done: number, all: number) => void,
): Promise<void> {
  if (!office.programme.sandbox) throw new Error('only a sandbox programme rehearses');
  if (!isStaffed(office.programme)) return;
  const begun = (await begunBefore(office)) ?? (await remember(office, begin(office)));
  if (begun.done) return;
  const dossier = await read(DossierKind, join(examples, 'sandbox-lamp/dossier.yaml'));
  const sent = handed('dossier.json', dossier);
  await sendFiles(office, { folder: join(examples, 'sandbox-lamp'), dossier: sent, by: CAST.applicant });
  const report = await read(TestReportKind, join(examples, 'sandbox-lamp/test-report.yaml'));
  for (const [at, waiting] of WAITING_CASES.entries()) {
    const id = begun.cases[at];
    if (!id) throw new Error('the sandbox has an id for each case');
    const filed = addSeconds(begun.at, -(DAYS - at) * DAY);
    const home = await officeFor(office, waiting.administrator ?? administratorOf(office));
    if (!home.ok) throw new Error(`the sandbox has no label office ${home.refusal.administrator}`);
    await takeCase({
      office: home.value,
      id,
      filed,
      last: begun.at,
      until: waiting.until,
      dossier: handed(`${waiting.until}.json`, dossierOf(dossier, waiting, filed)),
      report: handed(`${waiting.until}-report.json`, reportOf(report, waiting, filed)),
    });
    told(at + 1, WAITING_CASES.length);
  }
  await remember(office, { ...begun, done: true });
}

function isStaffed({ administrator, organisations = [], people }: Programme): boolean {
  const codes = [administrator.code, ...WAITING_CASES.flatMap((one) => one.administrator ?? [])];
  const staff = [...Object.values(CAST), LAMP_TESTER, LAMP_AUTHORITY];
  return (
    codes.every((code) => organisations.some((one) => one.administrator === code)) &&
    staff.every((person) => people.some(({ id }) => id === person))
  );
}

/** The lamp's dossier as that of another invented lamp; one that comes back does not say how long it is looked after. */
function dossierOf(lamp: Dossier, { product, model, until }: WaitingCase, filed: Instant): Dossier {
  return {
    ...lamp,
    product: { ...lamp.product, name: product, models: [model] },
    declarations: lamp.declarations.map((one) => ({ ...one, signedAt: filed })),
    ...(until === 'returned' && { supportPeriod: { state: 'not-published' } }),
  };
}

/** The lamp's report on another lamp; of one that is refused a requirement was found not to hold. */
function reportOf(lamp: TestReport, { product, until }: WaitingCase, filed: Instant): TestReport {
  const tested = dateOf(filed);
  const [first, ...others] = lamp.results;
  const failed =
    first && until === 'refused'
      ? [
          {
            ...first,
            verdict: 'fail' as const,
            summary: 'Two lamps answered with the same identifier (invented).',
            cases: first.cases.map((one) => ({ ...one, verdict: 'fail' as const })),
          },
          ...others,
        ]
      : lamp.results;
  return {
    ...lamp,
    object: { ...lamp.object, product },
    testedFrom: addDays(tested, -6),
    testedUntil: addDays(tested, -1),
    results: failed,
  };
}

function handed(file: string, document: Dossier | TestReport): Handed {
  return { file, bytes: new TextEncoder().encode(JSON.stringify(document)) };
}

async function read<S extends TSchema>(kind: DocumentKind<S>, file: string): Promise<Static<S>> {
  const found = await readFileAs(kind, file);
  if (!found.ok) throw new Error(`${file}: ${found.refusal.code}`);
  return found.value.document;
}

function begin(office: Office): Begun {
  return { cases: WAITING_CASES.map(() => newCaseId(office)), at: office.clock(), done: false };
}

async function begunBefore(office: Office): Promise<Begun | undefined> {
  const value = await readSetting(office.records.read, {
    administrator: administratorOf(office),
    name: SETTING,
  });
  return value === undefined ? undefined : parseBegun(value);
}

async function remember(office: Office, begun: Begun): Promise<Begun> {
  await office.records.write((tx) =>
    putSetting(tx, { administrator: administratorOf(office), name: SETTING, value: begun }),
  );
  return begun;
}

/** The setting was written by `remember` in this very shape. */
function parseBegun(value: unknown): Begun {
  return value as Begun;
}
