import { makeSignInLink } from '@assay/office/sign-in/links';
import { beginCorrection } from '@assay/office/1-application/fill-draft';
import { CAST } from '@assay/office/rehearsal/script';
import { valueOf } from '@assay/office/test/sandbox-office';
import { DEVELOPER, LENA } from '@assay/office/test/sandbox-people';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';
import { beforeAll, expect, test, vi } from 'vitest';

import {
  addsLamp,
  beginsApplication,
  evaluates,
  givesBack,
  handsIn,
  opensCase,
  reportsByProgram,
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

  expect(await givesBack(intake)).toContain('/disclosures/sbom');
  await opensCorrection(applicant, id);
  await applicant.follow('What buyers are told');
  await applicant.page.locator('input[name=sbom][value=yes]').check();
  await applicant.press('Save');
  await handsIn(applicant);

  await takesIn(intake);
  await reportsByProgram(await comesIn(LENA), { id, file: 'sandbox-lamp/test-report-app-fails.yaml' });
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
  await opensCorrection(applicant, again);
  await tellsOfDenials(applicant, {
    'Which administrator?': 'Sandbox Label Office (fictional)',
    'What reasons were given?': 'The app took any update.',
    'What was put right since?': 'The app checks who signed an update.',
  });
  await handsIn(applicant);
  await takesIn(intake);
});

/** Comes in by a link of one's own, as the terminal of the sandbox prints it, to the own desk. */
async function comesIn(person: PersonId): Promise<Walker> {
  const { path } = valueOf(await makeSignInLink(office.office, { person }));
  const walker = await office.arrive();
  await walker.openLink(`${office.origin}${path}`);
  await walker.press('Sign in');
  await walker.follow('My desk');
  return walker;
}

/** The applicant's own page of a case is not open yet, so that the act behind its button is called; the rest is links. */
async function opensCorrection(ada: Walker, id: CaseId): Promise<void> {
  office.later(1);
  valueOf(await beginCorrection(office.office, { organisation: DEVELOPER, by: CAST.applicant, case: id }));
  await ada.follow('Products');
  await ada.follow('Sandbox Lamp');
  await ada.follow(/\(correction\)/);
}
