import { inviteFirstOwner } from '@assay/office/0-programme/people/first-owner';
import { valueOf } from '@assay/office/test/sandbox-office';
import { beforeAll, expect, test, vi } from 'vitest';

import {
  addsLamp,
  beginsApplication,
  evaluates,
  handsIn,
  opensCase,
  reports,
  reviews,
  setsUpPasskey,
  signsDeclarations,
  takesIn,
  tellsOfDenials,
} from './lamp-at-the-desks.ts';
import { acceptInvitation, invite, openWholeOffice, type Walker, type WholeOffice } from './whole-office.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let office: WholeOffice;
beforeAll(async () => {
  // The organisations of the sandbox take part, and nobody acts for any of them yet.
  office = await openWholeOffice({ people: [] });
});

const OFFICE_PEOPLE = {
  intake: ['Ines Intake (sandbox)', 'Intake'],
  evaluator: ['Eva Evaluator (sandbox)', 'Evaluator'],
  reviewer: ['Rita Reviewer (sandbox)', 'Reviewer'],
  decider: ['Dan Decider (sandbox)', 'Decider'],
  issuer: ['Iris Issuer (sandbox)', 'Issuer'],
} as const;

test('the case of a lamp goes from invitation to label through the hands of seven people, each at their own desk', async () => {
  const mona = await firstOwner();
  const [intake, evaluator, reviewer, decider, issuer] = [
    await comesIn(mona, 'intake'),
    await comesIn(mona, 'evaluator'),
    await comesIn(mona, 'reviewer'),
    await comesIn(mona, 'decider'),
    await comesIn(mona, 'issuer'),
  ];
  const applicant = await managerOf(mona, {
    organisation: 'Sandbox Developer (fictional)',
    ...{ name: 'Ada Applicant (sandbox)', mail: 'ada@sandbox.example', role: 'Applicant' },
  });
  const laboratory = await managerOf(mona, {
    organisation: 'Sandbox Accredited Laboratory (fictional)',
    ...{ name: 'Lena Laboratory (sandbox)', mail: 'lena@sandbox.example', role: 'Laboratory' },
  });
  await setsUpPasskey(laboratory);
  await addsLamp(applicant);
  await beginsApplication(applicant, { dossier: 'sandbox-lamp/dossier.yaml' });
  await signsDeclarations(applicant);
  await tellsOfDenials(applicant);
  await handsIn(applicant);
  await takesIn(intake);
  await reports(laboratory, {
    ...{ file: 'sandbox-lamp/test-report.yaml', signed: 'Signed with a passkey' },
  });
  await evaluates(evaluator);
  await reviews(reviewer);
  await opensCase(decider);
  await decider.follow('Grant the label');
  await decider.press('Grant the label');
  expect(await decider.text()).toContain('The label is granted');
  await opensCase(issuer);
  await issuer.follow('Issue the label');
  await issuer.press('Issue the label');
  await labelIsShown(issuer);
  expect(await actsIn(mona)).toEqual(expect.arrayContaining(ACTS));
});

/** What the audit has to tell of this case. */
const ACTS = [
  ...['person.invited', 'invitation.accepted', 'application.handed-in', 'laboratory.assigned'],
  ...[
    'application.accepted',
    'report.signed',
    'evaluation.completed',
    'case.reviewed',
    'label.granted',
    'label.requested',
  ],
];

async function firstOwner(): Promise<Walker> {
  const { token } = valueOf(await inviteFirstOwner(office.office));
  const mona = await office.arrive();
  await mona.openLink(`${office.origin}/first-owner/${token}`);
  await mona.fill({ 'Your name': 'Mona Manager (sandbox)', 'Your mail address': 'mona@sandbox.example' });
  await mona.press('Accept');
  await mona.follow('My desk');
  return mona;
}

async function comesIn(mona: Walker, role: keyof typeof OFFICE_PEOPLE): Promise<Walker> {
  const [name, label] = OFFICE_PEOPLE[role];
  const link = await invite(mona, { mail: `${role}@sandbox.example`, roles: [label] });
  const walker = await office.arrive();
  await acceptInvitation(walker, link, name);
  return walker;
}

type Coming = {
  readonly organisation: string;
  readonly name: string;
  readonly mail: string;
  readonly role: string;
};

/** The first manager of another organisation, who takes the role on that its cases need. */
async function managerOf(mona: Walker, { organisation, name, mail, role }: Coming): Promise<Walker> {
  await mona.follow('Organisations');
  await mona.follow(organisation);
  await mona.fill({ 'Mail address of its first manager': mail, Why: 'Sandbox: they take part.' });
  await mona.press('Send the invitation');
  const link = await mona.page.locator('.code.link').innerText();
  const walker = await office.arrive();
  await acceptInvitation(walker, link, name);
  await walker.follow('Organisation');
  await walker.follow(name);
  await walker.follow(/roles/i);
  await walker.fill({ [role]: true, Why: 'Sandbox: there is nobody else yet.' });
  await walker.press('Change the roles');
  return walker;
}

/** The label is shown to anybody, as valid, once the log has it. */
async function labelIsShown(issuer: Walker): Promise<void> {
  const link = issuer.page.getByRole('link', { name: /^Label SB/ });
  await expect
    .poll(
      async () => {
        await issuer.page.reload();
        return link.count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await issuer.follow(/^Label SB/);
  expect(await issuer.text()).toMatch(/valid/i);
}

/** Every act that the audit tells of, page by page. */
async function actsIn(mona: Walker): Promise<readonly string[]> {
  await mona.follow('Audit');
  const found: string[] = [];
  for (;;) {
    found.push(...(await mona.page.locator('tbody .code').allInnerTexts()));
    if ((await mona.page.getByRole('link', { name: 'Next page' }).count()) === 0) return found;
    await mona.follow('Next page');
  }
}
