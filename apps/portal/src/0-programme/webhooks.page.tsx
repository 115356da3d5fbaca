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
import { closed, listOf, oneOf, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { ConfirmPage } from '../layout/confirm-page.tsx';
import { SecretView, WebhooksView, WebhookView } from './webhooks.view.tsx';

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
  deskForm({
    path: '/desk/webhooks',
    permission,
    event: 'webhook.added',
    body: closed({
      url: Type.String({ minLength: 1, maxLength: 2_000 }),
      kinds: listOf(Type.String({ maxLength: 60 }), 50, 1),
    }),
    fields: ADDED,
    fieldOf: {
      'webhook-url-malformed': 'url',
      'webhook-url-not-https': 'url',
      'webhook-url-not-public': 'url',
      'webhook-kinds-missing': 'kinds',
      'webhook-kinds-unknown': 'kinds',
    },
    again: async (_, at, form) => listView(at, form),
    answer: async ({ body }, at) => {
      const asking = askingOf(at);
      if (!asking) return refuse({ code: 'not-permitted' });
      const added = await addWebhook(at.office, { ...asking, ...body });
      if (!added.ok) return added;
      const { endpoint, secret } = added.value;
      at.note({ object: endpoint });
      return ok({ page: SecretView({ at, endpoint, secret }) });
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
  acting('rotate', 'webhook.secret-made', async (at, asked) => {
    const made = await rotateWebhookSecret(at.office, asked);
    return made.ok ? ok({ page: SecretView({ at, ...asked, ...made.value }) }) : made;
  }),
  acting('ping', 'webhook.tried', async (at, asked) =>
    done(await pingWebhook(at.office, asked), asked.endpoint),
  ),
  acting('enable', 'webhook.enabled', async (at, asked) =>
    done(await enableWebhook(at.office, asked), asked.endpoint),
  ),
  deskForm({
    path: '/desk/webhooks/:endpoint/replay',
    permission,
    event: 'webhook.replayed',
    body: closed({ delivery: Type.String({ maxLength: 60 }) }),
    fields: CALL,
    again: ({ params }, at, form) => oneView(at, { endpoint: params['endpoint'] }, form),
    answer: async ({ params, body }, at) => {
      const asked = oneOfOurs(at, params['endpoint']);
      if (!asked.ok) return asked;
      const delivery = parseId('delivery', body.delivery);
      if (!delivery.ok) return refuse({ code: 'no-such-delivery' });
      at.note({ object: delivery.value });
      const replayed = await replayWebhook(at.office, { ...asked.value, delivery: delivery.value });
      return done(replayed, asked.value.endpoint);
    },
  }),
  deskPage({
    path: '/desk/webhooks/:endpoint/remove',
    permission,
    event: 'webhook.read',
    answer: async ({ params }, at) => pageOf(await removeView(at, params['endpoint'], at.form(NONE))),
  }),
  deskForm({
    path: '/desk/webhooks/:endpoint/remove',
    permission,
    event: 'webhook.removed',
    body: closed({}),
    fields: NONE,
    again: ({ params }, at, form) => removeView(at, params['endpoint'], form),
    answer: async ({ params }, at) => {
      const asked = oneOfOurs(at, params['endpoint']);
      if (!asked.ok) return asked;
      at.note({ object: asked.value.endpoint });
      const removed = await removeWebhook(at.office, asked.value);
      return removed.ok ? ok({ to: '/desk/webhooks' }) : removed;
    },
  }),
];

type Asking = { readonly organisation: OrganisationId; readonly by: PersonId };
type OneOf = Asking & { readonly endpoint: EndpointId };
type Answered = Result<{ readonly page: JSX.Element } | { readonly to: string }, Refusal>;

/** A button on the page of an endpoint that asks for nothing else. */
function acting(
  name: string,
  event: string,
  act: (at: DeskContext, asked: OneOf) => Promise<Answered>,
): DeskRoute {
  return deskForm({
    path: `/desk/webhooks/:endpoint/${name}`,
    permission,
    event,
    body: closed({}),
    fields: NONE,
    again: ({ params }, at, form) => oneView(at, { endpoint: params['endpoint'] }, form),
    answer: async ({ params }, at) => {
      const asked = oneOfOurs(at, params['endpoint']);
      if (!asked.ok) return asked;
      at.note({ object: asked.value.endpoint });
      return act(at, asked.value);
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

function done(result: Result<unknown, Refusal>, endpoint: EndpointId): Answered {
  return result.ok ? ok({ to: `/desk/webhooks/${endpoint}` }) : result;
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
