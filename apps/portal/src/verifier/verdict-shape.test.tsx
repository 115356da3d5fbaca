import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';

import { lookWord, type Look } from './sentences.ts';
import { VerdictShape } from './verdict-shape.tsx';

const LOOKS: readonly Look[] = [
  ...(['valid', 'suspended', 'revoked', 'expired', 'support-ended', 'unknown'] as const),
  ...(['stale', 'invalid', 'not-yet-valid', 'not-checked'] as const),
];

test('each answer has a word and a silhouette of its own', () => {
  const shapes = LOOKS.map((look) => renderToString(<VerdictShape look={look} />));
  expect(new Set(shapes).size).toBe(LOOKS.length);
  expect(new Set(LOOKS.map(lookWord)).size).toBe(LOOKS.length);
});
