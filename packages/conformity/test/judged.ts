import type { Statement } from '@assay/vocabulary/dossier';
import type { RequirementGroup } from '@assay/vocabulary/scheme';
import type { Provision } from '@assay/vocabulary/standard';
import type { TestReport } from '@assay/vocabulary/test-report';

import { condition, evaluation, findingOn, provision, world, type shows } from './small-world.ts';

export type Given = {
  readonly asks?: Partial<Provision>;
  readonly group?: Partial<RequirementGroup>;
  readonly facts?: Readonly<Record<string, string>>;
  readonly said?: readonly Statement[];
  readonly shown?: ReturnType<typeof shows>[];
  readonly rows?: readonly string[];
  readonly reports?: readonly TestReport[];
};

/** One provision, `1-1`, asked at level 1 by declaration; condition `cf` is that fact f holds. */
export function judged(given: Given) {
  const found = evaluation(
    world({
      provisions: [provision('1-1', given.asks)],
      conditions: [condition('cf', { fact: 'f' }), condition('cg', { fact: 'g' })],
      ...(given.group && { group: given.group }),
      dossier: {
        facts: { ...given.facts },
        statements: [...(given.said ?? [])],
        evidence: given.shown ?? [],
        ixit: given.rows ? [{ table: '7-UpdMech', rows: given.rows.map((id) => ({ id, fields: {} })) }] : [],
      },
      reports: given.reports ?? [],
    }),
  );
  return { finding: findingOn(found, '1-1'), gap: found.gaps[0], found };
}
