import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';

const FOLDER = join(import.meta.dirname, 'schemas');

/** The official schemas that stand in `schemas/`, by the documents that they are for. */
export type Official = 'sarif' | 'oscal-assessment' | 'oscal-mapping' | 'cyclonedx';

/** What the official schema of a format objects to in a document: a line each, none where it is valid. */
export function objections(official: Official, document: object): readonly string[] {
  // As it travels: what JSON cannot carry must not hide here.
  const travelled: unknown = JSON.parse(JSON.stringify(document));
  const validate = validatorOf(official);
  return validate(travelled) ? [] : (validate.errors ?? []).map(said);
}

const validators = new Map<Official, ValidateFunction>();

function validatorOf(official: Official): ValidateFunction {
  const known = validators.get(official);
  if (known) return known;
  const made = MAKERS[official]();
  validators.set(official, made);
  return made;
}

const OPTIONS = { strict: false, allErrors: false, validateFormats: true } as const;

const MAKERS: Readonly<Record<Official, () => ValidateFunction>> = {
  sarif: () => {
    const ajv = new draft04.default(OPTIONS);
    formats.default(ajv);
    return ajv.compile(schema('sarif-2.1.0'));
  },
  'oscal-assessment': () => draft07().compile(schema('oscal-assessment-results')),
  'oscal-mapping': () => draft07().compile(schema('oscal-mapping')),
  cyclonedx: () =>
    draft07()
      .addSchema(schema('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json')
      .addSchema(schema('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json')
      .compile(schema('cyclonedx-1.6')),
};

/** With the two formats that `ajv-formats` lacks. */
function draft07(): Ajv {
  const ajv = new Ajv({
    ...OPTIONS,
    formats: {
      'iri-reference': (text: string) => URL.canParse(text, 'https://base.example/'),
      'idn-email': /^[^\s@]+@[^\s@]+$/u,
    },
  });
  formats.default(ajv);
  return ajv;
}

function schema(name: string): object {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8')) as object;
}

function said({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`;
}
