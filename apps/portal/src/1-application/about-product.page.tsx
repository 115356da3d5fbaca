import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import { PRODUCT_MEMBERS, type ProductMember } from '@assay/conformity/1-application/draft';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { Component } from '@assay/vocabulary/dossier';
import { ok, refuse } from '@assay/vocabulary/result';
import { listOf, oneOf, text, Type } from '@assay/vocabulary/schema';

import type { DeskRoute } from '../http/desk-route.ts';
import type { FieldWords } from '../http/form-state.ts';
import { Choices, Field, Select, TextArea } from '../layout/form.tsx';
import { draftSection } from './draft-section.tsx';
import { draftPath } from './draft-at.tsx';

const LISTS: ReadonlySet<ProductMember> = new Set([
  'models',
  'gtins',
  'hardwareVersions',
  'firmwareVersions',
]);
const PRODUCT: FieldWords = {
  name: { label: 'Name of the product' },
  brand: { label: 'Brand' },
  manufacturer: { label: 'Manufacturer' },
  models: { label: 'Models' },
  gtins: { label: 'Bar code numbers (GTIN)' },
  category: { label: 'Kind of product' },
  hardwareVersions: { label: 'Hardware versions', missing: 'Enter at least one hardware version' },
  firmwareVersions: { label: 'Firmware versions', missing: 'Enter at least one firmware version' },
};
const line = text(120);
const lines = text(10_000);

const product = draftSection({
  path: 'product',
  fields: PRODUCT,
  body: {
    ...{
      name: line,
      brand: line,
      manufacturer: line,
      models: lines,
      gtins: Type.Optional(lines),
      category: line,
    },
    ...{ hardwareVersions: lines, firmwareVersions: lines },
  },
  title: () => ok('The product'),
  values: ({ kept: { draft } }) =>
    Object.fromEntries(
      PRODUCT_MEMBERS.map((member) => [member, [draft.product[member] ?? ''].flat().join('\n')]),
    ),
  view: (form) => (
    <>
      <Field form={form} name="name" />
      <Field form={form} name="brand" />
      <Field form={form} name="manufacturer" hint="The legal name, as it will stand on the register." />
      <TextArea form={form} name="models" rows={3} hint="One a line." />
      <TextArea form={form} name="gtins" rows={2} hint="One a line, 14 digits; empty if there is none yet." />
      <Field
        form={form}
        name="category"
        width="half"
        hint="In small letters with hyphens, such as smart-lock."
      />
      <TextArea
        form={form}
        name="hardwareVersions"
        rows={2}
        hint="One a line: those that the label shall cover."
      />
      <TextArea
        form={form}
        name="firmwareVersions"
        rows={2}
        hint="One a line: those that the label shall cover."
      />
    </>
  ),
  places: () => PRODUCT_MEMBERS.map((member): DraftAnswer => ({ ask: 'product', member, value: '' })),
  answers: (body) =>
    ok(
      PRODUCT_MEMBERS.map((member): DraftAnswer => {
        const said = body[member] ?? '';
        return { ask: 'product', member, value: LISTS.has(member) ? linesOf(said) : said };
      }),
    ),
});

const KINDS: Readonly<Record<Component['kind'], string>> = {
  device: 'A device',
  gateway: 'A gateway or hub',
  app: 'An app',
  backend: 'A service in the network',
};
const COMPONENTS: FieldWords = {
  kind: { label: 'What is it?', missing: 'Choose what it is' },
  name: { label: 'Its name', missing: 'Enter the name of the part' },
  maker: { label: 'Who makes it', missing: 'Enter who makes the part' },
  version: { label: 'Its version', missing: 'Enter the version of the part' },
  remove: { label: 'Take out' },
};

const components = draftSection({
  path: 'components',
  fields: COMPONENTS,
  body: {
    kind: Type.Optional(oneOf(['device', 'gateway', 'app', 'backend'])),
    ...{ name: Type.Optional(text(120)), maker: Type.Optional(text(120)), version: Type.Optional(text(80)) },
    remove: Type.Optional(listOf(text(80), 50)),
  },
  title: () => ok('Parts of the product'),
  values: ({ kept: { draft } }) => ({ maker: draft.product.manufacturer ?? '' }),
  view: (form, { kept: { draft } }) => (
    <>
      <p class="measure">
        Many requirements are judged for each part. Add the device first, then the apps and services without
        which it does not do what it is sold for.
      </p>
      {draft.components.length > 0 && (
        <Choices
          form={form}
          name="remove"
          several
          hint="These are in it. Tick one to take it out again."
          of={draft.components.map(({ id, name, kind, version, maker }) => ({
            value: id,
            label: `${name}, version ${version}`,
            hint: `${KINDS[kind]}, made by ${maker}`,
          }))}
        />
      )}
      <Select
        form={form}
        name="kind"
        of={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
      />
      <Field form={form} name="name" width="half" />
      <Field form={form} name="version" width="short" />
      <Field form={form} name="maker" width="half" />
    </>
  ),
  places: () => [{ ask: 'components', components: [] }],
  answers: ({ kind, name, maker, version, remove = [] }, { kept: { draft } }) => {
    const stay = draft.components.filter(({ id }) => !remove.includes(id));
    if (kind === undefined && name === undefined) return ok([{ ask: 'components', components: stay }]);
    if (kind === undefined || name === undefined || maker === undefined || version === undefined)
      return refuse({ code: 'part-incomplete' });
    const added = { id: freeId(draft.components, kind), kind, name, maker, version };
    return ok([{ ask: 'components', components: [...stay, added] }]);
  },
  next: (open) => draftPath(open, 'components'),
});

function freeId(taken: readonly Component[], kind: Component['kind'], count = 1): string {
  const id = count === 1 ? kind : `${kind}-${String(count)}`;
  return taken.some((one) => one.id === id) ? freeId(taken, kind, count + 1) : id;
}

const SUPPORT: FieldWords = {
  promise: { label: 'Are security updates promised?', missing: 'Say whether security updates are promised' },
  until: { label: 'Until the end of which day?', wrong: 'Enter a day as YYYY-MM-DD' },
  published: { label: 'Where is that published?', wrong: 'Enter an address that begins with https://' },
  security: {
    label: 'Where can a weakness be reported?',
    missing: 'Enter a mailbox or the address of a page',
  },
  securityTxt: { label: 'Address of security.txt', wrong: 'Enter an address that begins with https://' },
};

const support = draftSection({
  path: 'support',
  fields: SUPPORT,
  body: {
    promise: oneOf(['until', 'not-published', 'unsupported']),
    until: Type.Optional(text(10)),
    ...{ published: Type.Optional(text(300)), security: text(200), securityTxt: Type.Optional(text(300)) },
  },
  title: () => ok('Support and contact'),
  values: ({ kept: { draft } }: OpenDraft) => {
    const { supportPeriod, contacts } = draft;
    const until = supportPeriod && 'until' in supportPeriod ? supportPeriod : undefined;
    return {
      ...(supportPeriod && { promise: 'state' in supportPeriod ? supportPeriod.state : 'until' }),
      ...(until && { until: until.until, published: until.published ?? '' }),
      ...{ security: contacts.security ?? '', securityTxt: contacts.securityTxt ?? '' },
    };
  },
  view: (form) => (
    <>
      <Choices
        form={form}
        name="promise"
        of={[
          { value: 'until', label: 'Yes, until a day that we publish' },
          { value: 'not-published', label: 'Yes, but no day is published' },
          { value: 'unsupported', label: 'No' },
        ]}
      />
      <Field form={form} name="until" type="date" width="short" />
      <Field form={form} name="published" type="url" />
      <Field form={form} name="security" hint="A mailbox of a role or a page, never of a person." />
      <Field form={form} name="securityTxt" type="url" hint="If there is one (RFC 9116)." />
    </>
  ),
  places: () => [
    { ask: 'support-period', supportPeriod: { state: 'not-published' } },
    { ask: 'contact', security: '' },
  ],
  answers: ({ promise, until, published, security, securityTxt }) => {
    if (promise === 'until' && until === undefined) return refuse({ code: 'support-day-missing' });
    const supportPeriod =
      promise === 'until' ? { until, ...(published !== undefined && { published }) } : { state: promise };
    return ok([
      parseAnswer({ ask: 'support-period', supportPeriod }),
      parseAnswer({ ask: 'contact', security, ...(securityTxt !== undefined && { securityTxt }) }),
    ]);
  },
});

export const aboutProductRoutes: readonly DeskRoute[] = [...product, ...components, ...support];

/** What each line says, without blank ones. */
function linesOf(written: string): string[] {
  return [...new Set(written.split('\n').map((one) => one.trim()))].filter((one) => one !== '');
}

/** Days and addresses are read by the schema of the draft before anything is kept. */
function parseAnswer(answer: object): DraftAnswer {
  return answer as DraftAnswer;
}
