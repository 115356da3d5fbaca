import { CAST } from '@assay/office/rehearsal/script';
import { lampCase } from '@assay/office/test/lamp-case';
import { instant, valueOf } from '@assay/office/test/sandbox-office';
import type { PersonId } from '@assay/vocabulary/ids';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { enter, tabTo } from './by-keyboard.ts';
import { fillDesk, sessionOf, SHOWN } from './desk-cases.ts';
import { openDesksInBrowser, type DesksInBrowser } from './desks-in-browser.ts';
import { expectSound } from './sound-page.ts';

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

let desks: DesksInBrowser;
const pages = new Map<PersonId, Page>();

beforeAll(async () => {
  desks = await openDesksInBrowser();
  await fillDesk(desks);
  desks.setClock(instant('2026-12-04T09:30:00Z'));
}, 240_000);

/** The browser of somebody, signed in when they first come. */
async function browserOf(person: PersonId): Promise<Page> {
  const page = pages.get(person) ?? (await desks.pageOf(await sessionOf(desks.office, person)));
  pages.set(person, page);
  return page;
}

describe.each(PAGES)('the page of %s', (name, path, person) => {
  test('has nothing that axe objects to, and fits a screen of 320 pixels', async () => {
    // Returned only once the page of returning it was looked at.
    if (name === CAME_BACK) valueOf(await (await lampCase(desks.office, SHOWN.incomplete)).giveBack());
    const page = await browserOf(person);
    expect((await page.goto(`${desks.origin}${path}`))?.status()).toBe(200);
    await expectSound(page);
  });
});

describe('by keyboard alone', () => {
  test('a reviewer opens the case that waits, reads on, and closes the review', async () => {
    const page = await browserOf(CAST.reviewer);
    await page.goto(`${desks.origin}/desk`);
    await enter(page, 'Sandbox Lamp');
    await enter(page, 'Review');
    await tabTo(page, 'Yes, it can be decided');
    await page.keyboard.press('Space');
    await enter(page, 'Close the review');
    expect(await page.textContent('main')).toContain('The review is closed');
  });

  test('a decider is led to what is missing, puts it in, and denies', async () => {
    const page = await browserOf(CAST.decider);
    await page.goto(`${desks.origin}/desk`);
    await enter(page, 'Sandbox Lamp');
    await enter(page, 'Deny the label');
    await enter(page, 'Deny the label');
    // No gap is open, so the denial needs a reason of the decider's own: the error leads to its field.
    await tabTo(page, /needs reasons of the decider/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Sandbox: the label would mislead.');
    await enter(page, 'Deny the label');
    expect(await page.textContent('main')).toContain('The label is denied');
  });
});
