import { expect, test } from 'vitest';

import { ownManufacturer } from './own-manufacturer.ts';

test.each([
  [['Sandbox Maker', 'Sandbox Maker Europe'], 'Sandbox Maker Europe', true],
  [['Sandbox Maker'], 'Sandbox Kettle Works', false],
  [['Sandbox Maker'], 'sandbox maker', false],
  [['Sandbox Maker'], 'Sandbox', false],
  [[], 'Sandbox Maker', false],
])('an organisation that applies as %j makes a product of %s: %s', (manufacturers, manufacturer, own) => {
  const answer = ownManufacturer({ manufacturers }, manufacturer);
  expect(answer.ok).toBe(own);
  if (!answer.ok) expect(answer.refusal).toMatchObject({ code: 'manufacturer-not-own', manufacturer });
});
