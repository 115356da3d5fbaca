import type { TSchema } from '@assay/vocabulary/schema';

import { tell } from '../desk-problems.ts';
import type { ApiRoute, DeskRoute, Permission } from './desk-route.ts';
import { scopeOf } from './permission.ts';

/** What a description begins with. */
export type Described = {
  readonly title: string;
  /** Scheme and host, without a closing slash. */
  readonly origin: string;
};

/**
 * The description of all addresses for programs (OpenAPI 3.1.1), made from the declarations that the door itself obeys:
 * a member that is refused is not in it, and one that is in it is taken.
 */
export function openApiOf(routes: readonly DeskRoute[], { title, origin }: Described): object {
  const api = routes.filter((route): route is ApiRoute => route.kind === 'api');
  const paths = [...Map.groupBy(api, ({ path }) => path)].map(([path, those]): [string, object] => [
    braced(path),
    Object.fromEntries(those.map((route) => [route.method.toLowerCase(), operationOf(route)])),
  ]);
  return {
    openapi: '3.1.1',
    info: { title, version: '1', description: ABOUT },
    servers: [{ url: origin }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: `assay_…`.' } },
      schemas: { Problem: PROBLEM },
    },
  };
}

const ABOUT = [
  'Not here, and never: what changes how somebody signs in (passkeys, passwords, sessions, sign-in by an organisation, recovery), what makes or revokes a key (of a person, of a service, of a laboratory that signs reports), and signing with a passkey. It takes a session in which somebody has just proved who they are: a key must not make keys. A program that comes to such a page is told `not-for-programs` (403).',
  'Every change needs an `Idempotency-Key`: sent again with the same key within three days, it is answered as it was.',
  'What has versions is read with an `ETag`, and changed only with that tag as `If-Match`: a case, and whatever else names that header.',
  'An answer that holds a secret is told once: the same key again only says that it was.',
  'A list is read on by sending its `next` as `after`. Problems are RFC 9457, told apart by `code`.',
].join('\n\n');

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Tells what it is more finely than the status.' },
    remedy: { type: 'string' },
    complaints: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string', description: 'JSON Pointer' }, expected: { type: 'string' } },
      },
    },
  },
};

function operationOf(route: ApiRoute): object {
  const { method, path, summary, permission, event } = route;
  const writes = method !== 'GET';
  const isPublic = permission === 'public';
  const onCase =
    writes && typeof permission === 'object' && 'case' in permission && permission.case !== 'see';
  const onVersion = onCase || route.versioned === true;
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-zA-Z0-9]+(.)?/g, (_, next = '') => String(next).toUpperCase())}`,
    summary,
    description:
      `${whoMay(permission)} ${event === 'none' ? '' : `The audit keeps it as \`${event}\`.`}`.trim(),
    tags: [path.split('/')[3] ?? ''],
    ...(!isPublic && { security: [{ key: [] }], 'x-scope': scopeOf(route) }),
    parameters: [
      ...[...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({
        ...{ name, in: 'path', required: true, schema: { type: 'string' } },
      })),
      ...queryOf(route.query),
      ...(writes && !isPublic && route.takes !== 'bytes' ? [KEY] : []),
      ...(onVersion ? [CONDITION] : []),
    ],
    ...bodyOf(route),
    responses: responsesOf(route, { writes, isPublic, onVersion }),
  };
}

const KEY = {
  ...{ name: 'Idempotency-Key', in: 'header', required: true },
  schema: { type: 'string', pattern: '^"?[A-Za-z0-9_.:-]{8,128}"?$' },
};
const CONDITION = {
  ...{ name: 'If-Match', in: 'header', required: true },
  schema: { type: 'string' },
  description: 'The entity tag of the version that was looked at.',
};

function whoMay(permission: Permission): string {
  if (permission === 'public') return 'Anybody.';
  if (permission === 'signed-in') return 'Whoever has a key.';
  if ('case' in permission)
    return permission.case === 'see'
      ? 'Whoever may see the case.'
      : `Whoever may see the case and do the act \`${permission.case}\` in it as it stands.`;
  const { role, kind } = permission;
  return [
    ...(role ? [`Roles: ${role.join(', ')}.`] : []),
    ...(kind ? [`Organisations: ${kind.join(', ')}.`] : []),
  ].join(' ');
}

function queryOf(query: TSchema | undefined): readonly object[] {
  const { properties, required } = parseObject(query);
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }));
}

function bodyOf({ body, takes }: ApiRoute): object {
  if (takes === 'bytes') return { requestBody: { required: true, content: { '*/*': { schema: {} } } } };
  return body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {};
}

type Asks = { readonly writes: boolean; readonly isPublic: boolean; readonly onVersion: boolean };

function responsesOf(route: ApiRoute, { writes, isPublic, onVersion }: Asks): object {
  const codes = [
    ...(isPublic ? [] : ['sign-in-needed', 'not-permitted', 'key-not-for-this']),
    ...(route.path.includes(':case') ? ['no-such-case'] : []),
    ...(route.query ? ['unknown-parameter', 'malformed-parameter'] : []),
    ...(route.body ? ['malformed-json', 'json-too-deep', 'text-not-sound', 'misfit'] : []),
    ...(writes ? ['too-much', 'wrong-media-type', 'key-needed', 'key-reused', 'still-under-way'] : []),
    ...(onVersion ? ['condition-needed', 'condition-failed'] : []),
    ...(route.refusals ?? []),
    'too-many-requests',
  ];
  const byStatus = Map.groupBy(codes, statusOf);
  const done = {
    description: writes ? 'Done.' : 'As asked.',
    ...(route.gives && { content: { 'application/json': { schema: route.gives } } }),
  };
  return {
    ...(route.gives ? { '200': done, ...(writes && { '201': done }) } : { [writes ? '204' : '200']: done }),
    ...Object.fromEntries(
      [...byStatus].map(([status, those]) => [
        String(status),
        {
          description: those.map((code) => `\`${code}\``).join(', '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
    ),
  };
}

/** No sentence is asked for, only the number. */
function statusOf(code: string): number {
  return tell({ code }, { refusal: () => '' }).status;
}

function braced(path: string): string {
  return path.replaceAll(/:([a-zA-Z]+)/g, '{$1}');
}

type ObjectSchema = {
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
};

function parseObject(schema: TSchema | undefined): ObjectSchema {
  const { properties = {}, required = [] } = (schema ?? {}) as Partial<ObjectSchema>;
  return { properties, required };
}
