/**
 * What `checker.ts` does, for browsers: the words by which documents are declared, and a check that walks the schema
 * instead of compiling it, since a page that allows no text to become code cannot run a compiled one. It knows the
 * keywords that these words write and no other: a schema with another keyword is refused before any value is looked at.
 * `packages/attestation/test/browser-checker.test.ts` holds it to the library's answers, fault by fault.
 */
import type { Fault } from './checker.ts';

const OPTIONAL = '~optional';
const MOST_FAULTS = 200;

type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  /** One schema for every item, or those of a tuple. */
  readonly items?: Schema | readonly Schema[];
  readonly additionalItems?: boolean;
  readonly [limit: string]: unknown;
};

type Options = Readonly<Record<string, unknown>>;

/** The part of the library's words that a document for verifiers is declared with. */
export const Type = {
  Object: (properties: Readonly<Record<string, Schema>>, options?: Options): Schema => {
    const required = Object.keys(properties).filter((name) => properties[name]?.[OPTIONAL] !== true);
    return { type: 'object', ...(required.length > 0 && { required }), properties, ...options };
  },
  Array: (items: Schema, options?: Options): Schema => ({ type: 'array', items, ...options }),
  Tuple: (items: readonly Schema[], options?: Options): Schema => ({
    ...{ type: 'array', additionalItems: false, items, minItems: items.length },
    ...options,
  }),
  Union: (anyOf: readonly Schema[], options?: Options): Schema => ({ anyOf, ...options }),
  Literal: (value: string | number | boolean, options?: Options): Schema => ({
    ...{ type: typeof value, const: value },
    ...options,
  }),
  String: (options?: Options): Schema => ({ type: 'string', ...options }),
  Integer: (options?: Options): Schema => ({ type: 'integer', ...options }),
  Boolean: (options?: Options): Schema => ({ type: 'boolean', ...options }),
  Null: (options?: Options): Schema => ({ type: 'null', ...options }),
  Unsafe: (schema: Schema): Schema => ({ ...schema }),
  /** The mark is for `Type.Object` alone and no part of the schema. */
  Optional: (schema: Schema): Schema => Object.defineProperty({ ...schema }, OPTIONAL, { value: true }),
};

/** Everything in which `value` fails the schema, at most 200 places; undefined where it fits. */
export function faultsIn(schema: Schema, value: unknown): readonly Fault[] | undefined {
  demandKnownWords(schema);
  const faults = faultsAt({ schema, schemaPath: '#', instancePath: '' }, value);
  return faults.length === 0 ? undefined : faults.slice(0, MOST_FAULTS);
}

type Place = { readonly schema: Schema; readonly schemaPath: string; readonly instancePath: string };

/** The keywords in the library's order, so that faults come in the same. */
function faultsAt(place: Place, value: unknown): readonly Fault[] {
  const { schema } = place;
  const { type, anyOf } = schema;
  const faults: Fault[] = [];
  const demand = (holds: boolean, keyword: string, params: object, message: string): void => {
    const { schemaPath, instancePath } = place;
    if (!holds) faults.push({ keyword, schemaPath, instancePath, params, message });
  };
  const limited = (keyword: string, holds: (limit: number) => boolean, told: (limit: number) => string) => {
    const limit = schema[keyword];
    if (typeof limit === 'number') demand(holds(limit), keyword, { limit }, told(limit));
  };

  if (type !== undefined) demand(isOfType(type, value), 'type', { type }, `must be ${type}`);
  if (isObject(value)) faults.push(...memberFaults(place, value));
  if (Array.isArray(value)) {
    faults.push(...itemFaults(place, value));
    const items = (limit: number) => `${String(limit)} items`;
    limited(
      'minItems',
      (least) => value.length >= least,
      (n) => `must not have fewer than ${items(n)}`,
    );
    limited(
      'maxItems',
      (most) => value.length <= most,
      (n) => `must not have more than ${items(n)}`,
    );
  }
  if (typeof value === 'string') {
    const characters = (limit: number) => `${String(limit)} characters`;
    limited(
      'minLength',
      (least) => codePoints(value) >= least,
      (n) => `must not have fewer than ${characters(n)}`,
    );
    limited(
      'maxLength',
      (most) => codePoints(value) <= most,
      (n) => `must not have more than ${characters(n)}`,
    );
    const { pattern } = schema;
    if (typeof pattern === 'string')
      demand(new RegExp(pattern, 'u').test(value), 'pattern', { pattern }, `must match pattern "${pattern}"`);
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    const { minimum, maximum } = schema;
    if (typeof minimum === 'number')
      demand(
        value >= minimum,
        'minimum',
        { comparison: '>=', limit: minimum },
        `must be >= ${String(minimum)}`,
      );
    if (typeof maximum === 'number')
      demand(
        value <= maximum,
        'maximum',
        { comparison: '<=', limit: maximum },
        `must be <= ${String(maximum)}`,
      );
  }
  if (schema.const !== undefined)
    demand(value === schema.const, 'const', { allowedValue: schema.const }, 'must be equal to constant');
  if (schema.enum !== undefined)
    demand(
      schema.enum.includes(value),
      'enum',
      { allowedValues: schema.enum },
      'must be equal to one of the allowed values',
    );
  if (anyOf !== undefined) {
    const tried = anyOf.map((one, i) => faultsAt(inside(place, `anyOf/${String(i)}`, one), value));
    const fits = tried.some((found) => found.length === 0);
    if (!fits) faults.push(...tried.flat());
    demand(fits, 'anyOf', {}, 'must match a schema in anyOf');
  }
  return faults;
}

function memberFaults(place: Place, value: Readonly<Record<string, unknown>>): readonly Fault[] {
  const { properties = {}, required = [], additionalProperties } = place.schema;
  const { schemaPath, instancePath } = place;
  const at = { schemaPath, instancePath };
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const strangers =
    additionalProperties === false
      ? Object.getOwnPropertyNames(value).filter((name) => !Object.hasOwn(properties, name))
      : [];
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            ...{ ...at, keyword: 'required', params: { requiredProperties: missing } },
            message: `must have required properties ${missing.join(', ')}`,
          },
        ]),
    ...strangers.map((name) => refused(inside(place, 'additionalProperties', {}, pointer(name)))),
    ...(strangers.length === 0
      ? []
      : [
          {
            ...{ ...at, keyword: 'additionalProperties', params: { additionalProperties: strangers } },
            message: 'must not have additional properties',
          },
        ]),
    ...Object.entries(properties).flatMap(([name, schema]) => {
      const isThere = Object.hasOwn(value, name) && (required.includes(name) || value[name] !== undefined);
      return isThere
        ? faultsAt(inside(place, `properties/${pointer(name)}`, schema, pointer(name)), value[name])
        : [];
    }),
  ];
}

function itemFaults(place: Place, value: readonly unknown[]): readonly Fault[] {
  const { items, additionalItems } = place.schema;
  if (items === undefined) return [];
  if (!isTuple(items))
    return value.flatMap((item, i) => faultsAt(inside(place, 'items', items, String(i)), item));
  const tooMany = additionalItems === false && value.length > items.length;
  return [
    ...(tooMany ? [refused(inside(place, 'additionalItems', {}, String(items.length)))] : []),
    ...items.flatMap((schema, i) =>
      i < value.length ? faultsAt(inside(place, `items/${String(i)}`, schema, String(i)), value[i]) : [],
    ),
  ];
}

/** What is there and may not be. */
function refused({ schemaPath, instancePath }: Place): Fault {
  return { keyword: 'boolean', schemaPath, instancePath, params: {}, message: 'schema is false' };
}

function inside(place: Place, words: string, schema: Schema, name?: string): Place {
  return {
    schema,
    schemaPath: `${place.schemaPath}/${words}`,
    instancePath: name === undefined ? place.instancePath : `${place.instancePath}/${name}`,
  };
}

const KNOWN = new Set([
  ...['type', 'const', 'enum', 'anyOf', 'description', 'properties', 'required', 'additionalProperties'],
  ...['items', 'additionalItems', 'minItems', 'maxItems'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum'],
]);
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};
const understood = new WeakSet<Schema>();

/** A keyword that is passed over would let through what it was to stop. */
function demandKnownWords(schema: Schema): void {
  if (understood.has(schema)) return;
  const { type, items, additionalProperties = false, additionalItems = false } = schema;
  const stranger = Object.keys(schema).find((word) => !KNOWN.has(word));
  const known = stranger === undefined && (type === undefined || Object.hasOwn(TYPES, type));
  if (!known || additionalProperties || additionalItems)
    throw new TypeError(
      `a schema that this checker does not understand: ${stranger ?? JSON.stringify(schema)}`,
    );
  const parts = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(items === undefined ? [] : isTuple(items) ? items : [items]),
  ];
  parts.forEach(demandKnownWords);
  understood.add(schema);
}

function isOfType(type: string, value: unknown): boolean {
  return TYPES[type]?.(value) === true;
}

function isTuple(items: Schema | readonly Schema[]): items is readonly Schema[] {
  return Array.isArray(items);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON Schema counts characters, not halves of surrogate pairs. */
function codePoints(text: string): number {
  return Array.from(text).length;
}

function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
