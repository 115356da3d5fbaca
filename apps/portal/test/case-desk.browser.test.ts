import { CAST } from '@assay/office/rehearsal/script';
import { lampCase } from '@assay/office/test/lamp-case';
import {
  freshPlace,
  instant,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import type { PersonId } from '@assay/vocabulary/ids';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { openPortal } from '../src/open-portal.ts';
import type { Portal } from '../src/http/open-door.ts';
import { fillDesk, officeDesk, sessionOf, SHOWN } from './desk-cases.ts';
import { objections } from './objections.ts';
import { sampleDesk } from './sample-desk.ts';

const of = (id: string, page = '') => `/desk/cases/${id}${page}`;

const CAME_BACK = 'one’s own case that came back';

/** Every page of the desk, and who looks at it. */
const PAGES: readonly (readonly [name: string, path: string, person: PersonId])[] = [
  ['the queue of intake', '/desk/cases', CAST.intake],
  ['the queue whole', '/desk/cases?waits=all', CAST.intake],
  ['a queue with nothing in it', '/desk/cases?waits=laboratory', CAST.intake],
  ['a case that was submitted', of(SHOWN.submitted), CAST.intake],
  ['a case with a question', of(SHOWN.asked), CAST.evaluator],
  ['a case that was evaluated', of(SHOWN.evaluated), CAST.evaluator],
  ['a case with its label', of(SHOWN.labelled), CAST.issuer],
  ['accepting', of(SHOWN.submitted, '/accept'), CAST.intake],
  ['returning', of(SHOWN.incomplete, '/return'), CAST.intake],
  ['assigning a laboratory', of(SHOWN.submitted, '/laboratory'), CAST.intake],
  ['asking', of(SHOWN.evaluated, '/ask'), CAST.reviewer],
  ['evaluating', of(SHOWN.accepted, '/evaluate'), CAST.evaluator],
  ['reviewing', of(SHOWN.evaluated, '/review'), CAST.reviewer],
  ['reopening', of(SHOWN.evaluated, '/reopen'), CAST.reviewer],
  ['granting', of(SHOWN.reviewed, '/grant'), CAST.decider],
  ['granting what falls short', of(SHOWN.short, '/grant'), CAST.decider],
  ['denying', of(SHOWN.reviewed, '/deny'), CAST.decider],
  ['dismissing', of(SHOWN.asked, '/dismiss'), CAST.decider],
  ['issuing', of(SHOWN.granted, '/issue'), CAST.issuer],
  ['the applications of a developer', '/desk/applications', CAST.applicant],
  ['nothing that waits for a developer', '/desk/applications?waits=us', CAST.applicant],
  [CAME_BACK, of(SHOWN.incomplete), CAST.applicant],
  ['one’s own case with a question', of(SHOWN.asked), CAST.applicant],
  ['one’s own case that was dismissed', of(SHOWN.dismissed), CAST.applicant],
  ['one’s own case with its label', of(SHOWN.labelled), CAST.applicant],
  ['answering', of(SHOWN.asked, '/answer/thread-2'), CAST.applicant],
  ['choosing a laboratory', of(SHOWN.submitted, '/choose-laboratory'), CAST.applicant],
  ['signing anew', of(SHOWN.submitted, '/sign/c1'), CAST.applicant],
  ['withdrawing', of(SHOWN.submitted, '/withdraw'), CAST.applicant],
];

let browser: Browser;
let page: Page;
let portal: Portal;
let origin: string;
let place: SandboxOffice & { readonly close: () => Promise<void> };
const sessions = new Map<PersonId, string>();

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  await fillDesk(place);
  place.setClock(instant('2026-12-04T09:30:00Z'));
  for (const person of Object.values(CAST))
    if (person !== CAST.laboratory) sessions.set(person, await sessionOf(place.office, person));
  // Over http, as on this machine, cookies bear no prefix.
  const register = sampleDesk();
  const programme = { ...register.programme, origin: 'http://127.0.0.1' };
  const desk = await officeDesk(place.office);
  portal = await openPortal({ ...register, programme }, { requestsPerMinute: 100_000 }, { desk });
  origin = await portal.listen(0, '127.0.0.1');
  browser = await browsers.launch(inject('browser'));
  page = await browser.newPage();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await portal.close();
  await place.close();
});

async function visit(path: string, person: PersonId): Promise<number | undefined> {
  const value = sessions.get(person) ?? '';
  await page.context().addCookies([{ name: 'assay', value, url: origin }]);
  return (await page.goto(`${origin}${path}`))?.status();
}

describe.each(PAGES)('the page of %s', (name, path, person) => {
  test('has nothing that axe objects to, and fits a screen of 320 pixels', async () => {
    // Returned only once the page of returning it was looked at.
    if (name === CAME_BACK) valueOf(await (await lampCase(place.office, SHOWN.incomplete)).giveBack());
    expect(await visit(path, person)).toBe(200);
    expect(await objections(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(widest).toBeLessThanOrEqual(320);
  });
});
