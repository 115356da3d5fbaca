import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument, type Complaint, type Static, type TSchema } from '@assay/vocabulary/schema';

import type { FieldError, FieldWords } from './form-state.ts';
import { isSound } from './sound-text.ts';

/** The fields of a form as they were sent, in the order of their first appearance. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** A form that no page of ours could have sent. */
export type ForgedForm = {
  readonly code: 'too-many-fields' | 'unknown-field' | 'repeated-field' | 'text-not-sound';
  readonly field?: string;
};
/** A form that a person can correct. */
export type Misfilled = { readonly code: 'misfilled'; readonly errors: readonly FieldError[] };

const MAX_FIELDS = 2_000;

/** Reads `application/x-www-form-urlencoded` (WHATWG URL section 5). */
export function readFields(text: string): Result<Fields, ForgedForm> {
  return fieldsOf(new URLSearchParams(text));
}

/** Gathers names and values, however they came. */
export function fieldsOf(pairs: Iterable<readonly [string, string]>): Result<Fields, ForgedForm> {
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of pairs) {
    if (++count > MAX_FIELDS) return refuse({ code: 'too-many-fields' });
    if (!isSound(name) || !isSound(value)) return refuse({ code: 'text-not-sound', field: name });
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return ok(fields);
}

/**
 * The document that the fields of a form amount to, by its schema: one that is a list takes a field as often as it
 * comes, a Boolean is true where its box was sent, a number is read from its digits, any other text is cut of the blanks
 * around it (unless the schema says `verbatim`), and what was left empty counts as not filled in (in a list that is
 * `verbatim` it keeps its place).
 */
export function readForm<S extends TSchema>(
  schema: S,
  fields: Fields,
  words: FieldWords,
): Result<Static<S>, ForgedForm | Misfilled> {
  const { properties, required } = parseShape(schema);
  const document: Record<string, unknown> = {};
  for (const [field, values] of fields) {
    const member = Object.hasOwn(properties, field) ? properties[field] : undefined;
    if (!member) return refuse({ code: 'unknown-field', field });
    if (values.length > 1 && member.type !== 'array') return refuse({ code: 'repeated-field', field });
    const value = valueFor(member, values);
    if (value !== undefined) document[field] = value;
  }
  for (const [name, { type }] of Object.entries(properties)) {
    if (document[name] !== undefined) continue;
    if (type === 'array' && required.includes(name)) document[name] = [];
    if (type === 'boolean') document[name] = false;
  }
  const missing = required.filter((name) => isMissing(document[name], properties[name]));
  const read = readDocument({ name: 'form', schema }, document);
  if (read.ok && missing.length === 0) return read;
  const wrong = read.ok ? [] : errorsAmong(read.refusal.complaints, words, missing);
  const order = Object.keys(words);
  const errors: FieldError[] = [
    ...missing.map((field) => ({ field, says: missingWords(field, words) })),
    ...wrong,
  ];
  if (errors.length === 0 && !read.ok)
    errors.push(...read.refusal.complaints.map(({ expected }) => ({ says: expected })));
  return refuse({
    code: 'misfilled',
    errors: errors.toSorted((a, b) => order.indexOf(a.field ?? '') - order.indexOf(b.field ?? '')),
  });
}

type Member = {
  readonly type?: string;
  readonly verbatim?: boolean;
  readonly minItems?: number;
  readonly items?: { readonly type?: string };
};
type Shape = { readonly properties: Readonly<Record<string, Member>>; readonly required: readonly string[] };

function parseShape(schema: TSchema): Shape {
  const { properties = {}, required = [] } = schema as Partial<Shape>;
  return { properties, required };
}

function valueFor(member: Member, values: readonly string[]): unknown {
  const [first = ''] = values;
  switch (member.type) {
    case 'array':
      // Where each stands for something by its place, an empty one stands for something too.
      return member.verbatim ? values : values.map((one) => one.trim()).filter((one) => one !== '');
    case 'boolean':
      return first === 'yes' ? true : first;
    case 'integer':
    case 'number':
      return /^-?\d{1,15}(\.\d{1,9})?$/.test(first.trim()) ? Number(first) : first.trim() || undefined;
    case 'string':
    case undefined:
    default: {
      const text = first.replaceAll('\r\n', '\n');
      return (member.verbatim ? text : text.trim()) || undefined;
    }
  }
}

function isMissing(value: unknown, member: Member | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0 && (member?.minItems ?? 0) > 0);
}

function missingWords(field: string, words: FieldWords): string {
  const word = words[field];
  return word?.missing ?? `Fill in: ${word?.label ?? field}`;
}

function errorsAmong(
  complaints: readonly Complaint[],
  words: FieldWords,
  missing: readonly string[],
): readonly FieldError[] {
  const first = new Map<string, string>();
  for (const { path, expected } of complaints) {
    const field = path.split('/')[1] ?? '';
    if (field !== '' && !missing.includes(field) && !first.has(field)) first.set(field, expected);
  }
  return [...first].map(([field, expected]) => {
    const word = words[field];
    return { field, says: word?.wrong ?? `${word?.label ?? field}: ${expected}` };
  });
}
