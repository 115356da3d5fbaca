import { accreditationSaid, type AccreditationHalfSaid } from '@assay/conformity/0-programme/recognise';
import {
  narrowRecognition,
  recogniseBody,
  schemesLookedAfter,
  withdrawBody,
  type BodyCommand,
} from '@assay/office/0-programme/people/bodies';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';
import type { RecognisedScope } from '@assay/vocabulary/recognition-event';
import { ok, type Result } from '@assay/vocabulary/result';
import { ActivitySchema, CompetenceSchema } from '@assay/vocabulary/scheme';
import { closed, listOf, text, Type, type Static } from '@assay/vocabulary/schema';
import { DateSchema, NameSchema } from '@assay/vocabulary/standard';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { bodyApiRoutes } from './bodies.api.ts';
import { bodiesAsked, bodyIn, parseBody, SEARCH, SEE } from './bodies-asked.ts';
import { SaidSchema, saidTold } from './body-told.ts';
import { BodiesView } from './bodies.view.tsx';
import { BodyView } from './body.view.tsx';
import { houseOf } from './house-asked.ts';
import { RecogniseView, WithdrawView } from './recognise.view.tsx';

const DECIDE: { readonly role: readonly Role[]; readonly kind: readonly OrganisationKind[] } = {
  role: ['lead', 'scheme-owner', 'authority'],
  kind: ['lead-administrator', 'scheme-owner', 'authority'],
};
const REFUSALS = ['unknown-body', 'scheme-not-looked-after', 'recognises-itself', 'reason-missing'];

const WITHDRAW_WORDS: FieldWords = {
  scheme: { label: 'Scheme', missing: 'Choose the scheme' },
  from: { label: 'From which day on', missing: 'Enter the first day on which it no longer holds' },
  because: { label: 'Why', missing: 'Say why; it stays with the decision' },
};
const RECOGNISE_WORDS: FieldWords = {
  scheme: { label: 'Scheme', missing: 'Choose the scheme' },
  competence: { label: 'Competence', missing: 'Choose what competence was shown' },
  activities: { label: 'Activities', missing: 'Choose at least one activity' },
  accreditor: { label: 'Accredited by' },
  number: { label: 'Accreditation number' },
  accredited: { label: 'Scope of the accreditation' },
  accreditedUntil: { label: 'Last day of the accreditation' },
  from: { label: 'From which day on', missing: 'Enter the first day of the recognition' },
  until: { label: 'First day on which it no longer holds' },
  because: { label: 'Why', missing: 'Say why; it stays with the decision' },
};
const RecogniseSchema = closed({
  scheme: NameSchema,
  competence: CompetenceSchema,
  activities: listOf(ActivitySchema, 10, 1),
  accreditor: Type.Optional(text(120)),
  number: Type.Optional(text(60)),
  accredited: Type.Optional(text(300)),
  accreditedUntil: Type.Optional(DateSchema),
  from: DateSchema,
  until: Type.Optional(DateSchema),
  because: text(500),
});
const FIELD_OF = {
  'scheme-not-looked-after': 'scheme',
  'recognition-backdated': 'from',
  'recognition-ends-before': 'until',
  'accreditation-missing': 'accreditor',
  'accreditation-over': 'accreditedUntil',
  'accreditation-half-said': 'accreditor',
  'nothing-to-withdraw': 'scheme',
  'reason-missing': 'because',
};

/** The bodies whose results may count: with accreditation, scope, expiry and history, and what is decided on them. */
export const bodyRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path: '/desk/bodies', permission: SEE, event: 'bodies.read' },
    query: SEARCH,
    answer: async ({ query }, at) => {
      const page = await bodiesAsked(at, query);
      if (!page.ok) return page;
      const view = { at, page: page.value, text: query.text ?? '', isFirst: query.after === undefined };
      return ok({ page: <BodiesView {...view} /> });
    },
  }),
  deskPage({
    ...{ path: '/desk/bodies/:body', permission: SEE, event: 'body.read' },
    answer: async ({ params }, at) => {
      const body = await bodyIn(at, params);
      if (!body.ok) return body;
      const decides = DECIDE.role.some((role) => at.signed.roles.includes(role));
      return ok({ page: <BodyView at={at} body={body.value} decides={decides} /> });
    },
  }),
  ...(['recognise', 'narrow'] as const).flatMap((act) => extentRoutes(act)),
  deskPage({
    ...{ path: '/desk/bodies/:body/withdraw', permission: DECIDE, event: 'none' },
    answer: ({ params }, at) => shown(at, params, at.form(WITHDRAW_WORDS), WithdrawView),
  }),
  ...actBothWays({
    ...{ permission: DECIDE, event: 'body.withdrawn' },
    body: closed({ scheme: NameSchema, from: DateSchema, because: text(500) }),
    does: async ({ params, body }, at) => {
      const command = commandOf(at, params, body);
      return command.ok ? withdrawBody(at.office, command.value) : command;
    },
    form: {
      ...{ path: '/desk/bodies/:body/withdraw', fields: WITHDRAW_WORDS, fieldOf: FIELD_OF },
      again: async ({ params }, at, form) => {
        const page = await shown(at, params, form, WithdrawView);
        return page.ok ? ok(page.value.page) : page;
      },
      then: async (_, { params }) => ok({ to: `/desk/bodies/${params['body'] ?? ''}` }),
    },
    api: {
      path: '/api/v1/bodies/:body/withdraw',
      summary: 'Ends the recognition of a body under a scheme, from a day on.',
      refusals: [...REFUSALS, 'nothing-to-withdraw'],
      gives: SaidSchema,
      told: (said) => ({ data: saidTold(said) }),
    },
  }),
  ...bodyApiRoutes,
];

function extentRoutes(act: 'recognise' | 'narrow'): readonly DeskRoute[] {
  const path = `/desk/bodies/:body/${act}`;
  const View = (props: Parameters<typeof RecogniseView>[0]) => <RecogniseView {...props} act={act} />;
  return [
    deskPage({
      ...{ path, permission: DECIDE, event: 'none' },
      answer: ({ params }, at) => shown(at, params, at.form(RECOGNISE_WORDS), View),
    }),
    ...actBothWays({
      ...{ permission: DECIDE, event: act === 'recognise' ? 'body.recognised' : 'body.narrowed' },
      body: RecogniseSchema,
      does: async ({ params, body }, at) => {
        const command = commandOf(at, params, body);
        if (!command.ok) return command;
        const scope = scopeOf(body);
        if (!scope.ok) return scope;
        const extent = { scope: scope.value, ...(body.until !== undefined && { until: body.until }) };
        const decide = act === 'recognise' ? recogniseBody : narrowRecognition;
        return decide(at.office, { ...command.value, ...extent });
      },
      form: {
        ...{ path, fields: RECOGNISE_WORDS, fieldOf: FIELD_OF },
        again: async ({ params }, at, form) => {
          const page = await shown(at, params, form, View);
          return page.ok ? ok(page.value.page) : page;
        },
        then: async (_, { params }) => ok({ to: `/desk/bodies/${params['body'] ?? ''}` }),
      },
      api: {
        path: `/api/v1/bodies/:body/${act}`,
        summary:
          act === 'recognise'
            ? 'Recognises a body for a scheme, renews it, or says anew for what.'
            : 'Takes something away of what a body is recognised for.',
        refusals: [
          ...[...REFUSALS, 'recognition-backdated', 'recognition-ends-before', 'accreditation-missing'],
          ...['accreditation-over', 'accreditation-half-said', 'not-narrower', 'nothing-to-withdraw'],
        ],
        gives: SaidSchema,
        told: (said) => ({ data: saidTold(said) }),
      },
    }),
  ];
}

function scopeOf(body: Static<typeof RecogniseSchema>): Result<RecognisedScope, AccreditationHalfSaid> {
  const { competence, activities, accreditor, number, accredited, accreditedUntil } = body;
  const said = accreditationSaid({ by: accreditor, number, scope: accredited, until: accreditedUntil });
  if (!said.ok) return said;
  return ok({ competence, activities, ...(said.value && { accreditation: said.value }) });
}

type Params = Readonly<Record<string, string>>;
async function shown(
  at: DeskContext,
  params: Params,
  form: FormState,
  View: (props: Parameters<typeof WithdrawView>[0]) => ReturnType<typeof WithdrawView>,
) {
  const body = await bodyIn(at, params);
  if (!body.ok) return body;
  const schemes = await schemesLookedAfter(at.office, at.signed.seat);
  return ok({ page: <View at={at} body={body.value} form={form} schemes={schemes} /> });
}

type Told = { readonly scheme: string; readonly from: CalendarDate; readonly because: string };

function commandOf(at: DeskContext, params: Params, { scheme, from, because }: Told) {
  const house = houseOf(at);
  if (!house.ok) return house;
  const body = parseBody(params);
  if (!body.ok) return body;
  at.note({ object: body.value });
  const { by, as } = house.value;
  const command: BodyCommand = { by, as, body: body.value, scheme, from, because };
  return ok(command);
}
