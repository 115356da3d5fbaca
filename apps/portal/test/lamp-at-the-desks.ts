/** What each of the people of a case of the invented lamp does at their desk, by links and forms alone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { EXAMPLES, valueOf } from '@assay/office/test/sandbox-office';
import type { CaseId } from '@assay/vocabulary/ids';
import { parseCaseId } from '@assay/vocabulary/ids';
import { expect } from 'vitest';

import type { Walker } from './whole-office.ts';

const NAME = 'Sandbox Lamp';

/** The developer adds the lamp to the products of the own organisation. */
export async function addsLamp(ada: Walker): Promise<void> {
  await ada.follow('Products');
  await ada.follow('Add a product');
  await ada.fill({
    ...{ 'Name of the product': NAME, Brand: 'Sandbox', Models: 'SL-1 (fictional)' },
    // The one legal name of the organisation is chosen already.
    'Kind of product': 'smart-lighting',
  });
  await ada.press('Save');
  await ada.reads(NAME);
}

/** From the page of the product: begins an application, takes a dossier over, and sends the file that shows it. */
export async function beginsApplication(
  ada: Walker,
  { dossier, without }: { readonly dossier: string; readonly without?: RegExp },
): Promise<void> {
  await ada.page.getByRole('radio', { name: /Cyber Trust Mark/ }).check();
  await ada.press('Begin');
  await ada.follow('Take over a dossier that you have already');
  const text = await readFile(join(EXAMPLES, dossier), 'utf8');
  const buffer = Buffer.from(without ? text.replace(without, '') : text);
  await ada.attach('Dossier', { name: 'dossier.yaml', mimeType: 'application/yaml', buffer });
  await ada.press('Take it over');
  await ada.follow('Evidence');
  await ada.fill({ 'What is it?': 'Technical file', 'Valid from': '2026-10-01' });
  await ada.choose('Kind of document', 'Design document');
  await ada.page.locator('input[name=covers]').first().check();
  await ada.attach('The file', join(EXAMPLES, 'sandbox-lamp/technical-file.md'));
  await ada.press('Send');
  await ada.follow('Back to the application');
}

/** Reads each declaration, and signs it by itself. */
export async function signsDeclarations(ada: Walker): Promise<void> {
  await ada.follow('Declarations');
  await ada.follow('c1');
  for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'g']) {
    await ada.reads(`Declaration ${id}`);
    await ada.fill({
      ...{ 'Who signs': 'Ada Applicant (sandbox)', 'In which capacity': 'Head of product security' },
      'I have read this declaration and sign it': true,
    });
    await ada.press('Save');
  }
  await ada.follow('Back to the application');
}

/** Says that no administrator has denied the product, or what is told of the denial. */
export async function tellsOfDenials(ada: Walker, denial?: Readonly<Record<string, string>>): Promise<void> {
  await ada.follow('Earlier denials');
  await ada.fill(denial ? { Yes: true, ...denial } : { No: true });
  await ada.press('Save');
}

/** Hands in from the page of the application, `although` something is named as missing; the case that it became. */
export async function handsIn(ada: Walker, although?: 'although'): Promise<CaseId> {
  await ada.follow('Check and hand in');
  await ada.fill({ 'A word to the administrator': 'Sandbox: the lamp is ready.' });
  if (although) await ada.fill({ 'Hand it in although it would be sent back for what is named above': true });
  await ada.press('Hand in');
  const told = await ada.text();
  expect(told).toContain('Handed in');
  return valueOf(parseCaseId(/case_[0-9a-z]{16}/.exec(told)?.[0] ?? ''));
}

/** Opens the case that waits on somebody's own desk. */
export async function opensCase(walker: Walker): Promise<void> {
  await walker.follow('My desk');
  await walker.follow(NAME);
}

export async function takesIn(intake: Walker): Promise<void> {
  await opensCase(intake);
  await intake.follow('Assign the laboratory');
  await intake.page.getByRole('radio', { name: 'Sandbox Accredited Laboratory (fictional)' }).check();
  await intake.press('Assign this laboratory');
  await intake.follow('Accept as complete');
  await intake.press('Accept the application');
  expect(await intake.text()).toContain('The application is accepted');
}

export async function givesBack(intake: Walker): Promise<string> {
  await opensCase(intake);
  expect(await intake.page.getByRole('link', { name: 'Accept as complete' }).count()).toBe(0);
  await intake.follow('Return to the applicant');
  const items = await intake.text();
  await intake.press('Return with this list');
  expect(await intake.text()).toContain('The application is returned');
  return items;
}

/** The laboratory sends a report that it has written already to its desk, looks at it, and signs it there. */
export async function reports(
  lena: Walker,
  {
    file,
    signed,
  }: { readonly file: string; readonly signed: 'Signed with a passkey' | 'Signed by confirmation' },
): Promise<void> {
  await opensCase(lena);
  await lena.follow('Send a finished report');
  await lena.attach('Test report', join(EXAMPLES, file));
  await lena.press('Read it');
  expect(await lena.text()).toContain('Sandbox Accredited Laboratory (fictional), third party');
  await lena.fill({
    'Your capacity': 'Head of testing',
    'I sign this report: it says what was tested and what was found': true,
  });
  await lena.press('Sign and hand in');
  expect(await lena.text()).toContain(signed);
}

/** Sets up a passkey in a browser that keeps passkeys and verifies its user, as a laptop with a fingerprint does. */
export async function setsUpPasskey(walker: Walker): Promise<void> {
  const cdp = await walker.page.context().newCDPSession(walker.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  await walker.follow('Account');
  await walker.follow('Set up a passkey');
  await walker.fill({ Name: 'Sandbox bench' });
  await walker.press('Set up a passkey');
}

/** Opens what came back, and begins its correction. */
export async function opensCorrection(ada: Walker): Promise<void> {
  await opensCase(ada);
  await ada.press('Open the correction');
}

export async function evaluates(evaluator: Walker): Promise<void> {
  await opensCase(evaluator);
  await evaluator.follow('Evaluate');
  await evaluator.press('Close the evaluation with these findings');
  expect(await evaluator.text()).toContain('The evaluation is closed');
}

export async function reviews(reviewer: Walker): Promise<void> {
  await opensCase(reviewer);
  await reviewer.follow('Review');
  await reviewer.fill({ 'Yes, it can be decided': true });
  await reviewer.press('Close the review');
  expect(await reviewer.text()).toContain('The review is closed');
}
