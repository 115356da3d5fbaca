import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import { duplicates, type Complaint, type Filed } from '@assay/conformity/0-programme/complaint';
import type { ReleaseGuard } from '@assay/vocabulary/release-guard';

/** What the schema of `assay.yaml` cannot see: editions and levels that there are not, and two labels of one scheme. */
export function checkGuard(
  { file, document }: Filed<ReleaseGuard>,
  catalogue: Catalogue,
): readonly Complaint[] {
  const { labels } = document;
  const unknown = labels.flatMap(({ scheme, level }, place): readonly Complaint[] => {
    const path = `/labels/${String(place)}`;
    const edition = catalogue.schemes.get(scheme);
    const known = [...catalogue.schemes.keys()].join(', ');
    if (!edition)
      return [
        {
          ...{ file, path: `${path}/scheme` },
          ...{
            code: 'dangling-reference',
            facts: { id: scheme, to: `the editions that are loaded (${known})` },
          },
        },
      ];
    return edition.levels.some(({ rank }) => rank === level)
      ? []
      : [
          {
            ...{ file, path: `${path}/level` },
            ...{ code: 'dangling-reference', facts: { id: level, to: `the levels of ${scheme}` } },
          },
        ];
  });
  return [
    ...duplicates(file, '/labels', labels, ({ scheme }) => scheme.slice(0, scheme.indexOf('@'))),
    ...unknown,
  ];
}
