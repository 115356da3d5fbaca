/** What an authority orders, and what surveillance does to a label, in the browser. */
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { suspendLabel } from '@assay/office/7-surveillance/act-on-label';
import { makeOrder, reportOnOrder } from '@assay/office/7-surveillance/orders';
import { CAST } from '@assay/office/rehearsal/script';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { inTurn, lampCase } from '@assay/office/test/lamp-case';
import { caseNumbered, day, valueOf } from '@assay/office/test/sandbox-office';
import { AUTHORITY, OTTO } from '@assay/office/test/sandbox-people';
import { labelOfCase } from '@assay/records/label';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { sessionOf } from './desk-cases.ts';
import { openDesksInBrowser, type DesksInBrowser } from './desks-in-browser.ts';
import { expectSound } from './sound-page.ts';

const CASE = caseNumbered(1);
const AT = `/desk/cases/${CASE}`;
let desks: DesksInBrowser;
let pages: Readonly<Record<'authority' | 'maker' | 'surveillance', Page>>;

beforeAll(async () => {
  desks = await openDesksInBrowser();
  const { office } = desks;
  const lamp = await lampCase(office, CASE);
  await inTurn(lamp, 'submit', 'accept', 'assign', 'record', 'evaluate', 'review', 'grant');
  valueOf(await lamp.issue());
  await finishIssuance(office);
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const begun = await office.records.write((tx) =>
    beginSession(office, tx, { person: OTTO, via: 'passkey', seat: AUTHORITY, browser }),
  );
  pages = {
    authority: await desks.pageOf(begun.token),
    maker: await desks.pageOf(await sessionOf(office, CAST.applicant)),
    surveillance: await desks.pageOf(await sessionOf(office, CAST.surveillance)),
  };
}, 240_000);

type Who = keyof typeof pages;

async function look(who: Who, path: string): Promise<Page> {
  const page = pages[who];
  await page.goto(`${desks.origin}${path}`);
  await expectSound(page);
  return page;
}

describe('an order', { timeout: 120_000 }, () => {
  test('is made by hand, with what was forgotten said beside its field', async () => {
    const page = await look('authority', `${AT}/order`);
    await page.getByRole('button', { name: 'Make the order' }).click();
    await expectSound(page);
    expect(await page.locator('.error').count()).toBe(3);
    await page.getByLabel('The holder is to investigate and report').check();
    const says =
      'Sandbox: users report that the lamp answers to strangers. Find out why; say what is done about lamps to come, and about those that are sold.';
    await page.getByLabel('What is to be done?').fill(says);
    await page.getByLabel('The rule or finding that it rests on').fill('47 CFR 8.214 (sandbox)');
    await page.getByRole('button', { name: 'Make the order' }).click();
    expect(new URL(page.url()).search).toBe('?done=order');
    await expectSound(page);
  });

  test.each<[string, Who, string]>([
    ['in the case of its holder', 'maker', AT],
    ['among the labels held', 'maker', '/desk/labels'],
    ['where it is reported on', 'maker', `${AT}/orders/order-1/report`],
    ['in the case of the administrator', 'surveillance', AT],
    ['where it is withdrawn', 'authority', `${AT}/orders/order-1/withdraw`],
  ])('is shown %s', async (_, who, path) => {
    await look(who, path);
  });

  test('that was answered waits on the desk of the authority, and is closed there or followed by another', async () => {
    const { office } = desks;
    const say = (key: string) => ({ case: CASE, because: 'Sandbox.', key });
    const says = 'Sandbox: the radio kept its pairing mode open. Build 1.3 closes it after two minutes.';
    valueOf(
      await reportOnOrder(office, { ...say('r'), by: CAST.applicant, order: 'order-1', says, evidence: [] }),
    );
    for (const path of [
      '/desk',
      '/desk/cases?waits=authority',
      AT,
      `${AT}/orders/order-1/close`,
      `${AT}/order`,
    ])
      await look('authority', path);
    const asked = {
      ...({ kind: 'suspension', says: 'Sandbox: suspend the label until build 1.3 is out.' } as const),
      ...{ rule: '47 CFR 8.216 (sandbox)', respondBy: day('2026-12-01'), replaces: 'order-1' },
    };
    valueOf(await makeOrder(office, { ...say('o'), by: OTTO, asked }));
    for (const path of [
      '/desk',
      `${AT}/orders/order-2/outcome`,
      `${AT}/label/surveillance`,
      `${AT}/label/suspend`,
      `${AT}/label/withdraw`,
    ])
      await look('surveillance', path);
    const found = await labelOfCase(office.records.read, { administrator: 'SB', case: CASE });
    if (!found) throw new Error('it has its label');
    const why = { because: 'Sandbox.', reasonCode: 'nonconformity-found', order: 'order-2', key: 's' };
    valueOf(await suspendLabel(office, { label: found.id, by: CAST.surveillance, ...why }));
    await look('surveillance', `${AT}/label/restore`);
    await look('surveillance', AT);
  });
});
