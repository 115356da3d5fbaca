import { lookAtWebhook, webhookOf, webhooksOf, type CallStanding } from '@assay/office/notices/webhook-desk';
import {
  addWebhook,
  enableWebhook,
  pingWebhook,
  removeWebhook,
  replayWebhook,
  rotateWebhookSecret,
} from '@assay/office/notices/webhooks';
import { parseId, type EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, Type, type Static, type TSchema } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import {
  deskApi,
  deskPage,
  type DeskContext,
  type DeskReply,
  type DeskRoute,
  type Refusal,
} from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { ConfirmPage } from '../layout/confirm-page.tsx';
import { EndpointSchema, endpointTold, LookedSchema, lookedTold } from './webhook-told.ts';
import { SecretView, WebhooksView, WebhookView } from './webhooks.view.tsx';

const API = '/api/v1/webhooks';
/** Whoever manages an organisation says where its programs are called. */
const permission = { role: ['manager'] } as const;
const ADDED: FieldWords = {
  url: { label: 'Address', missing: 'Enter the address of your endpoint' },
  kinds: { label: 'Call it about', missing: 'Choose at least one thing to be called about' },
};
const CALL: FieldWords = { delivery: { label: 'Call' } };
const NONE: FieldWords = {};
const StateSchema = oneOf(['waiting', 'delivered', 'dead']);
const QuerySchema = closed({
  state: Type.Optional(StateSchema),
  after: Type.Optional(Type.String({ maxLength: 200 })),
});

/** The endpoints of the seat that somebody acts from, and one of them. */
export const webhookRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/webhooks',
    permission,
    event: 'webhook.list',
    answer: async (_, at) => pageOf(await listView(at, at.form(ADDED))),
  }),
  ...actBothWays({
    permission,
    event: 'webhook.added',
    body: closed({
      url: Type.String({ minLength: 1, maxLength: 2_000 }),
      kinds: listOf(Type.String({ maxLength: 60 }), 50, 1),
    }),
    does: async ({ body }, at) => {
      const asking = askingOf(at);
      if (!asking) return refuse({ code: 'not-permitted' });
      const added = await addWebhook(at.office, { ...asking, ...body });
      if (added.ok) at.note({ object: added.value.endpoint });
      return added;
    },
    form: {
      path: '/desk/webhooks',
      fields: ADDED,
      fieldOf: {
        'webhook-url-malformed': 'url',
        'webhook-url-not-https': 'url',
        'webhook-url-not-public': 'url',
        'webhook-kinds-missing': 'kinds',
        'webhook-kinds-unknown': 'kinds',
      },
      again: async (_, at, form) => listView(at, form),
      then: async (added, _, at) => ok({ page: SecretView({ at, ...added }) }),
    },
    api: {
      path: API,
      summary: 'Adds an endpoint. The secret that its calls are signed with is told this once.',
      refusals: [
        ...['webhook-url-malformed', 'webhook-url-not-https', 'webhook-url-not-public'],
        ...['webhook-kinds-missing', 'webhook-kinds-unknown', 'too-many-webhooks'],
      ],
      gives: closed({ endpoint: Type.String(), secret: Type.String() }),
      told: ({ endpoint, secret }) => ({
        data: { endpoint, secret },
        ...{ status: 201, secret: true, location: `${API}/${endpoint}` },
      }),
    },
  }),
  deskPage({
    path: '/desk/webhooks/:endpoint',
    permission,
    event: 'webhook.read',
    query: QuerySchema,
    answer: async ({ params, query }, at) =>
      pageOf(await oneView(at, { endpoint: params['endpoint'], ...query }, at.form(CALL))),
  }),
  ...acting({
    ...{ name: 'rotate', event: 'webhook.secret-made', act: rotateWebhookSecret },
    summary: 'Makes the next secret, told this once; the one before goes on signing for a day.',
    refusals: ['webhook-rotating'],
    gives: closed({ secret: Type.String(), oldUntil: Type.String() }),
    told: (made) => ({ data: made, secret: true }),
    then: (made, { at, endpoint }) => ({ page: SecretView({ at, endpoint, ...made }) }),
  }),
  ...acting({
    ...{ name: 'ping', event: 'webhook.tried', act: pingWebhook },
    summary: 'Sends a call that says nothing, to try an endpoint out.',
    refusals: ['webhook-disabled'],
    gives: closed({ delivery: Type.String() }),
    told: ({ delivery }) => ({ data: { delivery }, status: 202 }),
  }),
  ...acting({
    ...{ name: 'enable', event: 'webhook.enabled', act: enableWebhook },
    summary: 'Switches an endpoint on again that was switched off.',
  }),
  ...actBothWays({
    permission,
    event: 'webhook.replayed',
    body: closed({ delivery: Type.String({ maxLength: 60 }) }),
    does: async ({ params, body }, at) => {
      const asked = oneOfOurs(at, params['endpoint']);
      if (!asked.ok) return asked;
      const delivery = parseId('delivery', body.delivery);
      if (!delivery.ok) return refuse({ code: 'no-such-delivery' });
      at.note({ object: delivery.value });
      return replayWebhook(at.office, { ...asked.value, delivery: delivery.value });
    },
    form: {
      ...{ path: '/desk/webhooks/:endpoint/replay', fields: CALL },
      again: ({ params }, at, form) => oneView(at, { endpoint: params['endpoint'] }, form),
      then: async (_, { params }) => ok({ to: `/desk/webhooks/${params['endpoint'] ?? ''}` }),
    },
    api: {
      path: `${API}/:endpoint/replay`,
      summary:
        'Makes a call that was given up, or that you lost, once more: the same id and body, signed anew.',
      refusals: ['no-such-endpoint', 'no-such-delivery', 'webhook-disabled'],
      told: () => ({ nothing: true }),
    },
  }),
  deskPage({
    path: '/desk/webhooks/:endpoint/remove',
    permission,
    event: 'webhook.read',
    answer: async ({ params }, at) => pageOf(await removeView(at, params['endpoint'], at.form(NONE))),
  }),
  ...actBothWays({
    permission,
    event: 'webhook.removed',
    does: async ({ params }, at) => {
      const asked = oneOfOurs(at, params['endpoint']);
      if (!asked.ok) return asked;
      at.note({ object: asked.value.endpoint });
      return removeWebhook(at.office, asked.value);
    },
    form: {
      ...{ path: '/desk/webhooks/:endpoint/remove', fields: NONE },
      again: ({ params }, at, form) => removeView(at, params['endpoint'], form),
      then: async () => ok({ to: '/desk/webhooks' }),
    },
    api: {
      ...{ method: 'DELETE', path: `${API}/:endpoint` },
      summary: 'Removes an endpoint: what waits for it is given up, and its secrets are forgotten.',
      refusals: ['no-such-endpoint'],
      told: () => ({ nothing: true }),
    },
  }),
  deskApi({
    ...{ method: 'GET', path: API, permission, event: 'webhook.list' },
    summary: 'The endpoints of your organisation, in the order in which they were added.',
    gives: closed({ items: listOf(EndpointSchema) }),
    answer: async (_, at) => {
      const asking = askingOf(at);
      if (!asking) return refuse({ code: 'not-permitted' });
      const endpoints = await webhooksOf(at.office, asking.organisation);
      return ok({ data: { items: endpoints.map(endpointTold) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: `${API}/:endpoint`, permission, event: 'webhook.read', query: QuerySchema },
    summary: 'One endpoint with what it was called about, newest first; `state=dead` are those given up.',
    refusals: ['no-such-endpoint', 'malformed-cursor'],
    gives: LookedSchema,
    answer: async ({ params, query: { state, after } }, at) => {
      const ours = oneOfOurs(at, params['endpoint']);
      if (!ours.ok) return ours;
      const looked = await lookAtWebhook(at.office, { ...ours.value, state, after });
      return looked.ok ? ok({ data: lookedTold(looked.value) }) : looked;
    },
  }),
];

type Asking = { readonly organisation: OrganisationId; readonly by: PersonId };
type OneOf = Asking & { readonly endpoint: EndpointId };
type Answered = Result<{ readonly page: JSX.Element } | { readonly to: string }, Refusal>;

type Button<D, G extends TSchema> = {
  readonly name: string;
  readonly event: string;
  readonly summary: string;
  readonly refusals?: readonly string[];
  readonly gives?: G;
  act(office: DeskContext['office'], asked: OneOf): Promise<Result<D, Refusal>>;
  /** Absent: nothing. */
  told?(done: D): DeskReply<Static<G>>;
  /** What the page shows then; itself, unless told. */
  then?(done: D, asked: OneOf & { readonly at: DeskContext }): DeskReply;
};

/** A button on the page of an endpoint that asks for nothing else. */
function acting<D, G extends TSchema>(button: Button<D, G>): readonly DeskRoute[] {
  const { name, event, summary, refusals = [], gives } = button;
  return actBothWays<typeof permission, D, TSchema, TSchema, G>({
    ...{ permission, event },
    does: async ({ params }, at) => {
      const asked = oneOfOurs(at, params['endpoint']);
      if (!asked.ok) return asked;
      at.note({ object: asked.value.endpoint });
      return button.act(at.office, asked.value);
    },
    form: {
      ...{ path: `/desk/webhooks/:endpoint/${name}`, fields: NONE },
      again: ({ params }, at, form) => oneView(at, { endpoint: params['endpoint'] }, form),
      then: async (done, { params }, at) => {
        const asked = oneOfOurs(at, params['endpoint']);
        if (!asked.ok) return asked;
        return ok(
          button.then?.(done, { ...asked.value, at }) ?? { to: `/desk/webhooks/${asked.value.endpoint}` },
        );
      },
    },
    api: {
      ...{ path: `${API}/:endpoint/${name}`, summary, refusals: ['no-such-endpoint', ...refusals] },
      ...(gives && { gives }),
      told: (done) => button.told?.(done) ?? { nothing: true },
    },
  });
}

function askingOf({ signed }: DeskContext): Asking | undefined {
  return signed.seat === undefined ? undefined : { organisation: signed.seat, by: signed.person };
}

function oneOfOurs(at: DeskContext, text: string | undefined): Result<OneOf, Refusal> {
  const asking = askingOf(at);
  const endpoint = parseId('endpoint', text ?? '');
  return asking && endpoint.ok
    ? ok({ ...asking, endpoint: endpoint.value })
    : refuse({ code: 'no-such-endpoint' });
}

function pageOf(view: Result<JSX.Element, Refusal>): Answered {
  return view.ok ? ok({ page: view.value }) : view;
}

async function listView(at: DeskContext, form: FormState): Promise<Result<JSX.Element, Refusal>> {
  const asking = askingOf(at);
  if (!asking) return refuse({ code: 'not-permitted' });
  const endpoints = await webhooksOf(at.office, asking.organisation);
  return ok(WebhooksView({ at, endpoints, form }));
}

async function oneView(
  at: DeskContext,
  asked: {
    readonly endpoint: string | undefined;
    readonly state?: CallStanding | undefined;
    readonly after?: string | undefined;
  },
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const ours = oneOfOurs(at, asked.endpoint);
  if (!ours.ok) return ours;
  const { state, after } = asked;
  const looked = await lookAtWebhook(at.office, { ...ours.value, state, after });
  if (!looked.ok) return looked;
  return ok(WebhookView({ at, looked: looked.value, state, isFirst: after === undefined, form }));
}

async function removeView(
  at: DeskContext,
  text: string | undefined,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const asked = oneOfOurs(at, text);
  if (!asked.ok) return asked;
  const found = await webhookOf(at.office, asked.value);
  if (!found.ok) return found;
  const { id, url } = found.value;
  return ok(
    <ConfirmPage
      at={at}
      form={form}
      title="Remove this endpoint?"
      does="Remove the endpoint"
      back={{ path: `/desk/webhooks/${id}`, name: 'Keep it' }}
    >
      <p class="code">{url}</p>
      <p>
        It is not called any more, what waits for it is given up, and its secret is forgotten. Your cases stay
        as they are.
      </p>
    </ConfirmPage>,
  );
}
