/**
 * The only module that knows the schema library. Where a bundler builds for browsers, `checker.browser.ts` stands in its
 * place (the member `browser` of this package): it checks the same, and weighs little.
 */
import { Type, type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';

export { Type };
export type { Static, TSchema };

/** One keyword of a schema that a value fails. Paths are JSON Pointers; `params` and `message` are the library's. */
export type Fault = {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
};

/** Everything in which `value` fails the schema, at most 200 places; undefined where it fits. */
export function faultsIn(schema: TSchema, value: unknown): readonly Fault[] | undefined {
  const validator = compiled(schema);
  return validator.Check(value) ? undefined : validator.Errors(value);
}

Settings.Set({ maxErrors: 200 });

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>();

function compiled(schema: TSchema) {
  const known = validators.get(schema);
  if (known) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}
