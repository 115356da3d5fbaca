import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objections } from './schemas.ts';

const FOLDER = join(import.meta.dirname, 'schemas');

test('each schema is the one whose digest, source and licence the table names', () => {
  const table = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const files = readdirSync(FOLDER).filter((file) => file !== 'README.md');
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const digest = createHash('sha256')
      .update(readFileSync(join(FOLDER, file)))
      .digest('hex');
    expect(table).toContain(`| \`${file}\` | \`${digest}\` |`);
  }
});

test('each schema objects to a document of another kind', () => {
  expect(objections('sarif', { version: '2.1.0' })).toHaveLength(1);
  expect(objections('oscal-assessment', { 'mapping-collection': {} })).not.toEqual([]);
  expect(objections('oscal-mapping', { 'assessment-results': {} })).not.toEqual([]);
  expect(objections('cyclonedx', { bomFormat: 'CycloneDX', specVersion: '1.6', nope: true })).toHaveLength(1);
});
