/** Every part of a desk in every state, on pages of their own: for axe, for narrow screens, and to be looked at. */
import type { Programme } from '@assay/vocabulary/programme';
import type { OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';
import { ok } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { tell } from '../src/desk-problems.ts';
import { formToken, freshSecret } from '../src/http/form-token.ts';
import type { FieldWords, FormState } from '../src/http/form-state.ts';
import { openDoor } from '../src/http/open-door.ts';
import { ClockLine, type ClockState } from '../src/layout/clock-line.tsx';
import { ConfirmPage } from '../src/layout/confirm-page.tsx';
import { DataTable } from '../src/layout/data-table.tsx';
import { DeskFrame, type FrameAt } from '../src/layout/desk-frame.tsx';
import { deskProblemPage } from '../src/layout/desk-problem-page.tsx';
import { Empty } from '../src/layout/empty.tsx';
import { ErrorSummary } from '../src/layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field, FileField, Select, TextArea, Tick } from '../src/layout/form.tsx';
import { htmlPage } from '../src/layout/frame.tsx';
import { Notice } from '../src/layout/notice.tsx';
import { PagesOn } from '../src/layout/pages-on.tsx';
import { SummaryList } from '../src/layout/summary-list.tsx';
import { TaskList, type TaskState } from '../src/layout/task-list.tsx';
import { asset } from '../src/http/machinery.ts';
import { problemPage } from '../src/layout/problem-page.tsx';
import type { OpenSite, SamplePage } from './pages.ts';
import { date, sampleDesk } from './sample-desk.ts';

const WORDS: FieldWords = {
  name: { label: 'Name of the product' },
  secret: { label: 'Password' },
  ends: { label: 'Day on which support ends' },
  why: { label: 'Why the requirement does not apply' },
  level: { label: 'Level applied for' },
  parts: { label: 'Parts of the product' },
  scheme: { label: 'Scheme' },
  agreed: { label: 'I declare that the product is none that the rules exclude' },
  paper: { label: 'Test report' },
};

const FILLED = new Map([
  ['name', ['Sandbox Lamp']],
  ['level', ['2']],
  ['parts', ['app', 'gateway']],
]);

const at: FrameAt = {
  path: '/desk',
  office: {
    programme: parseProgramme({
      title: 'Sandbox Labels',
      sandbox: true,
      administrator: { code: 'SB', name: 'Sandbox Label Office', contact: 'labels@sandbox.example' },
    }),
  },
  signed: parseSigned(),
  form: (words) => formWith({ words }),
};

const PAGES: Readonly<Record<string, () => string>> = {
  form: () => page('Describe the product', <Form form={formWith({ values: FILLED })} />),
  'form-wrong': () => page('Describe the product', <Form form={wrong()} />),
  lists: () => page('Sandbox Lamp', <Lists />),
  empty: () =>
    page(
      'My desk',
      <>
        <h1>What waits for you</h1>
        <Empty says="Nothing waits for you.">
          <p>
            <a href="/desk/products">Describe a product</a> to apply for a label.
          </p>
        </Empty>
      </>,
    ),
  confirm: () =>
    htmlPage(
      <ConfirmPage
        at={at}
        form={formWith({})}
        title="Discontinue this application?"
        does="Discontinue it"
        back={{ path: '/desk', name: 'Keep it' }}
      >
        <p>The case ends, and cannot be taken up again. Papers and evidence stay yours.</p>
      </ConfirmPage>,
    ),
  refused: () => deskProblemPage(at, tell({ code: 'not-permitted' }, { refusal: () => '' })),
  'signed-out': () =>
    deskProblemPage({ ...at, signed: undefined }, tell({ code: 'sign-in-needed' }, { refusal: () => '' })),
};

const site: OpenSite = (options) =>
  openDoor(
    {
      desk: sampleDesk(),
      problemPage,
      origin: 'http://localhost',
      routes: [
        ...Object.entries(PAGES).map(([name, body]) => ({
          ...({
            method: 'GET',
            permission: 'public',
            event: 'none',
            kind: 'page',
            anyOrigin: false,
          } as const),
          path: `/${name}`,
          answer: async () =>
            ok({ body: body(), mediaType: 'text/html; charset=utf-8', maxAge: 'no-store' as const }),
        })),
        {
          method: 'GET',
          permission: 'public',
          event: 'none',
          kind: 'machine',
          anyOrigin: false,
          path: '/assets/:name',
          answer: asset,
        },
      ],
    },
    options,
  );

export const DESK_PAGES: readonly SamplePage[] = Object.keys(PAGES).map((name) => ({
  ...{ name: `desk-${name}`, site, path: `/${name}` },
}));

function page(title: string, children: JSX.Element): string {
  return htmlPage(
    <DeskFrame title={title} at={at}>
      {children}
    </DeskFrame>,
  );
}

function Form({ form }: { readonly form: FormState }): JSX.Element {
  return (
    <>
      <ErrorSummary form={form} />
      <h1>Describe the product</h1>
      <DeskForm form={form}>
        <Field form={form} name="name" hint="As it stands on the packaging." />
        <Field form={form} name="secret" type="password" autocomplete="new-password" width="half" />
        <Field form={form} name="ends" type="date" width="short" />
        <TextArea form={form} name="why" hint="One or two sentences that somebody else can check." />
        <Choices
          form={form}
          name="level"
          of={[
            { value: '1', label: 'Level 1', hint: 'Declared by the developer.' },
            { value: '2', label: 'Level 2' },
          ]}
        />
        <Choices
          form={form}
          name="parts"
          several
          of={[
            { value: 'app', label: 'App' },
            { value: 'gateway', label: 'Gateway' },
          ]}
        />
        <Select
          form={form}
          name="scheme"
          of={[{ value: 'sandbox-cls', label: 'Sandbox Labelling Scheme' }]}
        />
        <Tick form={form} name="agreed" />
        <FileField form={form} name="paper" hint="PDF, at most 20 MB." />
        <Buttons does="Save and go on" back={{ path: '/desk', name: 'Back to my desk' }} />
      </DeskForm>
    </>
  );
}

const CLOCKS: readonly ClockState[] = ['running', 'soon', 'overdue', 'paused', 'met', 'late'];
const TASKS: readonly TaskState[] = ['done', 'begun', 'open', 'blocked', 'wrong'];

function Lists(): JSX.Element {
  return (
    <>
      <Notice kind="done" title="Your answers were saved">
        <p>Go on where you like; nothing is handed in yet.</p>
      </Notice>
      <h1>Sandbox Lamp</h1>
      <Notice kind="note" title="The laboratory has a question" />
      <Notice kind="warning" title="The label ends in ten days" />
      <h2>Clocks</h2>
      {CLOCKS.map((state) => (
        <ClockLine
          clock={{
            ...{ name: 'Decision', state, due: date('2026-12-01') },
            why: [
              'It began on 10 November.',
              'It waits for nobody.',
              'Fifteen business days, holidays left out.',
            ],
          }}
        />
      ))}
      <ClockLine clock={{ name: 'Review', state: 'running', why: [] }} />
      <h2>What there is to do</h2>
      <TaskList
        tasks={TASKS.map((state) => ({
          ...{ name: `A task that is ${state}`, state, hint: 'Three questions are open' },
          ...(state !== 'blocked' && { path: '/lists' }),
        }))}
      />
      <h2>What is known</h2>
      <SummaryList
        rows={[
          { name: 'Name', value: 'Sandbox Lamp', change: '/form' },
          { name: 'Support until', value: '' },
          { name: 'Maker', value: 'Sandbox Manufacturing of Things with a name that is longer than most' },
        ]}
      />
      <h2>Cases</h2>
      <DataTable
        caption="In the order of their receipt"
        columns={[
          { name: 'Product', cell: ({ name }) => <a href="/lists">{name}</a> },
          { name: 'Waits for', cell: () => 'the reviewer' },
          { name: 'Open points', cell: ({ n }) => n, number: true },
        ]}
        rows={[
          { name: 'Sandbox Lamp', n: 3 },
          { name: 'Sandbox Door Lock', n: 12 },
        ]}
      />
      <PagesOn path="/lists" next="x" isFirst={false} />
    </>
  );
}

function formWith(change: Partial<FormState>): FormState {
  const own = { words: WORDS, values: new Map<string, readonly string[]>(), errors: [] };
  return { ...own, token: formToken('sample'), key: freshSecret(), ...change };
}

function wrong(): FormState {
  const errors = Object.entries(WORDS).map(([field, { label }]) => ({
    field,
    says: `Correct this: ${label}`,
  }));
  return formWith({ values: FILLED, errors, changed: ['21 November: the reviewer asked a question'] });
}

/** The frame reads no more of a programme than this. */
function parseProgramme(said: Pick<Programme, 'title' | 'sandbox' | 'administrator'>): Programme {
  return { ...said, programme: 'sandbox', schemes: [], bodies: [], people: [] };
}

function parseSigned(): FrameAt['signed'] {
  const seat = 'org_sandbox-office' as OrganisationId;
  const of = (organisation: OrganisationId, name: string) => ({ organisation, name, roles: [], kinds: [] });
  return {
    session: 'session_0000000000000001' as SessionId,
    person: 'person_rita-reviewer' as PersonId,
    name: 'Rita Reviewer (sandbox)',
    seat,
    seats: [of(seat, 'Sandbox Label Office'), of('org_sandbox-maker' as OrganisationId, 'Sandbox Maker')],
    roles: ['reviewer'],
    kinds: ['label-administrator'],
    administrator: 'SB',
    via: 'passkey',
    csrf: 'sample',
  };
}
