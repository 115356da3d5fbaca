import { makeSignInLink } from '@assay/office/sign-in/links';
import { CAST } from '@assay/office/rehearsal/script';
import { valueOf } from '@assay/office/test/sandbox-office';
import { LENA } from '@assay/office/test/sandbox-people';
import type { PersonId } from '@assay/vocabulary/ids';
import { beforeAll, expect, test, vi } from 'vitest';

import {
  addsLamp,
  beginsApplication,
  evaluates,
  givesBack,
  handsIn,
  opensCase,
  opensCorrection,
  reports,
  reviews,
  signsDeclarations,
  takesIn,
  tellsOfDenials,
} from './lamp-at-the-desks.ts';
import { openWholeOffice, type Walker, type WholeOffice } from './whole-office.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const WITHOUT_SBOM = /^ {2}sbom: .*\n/m;

let office: WholeOffice;
beforeAll(async () => {
  office = await openWholeOffice();
});

test('an application comes back, is corrected and denied, and the next for the same lamp has to tell of that', async () => {
  const applicant = await comesIn(CAST.applicant);
  const intake = await comesIn(CAST.intake);
  await addsLamp(applicant);
  const dossier = 'sandbox-lamp/dossier-app-fails.yaml';
  await beginsApplication(applicant, { dossier, without: WITHOUT_SBOM });
  await signsDeclarations(applicant);
  await tellsOfDenials(applicant);
  const id = await handsIn(applicant, 'although');

  expect(await givesBack(intake)).toContain('SBOM');
  await opensCorrection(applicant);
  await applicant.follow('What buyers are told');
  await applicant.page.locator('input[name=sbom][value=yes]').check();
  await applicant.press('Save');
  await handsIn(applicant);

  await takesIn(intake);
  await reports(await comesIn(LENA), {
    ...{ file: 'sandbox-lamp/test-report-app-fails.yaml', signed: 'Signed by confirmation' },
  });
  await evaluates(await comesIn(CAST.evaluator));
  await reviews(await comesIn(CAST.reviewer));
  const decider = await comesIn(CAST.decider);
  await opensCase(decider);
  await decider.follow('Deny the label');
  await decider.fill({ 'Reasons of your own': 'Sandbox: the app takes any update.' });
  await decider.press('Deny the label');
  expect(await decider.text()).toContain('The label is denied');

  await applicant.follow('Products');
  await applicant.follow('Sandbox Lamp');
  await beginsApplication(applicant, { dossier: 'sandbox-lamp/dossier.yaml' });
  await signsDeclarations(applicant);
  await tellsOfDenials(applicant);
  const again = await handsIn(applicant);
  expect(again).not.toBe(id);

  expect(await givesBack(intake)).toMatch(/refused a label before/);
  await opensCorrection(applicant);
  await tellsOfDenials(applicant, {
    'Which administrator?': 'Sandbox Label Office (fictional)',
    'What reasons were given?': 'The app took any update.',
    'What was put right since?': 'The app checks who signed an update.',
  });
  await handsIn(applicant);
  await takesIn(intake);
});

/** Comes in by a link of one's own, as the terminal of the sandbox prints it. */
async function comesIn(person: PersonId): Promise<Walker> {
  const { path } = valueOf(await makeSignInLink(office.office, { person }));
  const walker = await office.arrive();
  await walker.openLink(`${office.origin}${path}`);
  await walker.press('Sign in');
  return walker;
}
