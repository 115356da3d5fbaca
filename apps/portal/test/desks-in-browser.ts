import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import { chromium as browsers, type Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';

import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { sampleDesk } from './sample-desk.ts';

export type DesksInBrowser = SandboxOffice & {
  readonly origin: string;
  /** A browser of their own for whoever is signed in with this session. */
  pageOf(session: string): Promise<Page>;
};

/** An office of the sandbox, empty yet, and its desks in a browser, until the test file ends. */
export async function openDesksInBrowser(): Promise<DesksInBrowser> {
  const [server] = databases();
  if (!server) throw new Error('no database');
  const place = await openUntilClosed(await freshPlace(server, afterAll));
  const register = sampleDesk();
  // Over http, as on this machine, cookies bear no prefix.
  const programme = { ...register.programme, origin: 'http://127.0.0.1' };
  const desk = await officeDesk(place.office);
  const portal = await openPortal({ ...register, programme }, { requestsPerMinute: 100_000 }, { desk });
  const origin = await portal.listen(0, '127.0.0.1');
  const browser = await browsers.launch(inject('browser'));
  afterAll(async () => {
    await browser.close();
    await portal.close();
    await place.close();
  });
  return {
    ...place,
    origin,
    pageOf: async (value) => {
      const context = await browser.newContext();
      await context.addCookies([{ name: 'assay', value, url: origin }]);
      return context.newPage();
    },
  };
}
