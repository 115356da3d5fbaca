import { OPERATIONS, type Declared } from '@assay/client/operations';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ok } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import { expect, test } from 'vitest';

import { deskRoutes } from '../src/desk-routes.ts';
import { deskApi, type DeskRoute } from '../src/http/desk-route.ts';
import { openApiOf } from '../src/http/openapi.ts';

const DESCRIBED = { title: 'Sandbox Labels', origin: 'https://label.example.org' };
const PROBE: DeskRoute = deskApi({
  method: 'POST',
  path: '/api/v1/cases/:case/remarks',
  permission: { case: 'review' },
  event: 'case.reviewed',
  summary: 'Reviews.',
  query: closed({ dry: Type.Optional(text(5)) }),
  body: closed({ remark: text(100) }),
  gives: closed({ version: Type.Integer() }),
  refusals: ['took-part', 'wrong-stage'],
  answer: async () => ok({ data: { version: 1 } }),
});

test.each([
  ['the office', deskRoutes],
  ['a route with everything', [PROBE]],
])('the description of %s is OpenAPI 3.1, by its own schema', async (_, routes) => {
  const document = JSON.stringify(openApiOf(routes, DESCRIBED), null, 1);
  const { valid, errors } = await new Validator().validate(document);
  expect([valid, errors]).toEqual([true, undefined]);
});

test('each address for programs is described with who may, what is asked, and how it says no', () => {
  const document = openApiOf([PROBE], DESCRIBED);
  expect(document).toMatchObject({
    paths: {
      '/api/v1/cases/{case}/remarks': {
        post: {
          operationId: 'postApiV1CasesCaseRemarks',
          'x-scope': 'cases:write',
          security: [{ key: [] }],
          parameters: [
            { name: 'case', in: 'path' },
            { name: 'dry', in: 'query', required: false },
            { name: 'Idempotency-Key', in: 'header' },
            { name: 'If-Match', in: 'header' },
          ],
          requestBody: { content: { 'application/json': { schema: { required: ['remark'] } } } },
          responses: {
            403: { description: '`not-permitted`, `key-not-for-this`, `took-part`' },
            404: { description: '`no-such-case`' },
            412: { description: '`condition-failed`' },
            428: { description: '`condition-needed`' },
          },
        },
      },
    },
  });
});

test('what no program may ever do is said, and no address is for it', () => {
  const { info, paths } = openApiOf(deskRoutes, DESCRIBED) as {
    info: { description: string };
    paths: Record<string, Record<string, { 'x-scope'?: string }>>;
  };
  expect(info.description).toContain('`not-for-programs`');
  const named = /passkey|password|session|recover|keys?$|sign-in|second-factor|provider/;
  expect(Object.keys(paths).filter((path) => path.split('/').some((part) => named.test(part)))).toEqual([]);
});

test('the client knows every operation that is described, and what each takes and gives', () => {
  const { paths } = openApiOf(deskRoutes, DESCRIBED) as { paths: Record<string, Record<string, Described>> };
  const described = Object.entries(paths).flatMap(([path, those]) =>
    Object.entries(those).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one] as const),
  );
  // The description does not describe itself to whoever reads it.
  const known: readonly (readonly [string, Declared])[] = Object.entries(OPERATIONS);
  expect(known.map(([name]) => name).toSorted()).toEqual(
    described.flatMap(([name]) => (name.endsWith('/openapi.json') ? [] : [name])).toSorted(),
  );
  for (const [name, one] of known)
    expect([name, shapeOf(one)]).toEqual([name, shapeIn(described, name, one)]);
});

type Described = {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
};

/** What the client knows of an operation; a schema as the description writes it. */
function shapeOf({ versioned, query = [], body, gives }: Declared) {
  return {
    versioned: versioned === true,
    query: query.toSorted(),
    body: written(body),
    gives: written(gives),
  };
}

function written(kind: unknown): unknown {
  return kind === undefined || typeof kind === 'string' ? kind : JSON.parse(JSON.stringify(kind));
}

/** The same as the description has it; where the client knows any JSON object, whichever it is. */
function shapeIn(described: readonly (readonly [string, Described])[], name: string, known: Declared) {
  const one = described.find(([each]) => each === name)?.[1];
  if (!one) throw new Error(`${name} is described`);
  const named = (place: string) =>
    one.parameters.flatMap((parameter) => (parameter.in === place ? [parameter.name] : []));
  const content = one.requestBody?.content;
  const sent = content?.['application/json']?.schema;
  const done = one.responses['200'];
  const told = done?.content?.['application/json']?.schema;
  return {
    versioned: named('header').includes('If-Match'),
    query: named('query').toSorted(),
    body: sent ? (known.body === 'json' ? 'json' : written(sent)) : content && 'bytes',
    gives: told ? (known.gives === 'json' ? 'json' : written(told)) : done && 'file',
  };
}

test('no two addresses have the same name, and none is left out', () => {
  const { paths } = openApiOf(deskRoutes, DESCRIBED) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const names = Object.values(paths).flatMap((those) =>
    Object.values(those).map(({ operationId }) => operationId),
  );
  expect(new Set(names).size).toBe(deskRoutes.filter(({ kind }) => kind === 'api').length);
});
