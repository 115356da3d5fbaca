import { chooseSchemeSetting } from '@assay/office/0-programme/choose-setting';
import { officeFor } from '@assay/office/0-programme/office-for';
import {
  settingsOpen,
  settingsUnderSchemes,
  type SettingOpen,
} from '@assay/office/0-programme/settings-open';
import type { Office } from '@assay/office/office';
import { EDITION_REF_PATTERN, type EditionRef } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, text, Type, type Static } from '@assay/vocabulary/schema';
import { DateSchema } from '@assay/vocabulary/standard';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import { deskApi, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { ChosenView } from './settings-chosen.view.tsx';
import { ChooseView, SettingsView } from './settings.view.tsx';

/** Whoever manages a label administrator chooses what no rule fixes. */
const permission = { role: ['manager'], kind: ['label-administrator'] } as const;
/** Whoever looks after schemes reads what was chosen under them. */
const reading = {
  role: ['lead', 'authority', 'scheme-owner'],
  kind: ['lead-administrator', 'authority', 'scheme-owner'],
} as const;
const path = '/desk/settings/:edition/:setting';
const FIELDS: FieldWords = {
  value: { label: 'How much?', missing: 'Enter a whole number', wrong: 'Enter a whole number' },
  effectiveFrom: {
    label: 'From which day on?',
    missing: 'Enter the first day',
    wrong: 'Enter a day as YYYY-MM-DD',
  },
  source: { label: 'Where was it resolved?', missing: 'Say where it was resolved' },
};
const ChoiceSchema = closed({
  value: Type.Integer(),
  effectiveFrom: Type.String(),
  source: Type.String(),
  by: Type.String(),
  at: Type.String(),
});
const SETTING = {
  edition: Type.String(),
  setting: Type.String(),
  unit: Type.String(),
  /** In force today; absent: nobody has chosen. */
  now: Type.Optional(Type.Integer()),
  /** The newest first. */
  choices: listOf(ChoiceSchema),
};

/** The numbers that no rule of a scheme fixes: what holds today, all that was chosen, and another choice. */
export const settingRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path: '/desk/settings', permission, event: 'settings.read' },
    answer: async (_, at) => {
      const office = await ownOffice(at);
      if (!office.ok) return office;
      return ok({ page: <SettingsView at={at} settings={await settingsOpen(office.value)} /> });
    },
  }),
  deskPage({
    ...{ path, permission, event: 'settings.read' },
    answer: async ({ params }, at) => {
      const page = await choosePage(params, at);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  ...actBothWays({
    ...{ permission, event: 'setting.chosen' },
    body: closed({ value: Type.Integer(), effectiveFrom: DateSchema, source: text(300) }),
    does: async ({ params, body }, at) => {
      const office = await ownOffice(at);
      if (!office.ok) return office;
      const edition = parseEdition(params['edition']);
      if (!edition.ok) return edition;
      const { setting = '' } = params;
      at.note({ object: setting, edition: edition.value });
      const { person: by, seat } = at.signed;
      const choice = { by, ...(seat !== undefined && { as: seat }), ...body };
      return chooseSchemeSetting(office.value, { ...choice, edition: edition.value, setting });
    },
    form: {
      ...{ path, fields: FIELDS },
      fieldOf: { 'setting-not-a-count': 'value', 'setting-backdated': 'effectiveFrom' },
      again: ({ params }, at, form) => choosePage(params, at, form),
      then: async () => ok({ to: '/desk/settings' }),
    },
    api: {
      path: '/api/v1/organisations/own/settings/:edition/:setting',
      summary: 'Chooses a number that no rule of a scheme fixes, from today or a later day on.',
      refusals: [
        ...['unknown-edition', 'unknown-setting', 'setting-fixed', 'setting-not-a-count'],
        ...['setting-backdated', 'setting-not-reckoned-by'],
      ],
      gives: ChoiceSchema,
      told: choiceTold,
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/organisations/own/settings', permission, event: 'settings.read' },
    summary: 'The numbers that no rule fixes: what you chose holds today, and all that was chosen.',
    gives: closed({ items: listOf(closed(SETTING)) }),
    answer: async (_, at) => {
      const office = await ownOffice(at);
      if (!office.ok) return office;
      return ok({ data: { items: (await settingsOpen(office.value)).map(settingTold) } });
    },
  }),
  deskPage({
    ...{ path: '/desk/schemes/settings', permission: reading, event: 'settings.read' },
    answer: async (_, at) => {
      const chosen = await settingsUnderSchemes(at.office, at.signed);
      return ok({ page: <ChosenView at={at} chosen={chosen} /> });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/organisations/settings', permission: reading, event: 'settings.read' },
    summary: 'The numbers that label administrators chose under the schemes that you look after.',
    gives: closed({
      items: listOf(closed({ administrator: Type.String(), name: Type.String(), ...SETTING })),
    }),
    answer: async (_, at) => {
      const chosen = await settingsUnderSchemes(at.office, at.signed);
      const items = chosen.flatMap(({ administrator, name, settings }) =>
        settings.map((one) => ({ administrator, name, ...settingTold(one) })),
      );
      return ok({ data: { items } });
    },
  }),
];

function settingTold({ edition, setting, now, choices }: SettingOpen) {
  return {
    ...{ edition, setting: setting.id, unit: setting.unit, choices: choices.map(choiceTold).map(dataOf) },
    ...(now && { now: now.value }),
  };
}

type Choice = Omit<SettingOpen['choices'][number], 'name'>;

function choiceTold({ value, effectiveFrom, source, by, at }: Choice) {
  return { data: { value, effectiveFrom, source, by, at } };
}

function dataOf({ data }: { readonly data: Static<typeof ChoiceSchema> }) {
  return data;
}

/** The office of the administrator that somebody acts for. */
async function ownOffice(at: DeskContext): Promise<Result<Office, Refusal>> {
  const { administrator } = at.signed;
  return administrator === undefined
    ? refuse({ code: 'not-permitted' })
    : officeFor(at.office, administrator);
}

const EDITION = new RegExp(EDITION_REF_PATTERN);

function parseEdition(ref = ''): Result<EditionRef, Refusal> {
  return EDITION.test(ref) ? ok(ref as EditionRef) : refuse({ code: 'no-such-page' });
}

async function choosePage(
  params: Readonly<Record<string, string>>,
  at: DeskContext,
  again?: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const office = await ownOffice(at);
  if (!office.ok) return office;
  const found = (await settingsOpen(office.value)).find(
    ({ edition, setting }) => edition === params['edition'] && setting.id === params['setting'],
  );
  if (!found) return refuse({ code: 'no-such-page' });
  const today = dateIn(at.now, found.scheme.timeZone);
  const form = again ?? at.form(FIELDS, { effectiveFrom: today });
  return ok(<ChooseView at={at} form={form} open={found} />);
}
