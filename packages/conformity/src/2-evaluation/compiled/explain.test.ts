import fc from 'fast-check';
import { expect, test } from 'vitest';

import { wideWorlds } from '../../../test/wide-world.ts';
import { TODAY } from '../../../test/small-world.ts';
import { evaluate } from '../evaluate.ts';
import { explain } from './explain.ts';

/** How many random worlds to try; 20,000 before a release. */
const RUNS = Number(process.env['ASSAY_WORLDS'] ?? 300);

test('the compiled form explains every world in the very words of the reference', () => {
  fc.assert(
    fc.property(wideWorlds, fc.integer({ min: 1, max: 5 }), ({ dossier, reports, ...rest }, asked) => {
      const input = { ...rest, submission: { dossier, reports }, asked, asOf: TODAY };
      const expected = evaluate(input);
      expect(explain(input)).toEqual(expected);
      // Once more, on templates that others have left, and to the byte: an evaluation is kept under its digest.
      expect(JSON.stringify(explain({ ...input, submission: { ...input.submission } }))).toBe(
        JSON.stringify(expected),
      );
    }),
    { numRuns: RUNS },
  );
});

test('templates made for one dossier serve another of the same edition without a trace of the first', () => {
  fc.assert(
    fc.property(wideWorlds, fc.array(wideWorlds, { minLength: 2, maxLength: 4 }), (world, others) => {
      for (const { dossier, reports } of [world, ...others]) {
        const input = { ...world, submission: { dossier, reports }, asked: 5, asOf: TODAY };
        expect(JSON.stringify(explain(input))).toBe(JSON.stringify(evaluate(input)));
      }
    }),
    { numRuns: RUNS / 3 },
  );
});
