import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument, Type, type Static, type TSchema } from '@assay/vocabulary/schema';

import { OPERATIONS, type Declared } from './operations.ts';
import type { Problem } from './problem.ts';
import { NOTHING, send, type ClientOptions } from './send.ts';

/** An operation as the description of the API has it: `PUT /api/v1/drafts/{draft}/denials`. */
export type Operation = keyof typeof OPERATIONS;
type Of<O extends Operation> = (typeof OPERATIONS)[O];
type JsonObject = Readonly<Record<string, unknown>>;

/** The names in braces of an address. */
type Named<P> = P extends `${string}{${infer N}}${infer Rest}` ? N | Named<Rest> : never;
type PathOf<O extends Operation> = [Named<O>] extends [never]
  ? object
  : { readonly path: Readonly<Record<Named<O>, string>> };
type VersionOf<D> = D extends { readonly versioned: true } ? { readonly version: number } : object;
type QueryOf<D> = D extends { readonly query: readonly (infer N extends string)[] }
  ? { readonly query?: Readonly<Partial<Record<N, string | number>>> }
  : object;
type BodyOf<D> = D extends { readonly body: infer B }
  ? { readonly body: B extends 'bytes' ? Blob : Told<B> }
  : object;
type ValueOf<D> = D extends { readonly gives: infer G }
  ? G extends 'file'
    ? ReadableStream<Uint8Array>
    : Told<G>
  : undefined;
/** A word extends a schema, as everything does: so it is looked for first. */
type Told<S> = S extends 'json' ? JsonObject : S extends TSchema ? Static<S> : never;

/** What an operation asks: what its address names, and the version and body where it takes them. */
export type Call<O extends Operation> = PathOf<O> & VersionOf<Of<O>> & QueryOf<Of<O>> & BodyOf<Of<O>>;

/** What came back. */
export type Called<O extends Operation> = {
  readonly value: ValueOf<Of<O>>;
  /** Of what was read or changed, for whoever changes it next. */
  readonly version: number | undefined;
  /** Path of what was made. */
  readonly location: string | undefined;
};

/** Does one operation. What is refused comes back as a problem, never thrown. */
export async function call<O extends Operation>(
  options: ClientOptions,
  operation: O,
  asked: Call<O>,
): Promise<Result<Called<O>, Problem>> {
  const { path, query, body, version } = parseAsked(asked);
  const at = operation.indexOf(' ');
  const to = addressOf(operation.slice(at + 1), path, query);
  if (to === undefined) return refuse({ ...NOTHING, code: 'no-such-address', title: 'That names nothing' });
  const method = operation.slice(0, at);
  const answer = await send(options, { method, path: to, body, version });
  if (!answer.ok) return answer;
  const { headers } = answer.value;
  const value = await cameBack(OPERATIONS[operation], answer.value);
  if (!value.ok) return value;
  const tag = /^"(\d+)"$/.exec(headers.get('etag') ?? '')?.[1];
  return ok({
    value: parseSame<O>(value.value),
    version: tag === undefined ? undefined : Number(tag),
    location: headers.get('location') ?? undefined,
  });
}

type Values = Readonly<Record<string, string | number | undefined>>;

/** The address with its names filled in; absent where one of them would lead elsewhere. */
function addressOf(template: string, names: Values = {}, query: Values = {}): string | undefined {
  const values = template.match(/\{\w+\}/g)?.map((name) => String(names[name.slice(1, -1)] ?? '')) ?? [];
  if (values.some((value) => value === '' || value === '.' || value === '..')) return undefined;
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names[name])),
  );
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

async function cameBack({ gives }: Declared, answer: Response): Promise<Result<unknown, Problem>> {
  if (gives === undefined) return ok(undefined);
  if (gives === 'file') return answer.body ? ok(answer.body) : refuse(NOTHING);
  return valueOf(gives === 'json' ? Type.Object({}) : gives, answer);
}

/** The value of an answer, as its schema has it. */
export async function valueOf<S extends TSchema>(
  schema: S,
  answer: Response,
): Promise<Result<Static<S>, Problem>> {
  const value: unknown = await answer.json().catch(() => undefined);
  const found = readDocument({ name: 'answer', schema }, value);
  return found.ok
    ? ok(found.value)
    : refuse({
        ...NOTHING,
        detail: found.refusal.complaints.map(({ path, expected }) => `${path} ${expected}`).join('; '),
      });
}

type Parts = {
  readonly path?: Values;
  readonly query?: Values;
  readonly body?: object | Blob;
  readonly version?: number;
};

/** Every call has some of these, and nothing else. */
function parseAsked(asked: object): Parts {
  return asked;
}

/** It was read by the very schema that the operation declares. */
function parseSame<O extends Operation>(value: unknown): ValueOf<Of<O>> {
  return value as ValueOf<Of<O>>;
}
