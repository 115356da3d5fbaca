/** Every document is declared with these words and read through `readDocument`. */
import { faultsIn, Type, type Fault, type Static, type TSchema } from './checker.ts';
import { ok, refuse, type Result } from './result.ts';

export { Type };
export type { Static, TSchema };

/** One place where a document is not what its schema asks. `path` is a JSON Pointer. */
export type Complaint = { readonly path: string; readonly expected: string };
export type Misfit = { readonly code: 'misfit'; readonly complaints: readonly Complaint[] };

const NOT_BLANK = '\\S';

/** An object whose unknown members are refused. */
export function closed<P extends Record<string, TSchema>>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** One of a few words. */
export function oneOf<const W extends readonly string[]>(words: W) {
  return Type.Unsafe<W[number]>({ type: 'string', enum: words });
}

/** A string of a given shape with a type of its own; `expected` is what whoever sends another is told. */
export function shaped<T extends string>(pattern: string, expected: string) {
  return Type.Unsafe<T>({ type: 'string', pattern, maxLength: 512, description: expected });
}

/** Text that a person wrote, at most `max` characters, not blank. */
export function text(max = 2_000) {
  return Type.String({ pattern: NOT_BLANK, maxLength: max });
}

/** A table from names of one shape to items of one schema, at most `max` of them; a name of another shape is refused. */
export function recordOf<T extends TSchema>(namePattern: string, item: T, max = 1_000) {
  return Type.Record(Type.String({ pattern: namePattern }), item, {
    additionalProperties: false,
    maxProperties: max,
  });
}

/** A list whose length is limited: nothing from outside is unbounded. */
export function listOf<T extends TSchema>(item: T, max = 10_000, min = 0) {
  return Type.Array(item, { minItems: min, maxItems: max });
}

/** A document that crosses a border: its name, its schema, and the reader that turns unknown into its type. */
export type DocumentKind<S extends TSchema> = { readonly name: string; readonly schema: S };

/**
 * Checks `value` against the kind and hands it over typed and frozen.
 * Refuses with every complaint found (at most 50), each with a JSON Pointer and what was expected there.
 */
export function readDocument<S extends TSchema>(
  kind: DocumentKind<S>,
  value: unknown,
): Result<Static<S>, Misfit> {
  const read = readPassing(kind, value);
  return read.ok ? ok(deepFreeze(read.value)) : read;
}

/** The same without freezing, which takes as long again: for what is looked at once, a million times, and dropped. */
export function readPassing<S extends TSchema>(
  kind: DocumentKind<S>,
  value: unknown,
): Result<Static<S>, Misfit> {
  const faults = faultsIn(kind.schema, value);
  return faults ? refuse({ code: 'misfit', complaints: complaintsOf(kind, faults) }) : ok(value as Static<S>);
}

/** Freezes a document and all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

/**
 * Turns the checker's faults into places and expectations. Echoes of one fault are folded: what the members of a
 * union say, and `additionalProperties`, whose members each have a `boolean` error of their own.
 */
function complaintsOf(
  { name, schema }: DocumentKind<TSchema>,
  faults: readonly Fault[],
): readonly Complaint[] {
  const seen = new Map<string, Complaint>();
  for (const fault of faults) {
    if (fault.keyword === 'additionalProperties' || fault.schemaPath.includes('/anyOf/')) continue;
    for (const complaint of sayings(schema, fault)) {
      const key = `${complaint.path} ${complaint.expected}`;
      if (!seen.has(key) && seen.size < 50) seen.set(key, complaint);
    }
  }
  return seen.size > 0 ? [...seen.values()] : [{ path: '', expected: `a ${name}` }];
}

function sayings(schema: TSchema, fault: Fault): readonly Complaint[] {
  const { instancePath: path, keyword } = fault;
  const params = fault.params as Record<string, unknown>;
  switch (keyword) {
    case 'boolean':
      return [{ path, expected: 'no such member: remove it or correct its spelling' }];
    case 'required':
      return names(params['requiredProperties']).map((name) => ({
        path,
        expected: `the member "${name}", which is missing`,
      }));
    case 'enum':
      return [{ path, expected: `one of ${names(params['allowedValues']).join(', ')}` }];
    case 'anyOf':
      return [{ path, expected: 'one of the shapes that are allowed here' }];
    case 'pattern':
      return [{ path, expected: shapeOf(schema, fault) }];
    default:
      return [{ path, expected: fault.message }];
  }
}

/** The words of the very place of the schema that a text does not fit: elsewhere the same shape may be called otherwise. */
function shapeOf(schema: TSchema, { schemaPath, params }: Fault): string {
  const { pattern } = params as { readonly pattern?: unknown };
  if (pattern === NOT_BLANK) return 'text that is not blank';
  let place: unknown = schema;
  for (const step of schemaPath.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    place = isObject(place) && Object.hasOwn(place, name) ? place[name] : undefined;
  }
  const words = isObject(place) ? place['description'] : undefined;
  return typeof words === 'string' ? words : `text of the shape ${String(pattern)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
