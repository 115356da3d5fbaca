import { basename, extname } from 'node:path';

import type { Brought } from '@assay/formats/import/brought';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { CalendarDate } from '@assay/vocabulary/instant';

/** What stands for something that the files do not say. */
const NOT_STATED = 'not stated';

/** A dossier that says of each member that nothing was stated; `file` gives it its name. */
export function blankDossier(file: string): object {
  return {
    dossier: nameOf(file),
    provenance: {
      kind: 'submitted',
      note: 'Begun from imported files. What reads "not stated" was not in them: fill it in before it is handed in.',
      sources: [],
    },
    product: {
      name: NOT_STATED,
      brand: NOT_STATED,
      manufacturer: NOT_STATED,
      models: [NOT_STATED],
      gtins: [],
      category: 'not-stated',
      hardwareVersions: [NOT_STATED],
      firmwareVersions: [NOT_STATED],
    },
    components: [{ id: 'device', kind: 'device', name: NOT_STATED, maker: NOT_STATED, version: NOT_STATED }],
    facts: {},
    statements: [],
    ixit: [],
    evidence: [],
    disclosures: {},
    supportPeriod: { state: 'not-published' },
    contacts: { security: NOT_STATED },
    declarations: [],
  };
}

/**
 * A report of the maker's own verdicts, without competence or accreditation, and of no more rigour than reading them has. Its days of testing are the day of the import: the files
 * state none. It has the first result, because a report has at least one.
 */
export function blankReport({
  file,
  product,
  brought,
  asOf,
}: {
  readonly file: string;
  readonly product: Dossier | undefined;
  readonly brought: Brought;
  readonly asOf: CalendarDate;
}): object {
  const name = nameOf(file);
  const [first] = brought.results;
  return {
    report: name,
    provenance: {
      kind: 'submitted',
      note: 'Verdicts of the developer from imported files. The days of testing are the day of the import where the files state none.',
      sources: [],
    },
    laboratory: {
      body: `body_${name}`,
      name: `${product?.product.manufacturer ?? NOT_STATED}, assessing its own product`,
      party: 'first',
      competence: 'none',
    },
    activity: 'document-review',
    object: {
      product: product?.product.name ?? NOT_STATED,
      hardwareVersion: product?.product.hardwareVersions[0] ?? NOT_STATED,
      firmwareVersion: product?.product.firmwareVersions[0] ?? NOT_STATED,
    },
    testedFrom: asOf,
    testedUntil: asOf,
    instruments: [],
    analyst: NOT_STATED,
    results: first ? [first] : [],
  };
}

/** A lower-case name with hyphens, made from a file's. */
export function nameOf(file: string): string {
  const name = basename(file, extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'dossier' : name;
}
