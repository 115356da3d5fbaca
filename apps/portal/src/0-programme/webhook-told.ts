import type { CallSeen, WebhookLooked, WebhookSeen } from '@assay/office/notices/webhook-desk';
import { closed, listOf, oneOf, Type, type Static } from '@assay/vocabulary/schema';

/** An endpoint as programs of its organisation are told of it; never its secret. */
export const EndpointSchema = closed({
  endpoint: Type.String(),
  url: Type.String(),
  kinds: listOf(Type.String()),
  addedAt: Type.String(),
  addedBy: Type.String(),
  failingSince: Type.Optional(Type.String()),
  disabled: Type.Optional(closed({ at: Type.String(), because: Type.String() })),
});
const CallSchema = closed({
  delivery: Type.String(),
  kind: Type.String(),
  state: oneOf(['waiting', 'delivered', 'dead']),
  attempts: Type.Integer(),
  enqueuedAt: Type.String(),
  /** While it waits. */
  nextAt: Type.Optional(Type.String()),
  settledAt: Type.Optional(Type.String()),
  /** Of the last attempt: what was answered, or why nothing was. */
  status: Type.Optional(Type.Integer()),
  failure: Type.Optional(Type.String()),
});
export const LookedSchema = closed({
  ...EndpointSchema.properties,
  /** Until when the secret before the newest signs beside it. */
  oldUntil: Type.Optional(Type.String()),
  items: listOf(CallSchema),
  next: Type.Optional(Type.String()),
});

export function endpointTold(seen: WebhookSeen): Static<typeof EndpointSchema> {
  const { id: endpoint, url, kinds, addedAt, addedBy, failingSince, disabled } = seen;
  return {
    ...{ endpoint, url, kinds: [...kinds], addedAt, addedBy },
    ...(failingSince !== undefined && { failingSince }),
    ...(disabled && { disabled: { ...disabled } }),
  };
}

export function lookedTold({ endpoint, oldUntil, calls }: WebhookLooked): Static<typeof LookedSchema> {
  return {
    ...endpointTold(endpoint),
    ...(oldUntil !== undefined && { oldUntil }),
    items: calls.rows.map(callTold),
    ...(calls.next !== undefined && { next: calls.next }),
  };
}

function callTold(call: CallSeen): Static<typeof CallSchema> {
  const { id: delivery, kind, state, attempts, enqueuedAt, nextAt, settledAt, status, failure } = call;
  return {
    ...{ delivery, kind, state, attempts, enqueuedAt },
    ...(state === 'waiting' && { nextAt }),
    ...(settledAt !== undefined && { settledAt }),
    ...(status !== undefined && { status }),
    ...(failure !== undefined && { failure }),
  };
}
