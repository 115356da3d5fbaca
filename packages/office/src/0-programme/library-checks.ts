import { dirname } from 'node:path';

import { adviseOnScheme } from '@assay/conformity/0-programme/advise-on-scheme';
import { adviseOnTexts } from '@assay/conformity/0-programme/advise-on-texts';
import { checkCrosswalks } from '@assay/conformity/0-programme/check-crosswalk';
import { checkIxit } from '@assay/conformity/0-programme/check-ixit';
import { checkPolicy } from '@assay/conformity/0-programme/check-policy';
import { checkArrangements } from '@assay/conformity/0-programme/check-recognition';
import { checkScheme, type Surroundings } from '@assay/conformity/0-programme/check-scheme';
import { checkStandard, checkSuccession } from '@assay/conformity/0-programme/check-standard';
import { checkLanguage } from '@assay/conformity/0-programme/check-texts';
import { about, duplicates, type Complaint, type Filed } from '@assay/conformity/0-programme/complaint';
import { editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { LibraryFiles, Unread } from './library-files.ts';

/** Every fault of the documents that could be read, none of which a library may have. */
export function faultsIn(files: LibraryFiles): readonly Complaint[] {
  const { ixit, standards, schemes, texts, crosswalks, arrangements, policies, unread } = files;
  const facts = files.facts[0]?.document.facts ?? [];
  return [
    ...duplicates('standards/facts.yaml', '/facts', facts, (fact) => fact.id),
    ...ixit.flatMap(checkIxit),
    ...standards.flatMap((standard) => checkStandard(standard, { facts: factsById(files), standards })),
    ...checkSuccession(standards),
    ...schemes.flatMap((scheme) => checkScheme(scheme, around(files, scheme))),
    ...texts.flatMap(checkLanguage),
    ...schemes.flatMap(misplaced),
    ...editionsNamedTwice([...standards, ...schemes]),
    ...checkCrosswalks(crosswalks, standards),
    ...checkArrangements(arrangements, schemes),
    ...policies.flatMap((policy) => checkPolicy(policy, standards)),
  ].filter((complaint) => !isEcho(complaint, unread));
}

/** What somebody should look at in the schemes, which may be used as they are. */
export function adviceOn(files: LibraryFiles): readonly Complaint[] {
  const folders = Map.groupBy(files.schemes, ({ file }) => dirname(file));
  return [
    ...files.schemes.flatMap((scheme) => adviseOnScheme(scheme, around(files, scheme))),
    ...[...folders].flatMap(([folder, editions]) => adviseOnTexts(editions, textsIn(files, folder))),
  ];
}

function around(files: LibraryFiles, scheme: Filed<SchemeEdition>): Surroundings {
  return {
    facts: factsById(files),
    standards: files.standards,
    schemes: files.schemes,
    texts: textsIn(files, dirname(scheme.file)),
  };
}

function factsById({ facts: [dictionary] }: LibraryFiles): Surroundings['facts'] {
  return new Map(dictionary?.document.facts.map((fact) => [fact.id, fact]));
}

function textsIn({ texts }: LibraryFiles, folder: string): LibraryFiles['texts'] {
  return texts.filter(({ file }) => dirname(dirname(file)) === folder);
}

/** Texts are found by the scheme's id, under which its folder goes. */
function misplaced({ file, document: { id } }: Filed<SchemeEdition>): readonly Complaint[] {
  const [root, folder] = file.split('/');
  return root !== 'schemes' || folder === id
    ? []
    : [about(file)('/id', 'folder-misnamed', { id, folder: folder ?? '' })];
}

function editionsNamedTwice(
  files: readonly Filed<{ readonly id: string; readonly edition: string }>[],
): readonly Complaint[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file, document }) => {
    const ref = editionRef(document.id, document.edition);
    const first = seen.get(ref);
    seen.set(ref, first ?? file);
    return first === undefined
      ? []
      : [about(file)('/edition', 'duplicate-id', { id: `${ref} (also in ${first})` })];
  });
}

/** What is missed only because the file that holds it could not be read: that fault is told once, where it is. */
function isEcho({ code, facts, file }: Complaint, unread: readonly Unread[]): boolean {
  const lost = (pattern: RegExp) => unread.some((one) => pattern.test(one.file));
  const lostEdition = (folder: string, ref: string) => {
    const [id = '', edition = ''] = ref.replace(/#.*$/, '').split('@');
    return unread.some((one) => one.file === `${folder}/${id}/${edition}.yaml`);
  };
  switch (code) {
    case 'undeclared-fact':
      return lost(/^standards\/facts\.yaml$/);
    case 'dangling-reference':
      return (
        (facts['to'] === 'standards' && lostEdition('standards', String(facts['id']))) ||
        (facts['to'] === 'editions of this standard' &&
          unread.some((one) => one.file === `${dirname(file)}/${String(facts['id'])}.yaml`)) ||
        (String(facts['to']).startsWith('provisions of edition ') &&
          unread.some((one) => one.file === `${dirname(file)}/${String(facts['to']).slice(22)}.yaml`))
      );
    case 'recognition-of-unknown-edition':
      return lostEdition('schemes', String(facts['edition']));
    case 'no-texts':
    case 'language-missing':
      return unread.some((one) => dirname(one.file) === `${dirname(file)}/texts`);
    default:
      return false;
  }
}
