/** The JSON schema of UNTP's Digital Conformity Credential 0.7.0, with its one difference from the W3C Recommendation. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The schema lies beside the project, not in it: the repository that publishes it is under the GPL. */
const FILE = join(import.meta.dirname, '../../../../shared/data/schemas/untp-dcc-0.7.0.schema.json');
/** Empty where the schema is at hand, else the reason why it is not asked. */
export const WITHOUT_UNTP = existsSync(FILE)
  ? ''
  : ' (skipped: the schema of UNTP is not beside the project)';

/**
 * UNTP types `credentialStatus` as one object with a number for its index; Bitstring Status List 1.0 wants text and allows
 * several (section 2.1). The Recommendation is followed, so this definition alone is exchanged (trust layer, section 4).
 */
const CREDENTIAL_STATUS = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['type', 'statusPurpose', 'statusListIndex', 'statusListCredential'],
    properties: {
      id: { type: 'string', format: 'uri' },
      type: { const: 'BitstringStatusListEntry' },
      statusPurpose: { enum: ['revocation', 'suspension'] },
      statusListIndex: { type: 'string', pattern: '^(0|[1-9][0-9]*)$' },
      statusListCredential: { type: 'string', format: 'uri' },
    },
  },
};

/** What the schema objects to in a credential; `status` says whose definition of `credentialStatus` counts. */
export function untpFaults(credential: unknown, status: 'w3c' | 'untp' = 'w3c'): readonly string[] {
  const validate = status === 'w3c' ? (exchanged ??= compiled(true)) : compiled(false);
  return validate(credential)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
}

let exchanged: ReturnType<typeof compiled> | undefined;

function compiled(exchange: boolean) {
  const schema = parseSchema(readFileSync(FILE, 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  if (!exchange) return ajv.compile(schema);
  return ajv.compile({
    ...schema,
    properties: { ...schema.properties, credentialStatus: CREDENTIAL_STATUS },
  });
}

/** The file is the schema as published. */
function parseSchema(text: string): { readonly properties: object } {
  return JSON.parse(text) as { properties: object };
}
