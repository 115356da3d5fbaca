import type { Dossier } from '@assay/vocabulary/dossier';

import type { Carry, Requirement } from './requirement.ts';

/**
 * The parts for which a requirement is judged one by one: every component where the provision speaks of each or
 * some components, the rows of its IXIT table where it is assessed per row, none otherwise.
 */
export function partsOf(
  requirement: Requirement,
  carries: readonly Carry[],
  dossier: Dossier,
): readonly string[] {
  switch (requirement.provision.scope) {
    case 'each-component':
    case 'each-applicable-component':
    case 'some-components':
      return dossier.components.map((component) => component.id);
    case 'product':
    case 'developer': {
      const tables = new Set(carries.flatMap((carry) => carry.provision.assessedPer ?? []));
      return dossier.ixit
        .filter((table) => tables.has(table.table))
        .flatMap((table) => table.rows.map((row) => row.id));
    }
    default:
      return [];
  }
}
