import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { sampleDesk } from '../../test/sample-desk.ts';
import type { Portal } from '../http/open-door.ts';
import { openPortal } from '../open-portal.ts';

// What the two schemas ask, restated: CSAF 2.0's provider_json_schema.json (with the publisher of csaf_json_schema.json), and
// the description-file-schema of GS1-Conformant Resolver 1.2.0.
const PROVIDER = {
  type: 'object',
  required: [
    ...['canonical_url', 'last_updated', 'list_on_CSAF_aggregators', 'metadata_version'],
    ...['mirror_on_CSAF_aggregators', 'publisher', 'role'],
  ],
  properties: {
    canonical_url: { type: 'string', format: 'uri', pattern: '/provider-metadata\\.json$' },
    distributions: { type: 'array', minItems: 1 },
    last_updated: { type: 'string', format: 'date-time' },
    list_on_CSAF_aggregators: { type: 'boolean' },
    metadata_version: { enum: ['2.0'] },
    mirror_on_CSAF_aggregators: { type: 'boolean' },
    publisher: {
      type: 'object',
      required: ['category', 'name', 'namespace'],
      properties: {
        category: { enum: ['coordinator', 'discoverer', 'other', 'translator', 'user', 'vendor'] },
        contact_details: { type: 'string', minLength: 1 },
        name: { type: 'string', minLength: 1 },
        namespace: { type: 'string', format: 'uri' },
      },
    },
    role: { enum: ['csaf_publisher', 'csaf_provider', 'csaf_trusted_provider'] },
  },
};
const RESOLVER = {
  type: 'object',
  required: ['resolverRoot', 'supportedPrimaryKeys'],
  properties: {
    resolverRoot: { type: 'string', format: 'uri' },
    supportedPrimaryKeys: { type: 'array', items: { enum: ['all', '01', '8006', '8013', '414', '00'] } },
    name: { type: 'string' },
    supportedLinkType: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          namespace: { type: 'string', format: 'uri' },
          prefix: { type: 'string', pattern: '^[a-zA-Z_][A-Za-z0-9_-]*?:$' },
        },
      },
    },
    linkTypeDefaultCanBeLinkset: { type: 'boolean' },
    jsonLdContextLocation: { type: 'string', format: 'uri' },
    contact: { type: 'object', properties: { fn: { type: 'string' } } },
  },
};

function faults(schema: object, body: string): unknown {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(JSON.parse(body)) ? [] : validate.errors;
}

describe('what lies where everybody looks for it', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await openPortal(sampleDesk());
  });
  afterAll(() => portal.close());

  test('the metadata of a CSAF publisher, under the address that it states', async () => {
    const path = '/.well-known/csaf/provider-metadata.json';
    const { body, statusCode, headers } = await portal.inject(path);
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/json']);
    expect(faults(PROVIDER, body)).toEqual([]);
    const metadata = JSON.parse(body) as Readonly<Record<string, unknown>>;
    expect(metadata['canonical_url']).toBe(`https://label.example.org${path}`);
    // A sandbox asks nobody to list it, and names no place of advisories that are not there.
    expect([metadata['list_on_CSAF_aggregators'], metadata['distributions']]).toEqual([false, undefined]);
  });

  test('security.txt leads to it', async () => {
    const { body } = await portal.inject('/.well-known/security.txt');
    expect(body).toContain('\nCSAF: https://label.example.org/.well-known/csaf/provider-metadata.json\n');
  });

  test('the description of the resolver of products', async () => {
    const { body, statusCode, headers } = await portal.inject('/.well-known/gs1resolver');
    expect([statusCode, headers['content-type'], headers['access-control-allow-origin']]).toEqual([
      200,
      'application/json',
      '*',
    ]);
    expect(faults(RESOLVER, body)).toEqual([]);
    expect(JSON.parse(body)).toMatchObject({
      resolverRoot: 'https://label.example.org',
      supportedPrimaryKeys: ['01'],
    });
  });
});
