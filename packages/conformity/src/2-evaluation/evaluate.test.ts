import { DossierKind } from '@assay/vocabulary/dossier';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import { readDocument } from '@assay/vocabulary/schema';
import { SchemeEditionKind } from '@assay/vocabulary/scheme';
import { StandardEditionKind } from '@assay/vocabulary/standard';
import { TestReportKind } from '@assay/vocabulary/test-report';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FACTS, oneMore, shuffled, worlds } from '../../test/arbitrary-world.ts';
import { evaluation, type World } from '../../test/small-world.ts';
import { checkStandard } from '../0-programme/check-standard.ts';
import { checkDossier, checkReport } from '../1-application/check-dossier.ts';
import { isSatisfied } from './settle.ts';

const HIGHEST = 4;
const judged = (world: World): Evaluation => evaluation(world, HIGHEST);
const highest = (world: World): number => Math.max(...world.scheme.levels.map((level) => level.rank));
const isOpen = (world: World, fact: string): boolean =>
  (world.dossier.facts[fact] ?? 'unknown') === 'unknown';
const answering = (world: World, answers: Readonly<Record<string, string>>): World => ({
  ...world,
  dossier: { ...world.dossier, facts: { ...world.dossier.facts, ...answers } },
});

test('the worlds that the rules below are tried on are ones that could be loaded', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const reads = [
        readDocument(DossierKind, structuredClone(world.dossier)),
        readDocument(SchemeEditionKind, structuredClone(world.scheme)),
        ...world.reports.map((report) => readDocument(TestReportKind, structuredClone(report))),
        ...[...world.catalogue.standards.values()].map((one) =>
          readDocument(StandardEditionKind, structuredClone(one)),
        ),
      ];
      expect(reads.filter((read) => !read.ok)).toEqual([]);
      const filed = [...world.catalogue.standards.values()].map((document) => ({
        file: document.edition,
        document,
      }));
      const known = { facts: world.catalogue.facts, standards: filed };
      expect(filed.flatMap((one) => checkStandard(one, known))).toEqual([]);
      expect(world.reports.flatMap((report) => checkReport('', report, world.catalogue))).toEqual([]);
      expect(
        checkDossier('', world.dossier, world.catalogue).filter((one) => one.facts['id'] !== 'nowhere'),
      ).not.toContainEqual(expect.objectContaining({ code: 'duplicate-id' }));
    }),
    { numRuns: 50 },
  );
});

describe('one more mark', () => {
  test('a favourable one never lowers a level, declared or assessed', () => {
    fc.assert(
      fc.property(worlds, oneMore('favourable'), (world, more) => {
        const before = judged(world).level;
        const after = judged(more(world)).level;
        expect(after.declared).toBeGreaterThanOrEqual(before.declared);
        expect(after.assessed).toBeGreaterThanOrEqual(before.assessed);
      }),
      { numRuns: 1_200 },
    );
  });

  test('a favourable one never leaves a requirement worse off', () => {
    fc.assert(
      fc.property(worlds, oneMore('favourable'), (world, more) => {
        const after = judged(more(world)).findings;
        judged(world).findings.forEach((finding, index) => {
          const now = after[index];
          if (isSatisfied(finding.outcome)) expect(now && isSatisfied(now.outcome)).toBe(true);
          if (isSatisfied(finding.assessed)) expect(now && isSatisfied(now.assessed)).toBe(true);
        });
      }),
      { numRuns: 1_200 },
    );
  });

  test('an unfavourable one never raises a level, nor lets a requirement be satisfied', () => {
    fc.assert(
      fc.property(worlds, oneMore('unfavourable'), (world, more) => {
        const before = judged(world);
        const after = judged(more(world));
        expect(after.level.declared).toBeLessThanOrEqual(before.level.declared);
        expect(after.level.assessed).toBeLessThanOrEqual(before.level.assessed);
        after.findings.forEach((finding, index) => {
          const then = before.findings[index];
          if (isSatisfied(finding.outcome)) expect(then && isSatisfied(then.outcome)).toBe(true);
          if (isSatisfied(finding.assessed)) expect(then && isSatisfied(then.assessed)).toBe(true);
        });
      }),
      { numRuns: 1_200 },
    );
  });
});

describe('an unknown fact', () => {
  /** Every way of answering the facts that are open. */
  const completions = (world: World): readonly Readonly<Record<string, string>>[] =>
    FACTS.filter((fact) => isOpen(world, fact)).reduce<Readonly<Record<string, string>>[]>(
      (some, fact) => some.flatMap((answers) => ['yes', 'no'].map((word) => ({ ...answers, [fact]: word }))),
      [{}],
    );
  const appliesTo = (found: Evaluation): readonly boolean[] =>
    found.findings.map((finding) => finding.because.because[0]?.code !== 'does-not-apply');

  test('leaves a requirement unanswered wherever its applicability turns on it, and a fact that matters is asked', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const found = judged(world);
        const asked = found.questions.map((question) => question.fact);
        const futures = completions(world).map((answers) => ({
          answers,
          applies: appliesTo(judged(answering(world, answers))),
        }));
        found.findings.forEach((finding, index) => {
          const turns = new Set(futures.map((future) => future.applies[index])).size > 1;
          if (!turns) return;
          expect(finding.outcome).toBe('unanswered');
          expect(finding.assessed).toBe('unanswered');
          const matters = asked.some((fact) =>
            futures.some((one) =>
              futures.some(
                (other) =>
                  one.applies[index] !== other.applies[index] &&
                  FACTS.every((each) => (each === fact) === (one.answers[each] !== other.answers[each])),
              ),
            ),
          );
          expect(matters).toBe(true);
        });
      }),
      { numRuns: 600 },
    );
  });

  test('is asked only where it is open and something waits for it; answering, round by round, leaves nothing unanswered', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.constantFrom('yes', 'no')), (world, answers) => {
        // One answer may bring up the next question: that a piece of a split applies is asked once the whole does.
        const nothingLeft = FACTS.reduce((now) => {
          const found = judged(now);
          const asked = found.questions.map((question) => question.fact);
          expect(asked.every((fact) => isOpen(now, fact))).toBe(true);
          expect(asked.length > 0).toBe(found.counts.unanswered > 0);
          return answering(
            now,
            Object.fromEntries(asked.map((fact) => [fact, answers.next().value as string])),
          );
        }, world);
        expect(judged(nothingLeft).counts.unanswered).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an evaluation', () => {
  test('does not depend on the order of anything that went in', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) => fc.tuple(fc.constant(world), shuffled(world))),
        ([world, other]) => {
          expect(judged(other)).toEqual(judged(world));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('counts every finding once, and has one gap for each that is not satisfied as its level asks', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: HIGHEST }), (world, asked) => {
        const found = evaluation(world, asked);
        const { counts } = found;
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(found.findings.length);
        expect(counts.notMet).toBe(found.findings.filter((one) => one.outcome === 'not-met').length);
        const owing = found.findings.filter((one) => !isSatisfied(one.outcome) || !isSatisfied(one.assessed));
        expect(found.gaps.map((gap) => gap.requirement)).toEqual(owing.map((one) => one.requirement));
        for (const [index, gap] of found.gaps.entries())
          expect(gap.kind === 'assessment').toBe(isSatisfied(owing[index]?.outcome ?? 'not-met'));
      }),
      { numRuns: 500 },
    );
  });

  test('reaches a level just where all that it and the levels below ask is satisfied, and assesses no more than is declared', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { level, findings } = judged(world);
        const top = highest(world);
        for (const rank of world.scheme.levels.map((one) => one.rank)) {
          const below = findings.filter((finding) => finding.level <= rank);
          expect(level.declared >= rank).toBe(below.every((one) => isSatisfied(one.outcome)));
          expect(level.assessed >= rank).toBe(
            below.every((one) => isSatisfied(one.outcome) && isSatisfied(one.assessed)),
          );
        }
        expect(level.assessed).toBeLessThanOrEqual(level.declared);
        expect(level.assessed).toBeGreaterThanOrEqual(0);
        expect(level.declared).toBeLessThanOrEqual(top);
      }),
      { numRuns: 500 },
    );
  });

  test('reaches the same level whatever was asked for, and shows no finding above it', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: HIGHEST }), (world, asked) => {
        const found = evaluation(world, asked);
        const whole = judged(world);
        expect({ ...found.level, asked: HIGHEST }).toEqual(whole.level);
        expect(found.findings).toEqual(whole.findings.filter((finding) => finding.level <= asked));
      }),
      { numRuns: 300 },
    );
  });

  test('never says that a requirement is assessed as satisfied and declared as not', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const finding of judged(world).findings)
          if (isSatisfied(finding.assessed)) expect(isSatisfied(finding.outcome)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
