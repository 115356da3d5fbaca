import { tellPriorDenials } from '@assay/office/1-application/answer-draft';
import { handInDraft, previewDraft, type Preview } from '@assay/office/1-application/hand-in-draft';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import {
  DenialsToldSchema,
  HandedInSchema,
  HandInSchema,
  VersionNowSchema,
} from '@assay/vocabulary/draft-api';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { DateSchema } from '@assay/vocabulary/standard';
import { closed, oneOf, text, Type, type Static } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { Buttons, Choices, DeskForm, Field, TextArea, Tick } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { DEVELOPER, draftAt, DraftFrame, draftPath, namesIn, seatOf } from './draft-at.tsx';
import { oneDraft } from './one-draft.ts';

const DENIALS: FieldWords = {
  denied: {
    label: 'Has any administrator denied this product, or one much like it?',
    missing: 'Choose an answer',
  },
  administrator: { label: 'Which administrator?' },
  deniedOn: { label: 'When?', wrong: 'Enter a day as YYYY-MM-DD' },
  reasons: { label: 'What reasons were given?' },
  corrected: { label: 'What was put right since?' },
};
const HAND_IN: FieldWords = {
  because: { label: 'A word to the administrator', missing: 'Say in a few words what is handed in' },
  although: { label: 'Hand it in although it would be sent back for what is named above' },
};

const DENIAL_FORM = closed({
  ...{ denied: oneOf(['yes', 'no']), administrator: Type.Optional(text(120)) },
  deniedOn: Type.Optional(DateSchema),
  ...{ reasons: Type.Optional(text(2_000)), corrected: Type.Optional(text(2_000)) },
});

type Params = Readonly<Record<string, string>>;

/** The last steps of an application: earlier denials, a look at all of it, and handing it in. */
export const handInRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/drafts/:draft/denials',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: (asked, at) => shown(denialsPage(asked.params, at)),
  }),
  ...actBothWays({
    permission: DEVELOPER,
    event: 'draft.answered',
    body: DenialsToldSchema,
    does: async ({ params, body: { priorDenials }, version }, at) => {
      const one = oneDraft(at, params, version);
      return one.ok ? tellPriorDenials(at.office, { ...one.value, priorDenials }) : one;
    },
    form: {
      ...{ path: '/desk/drafts/:draft/denials', fields: DENIALS },
      own: { body: DENIAL_FORM, read: denialsIn },
      again: ({ params }, at, form) => denialsPage(params, at, form),
      then: async (_, { params }) => ok({ to: `/desk/drafts/${params['draft'] ?? ''}` }),
    },
    api: {
      ...{ method: 'PUT', path: '/api/v1/drafts/:draft/denials', versioned: true },
      summary: 'Says which administrators denied the same or a similar product, or that none did.',
      refusals: ['no-such-draft', 'draft-handed-in'],
      gives: VersionNowSchema,
      told: ({ version }) => ({ data: { version }, version }),
    },
  }),
  deskPage({
    path: '/desk/drafts/:draft/hand-in',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: (asked, at) => shown(handInPage(asked.params, at)),
  }),
  ...actBothWays({
    permission: DEVELOPER,
    event: 'application.handed-in',
    body: HandInSchema,
    does: async ({ params, body, version }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const { id, scheme } = open.value.kept;
      at.note({ object: open.value.kept.case, edition: scheme });
      const one = { ...seatOf(at), draft: id, ...(version !== undefined && { expected: version }) };
      return handInDraft(at.office, { ...one, ...body });
    },
    form: {
      ...{ path: '/desk/drafts/:draft/hand-in', fields: HAND_IN },
      again: ({ params }, at, form) => handInPage(params, at, form),
      then: async (_, { params }) => ok({ to: `/desk/drafts/${params['draft'] ?? ''}` }),
    },
    api: {
      ...{ path: '/api/v1/drafts/:draft/hand-in', versioned: true },
      summary:
        'Makes an application of a draft, or hands in the correction that it is; the same again is the same case.',
      refusals: [
        ...['no-such-draft', 'draft-incomplete', 'prior-denials-not-told', 'evidence-not-held'],
        ...['application-lacks', 'declaration-of-another-version', 'manufacturer-not-own'],
      ],
      gives: HandedInSchema,
      told: ({ case: id, repeated }) => ({
        ...{ data: { case: id, repeated }, status: 201, location: `/api/v1/cases/${id}` },
      }),
    },
  }),
];

/** What the form about earlier denials says: one, or that there was none. */
function denialsIn({
  denied,
  administrator,
  deniedOn,
  reasons,
  corrected,
}: Static<typeof DENIAL_FORM>): Result<{ readonly body: Static<typeof DenialsToldSchema> }, Refusal> {
  if (denied === 'no') return ok({ body: { priorDenials: [] } });
  if (administrator === undefined || reasons === undefined || corrected === undefined)
    return refuse({ code: 'denial-incomplete' });
  return ok({
    body: { priorDenials: [{ administrator, reasons, corrected, ...(deniedOn && { deniedOn }) }] },
  });
}

async function shown(page: Promise<Result<JSX.Element, Refusal>>) {
  const made = await page;
  return made.ok ? ok({ page: made.value }) : made;
}

async function denialsPage(
  params: Params,
  at: DeskContext,
  again?: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  const { priorDenials } = open.value.kept.told;
  const [first] = priorDenials ?? [];
  const denied = priorDenials && (first ? 'yes' : 'no');
  const form = again ?? at.form(DENIALS, { ...(denied && { denied }), ...first });
  return ok(
    <DraftFrame at={at} open={open.value} title="Earlier denials" form={form}>
      <p class="measure">
        An application for a product that was denied before is taken, once what was found has been put right.
        Hiding the denial is a ground to deny this one.
      </p>
      <DeskForm form={form}>
        <Choices
          form={form}
          name="denied"
          of={[
            { value: 'no', label: 'No' },
            { value: 'yes', label: 'Yes' },
          ]}
        />
        <h2>If so</h2>
        <Field form={form} name="administrator" width="half" hint="Its name or its two-character code." />
        <Field form={form} name="deniedOn" type="date" width="short" />
        <TextArea form={form} name="reasons" rows={3} />
        <TextArea form={form} name="corrected" rows={3} />
        <Buttons does="Save" back={{ path: draftPath(open.value), name: 'Back without saving' }} />
      </DeskForm>
    </DraftFrame>,
  );
}

async function handInPage(
  params: Params,
  at: DeskContext,
  again?: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  const preview = await previewDraft(at.office, { ...seatOf(at), draft: open.value.kept.id });
  if (!preview.ok) return preview;
  const form = again ?? at.form(HAND_IN);
  const { notReady } = preview.value;
  const stops = notReady.filter(({ code }) => code !== 'application-lacks');
  return ok(
    <DraftFrame at={at} open={open.value} title="Check and hand in" form={form}>
      <Answers at={at} open={open.value} />
      <Lacking at={at} preview={preview.value} />
      {stops.length === 0 && (
        <DeskForm form={form}>
          <TextArea
            form={form}
            name="because"
            rows={2}
            hint="It stands in the case file beside the application."
          />
          {notReady.length > 0 && <Tick form={form} name="although" />}
          <p class="measure">
            What is handed in cannot be changed, only corrected when it comes back, or taken back before the
            decision.
          </p>
          <Buttons does="Hand in" back={{ path: draftPath(open.value), name: 'Back to the application' }} />
        </DeskForm>
      )}
    </DraftFrame>,
  );
}

function Answers({ at, open }: { readonly at: DeskContext; readonly open: OpenDraft }): JSX.Element {
  const { draft, told } = open.kept;
  const { scheme, level } = namesIn(at, open);
  const count = (items: readonly unknown[], one: string, many: string) =>
    `${String(items.length)} ${items.length === 1 ? one : many}`;
  const denials = told.priorDenials;
  return (
    <SummaryList
      rows={[
        { name: 'Label', value: level === '' ? scheme : `${scheme}, ${level}` },
        { name: 'Product', value: draft.product.name, change: draftPath(open, 'product') },
        { name: 'Manufacturer', value: draft.product.manufacturer, change: draftPath(open, 'product') },
        {
          name: 'Firmware',
          value: draft.product.firmwareVersions?.join(', '),
          change: draftPath(open, 'product'),
        },
        {
          name: 'Parts',
          value: draft.components.map(({ name }) => name).join(', '),
          change: draftPath(open, 'components'),
        },
        {
          name: 'Requirements',
          value: count(draft.statements, 'statement', 'statements'),
          change: draftPath(open, 'statements'),
        },
        {
          name: 'Evidence',
          value: count(draft.evidence, 'file', 'files'),
          change: draftPath(open, 'evidence'),
        },
        {
          name: 'Declarations',
          value: count(draft.declarations, 'signed', 'signed'),
          change: draftPath(open, 'declarations'),
        },
        {
          name: 'Earlier denials',
          value:
            denials &&
            (denials.length === 0 ? 'None' : denials.map(({ administrator }) => administrator).join(', ')),
          change: draftPath(open, 'denials'),
        },
      ]}
    />
  );
}

function Lacking({
  at,
  preview,
}: {
  readonly at: DeskContext;
  readonly preview: Preview;
}): JSX.Element | null {
  if (preview.notReady.length === 0) return null;
  return (
    <Notice kind="warning" title="Not ready yet">
      <ul>
        {preview.notReady.flatMap((one) =>
          one.code === 'application-lacks'
            ? one.missing.map((reason) => <li>{at.words.reason(reason)}</li>)
            : [<li>{at.words.refusal(one)}</li>],
        )}
      </ul>
    </Notice>
  );
}
