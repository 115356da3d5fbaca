import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { isFirstParty } from './check-assessment.ts';
import { about, type Complaint, type Filed } from './complaint.ts';

/**
 * A part that ISO/IEC 27404:2025 expects of a labelling programme, as far as its headings and scope tell: the components
 * of clause 7.2 and the rules of clause 8.2. What its schema already makes an edition have is looked at for its mark alone.
 */
type Part = {
  readonly id: string;
  readonly kind: 'component' | 'rule';
  readonly path: string;
  /** Marks of what is stated; none: it is missing. */
  readonly marks: (scheme: SchemeEdition) => readonly Confidence[];
};

type Marked = { readonly confidence: Confidence };
const of = (rows: readonly (Marked | undefined)[]): readonly Confidence[] =>
  rows.flatMap((row) => (row ? [row.confidence] : []));

const component = (id: string, path: string, marks: Part['marks']): Part => ({
  id,
  kind: 'component',
  path,
  marks,
});
const rule = (id: string, path: string, marks: Part['marks']): Part => ({ id, kind: 'rule', path, marks });

const FRAMEWORK: readonly Part[] = [
  component('cybersecurity-requirements', '/requirements', ({ requirements }) => of(requirements)),
  component('conformity-assessment', '/methods', ({ methods }) => of(methods)),
  component('issuance-and-maintenance', '/validity', ({ validity, sanctions, changeClasses }) =>
    of([validity, ...sanctions, ...changeClasses]),
  ),
  component('stakeholder-roles', '/roles', ({ roles }) => of(roles)),
  component('mutual-recognition', '/recognitions', ({ recognitions }) => of(recognitions)),
  rule('application-acceptance', '/declarations', ({ declarations, gates = [], scope }) =>
    of([...declarations, ...gates, ...scope.inclusion, ...scope.exclusions]),
  ),
  rule('validity', '/validity', ({ validity }) => of([validity])),
  rule('surveillance', '/surveillance', ({ surveillance }) => of([surveillance])),
  rule('maintenance', '/changeClasses', ({ changeClasses }) => of(changeClasses)),
  rule('renewal', '/renewal', ({ renewal }) => of([renewal])),
  rule('revocation', '/sanctions', ({ sanctions }) => of(sanctions)),
  rule('standard-change', '/standardChange', ({ standardChange }) => of([standardChange])),
  // An edition that ends in neither is told as a fault.
  rule('design', '/label', ({ label, statement }) =>
    of([label, statement ?? (label ? undefined : { confidence: 'sure' })]),
  ),
];

/** Who is expected in a programme, and how a role is known as theirs. */
const ROLES: readonly {
  readonly role: string;
  readonly isTaken: (role: { readonly id: string }) => boolean;
  readonly isNeeded: (scheme: SchemeEdition) => boolean;
}[] = [
  { role: 'scheme-owner', isTaken: ({ id }) => /owner|bureau/.test(id), isNeeded: () => true },
  {
    role: 'developer',
    // That a declaration has no signer is a fault of its own.
    isTaken: isFirstParty,
    isNeeded: ({ declarations }) => declarations.length === 0,
  },
  {
    role: 'issuing-body',
    isTaken: ({ id }) => /issu|administrator/.test(id),
    isNeeded: ({ label }) => label !== undefined,
  },
  {
    role: 'laboratory',
    isTaken: ({ id }) => /laborator|inspect|assess|evaluat|notified|certif/.test(id),
    isNeeded: ({ methods }) => methods.some(({ party }) => party === 'third'),
  },
];

/** What an edition lacks of the framework, and what in it rests on a reading that is marked uncertain. */
export function compareWithFramework({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  return [
    ...FRAMEWORK.flatMap(({ id, kind, path, marks }) => {
      const found = marks(scheme);
      if (found.length === 0) return [say(path, `${kind}-missing`, { wanted: id })];
      return weakest(found) === 'uncertain' ? [say(path, `${kind}-uncertain`, { wanted: id })] : [];
    }),
    ...ROLES.filter(({ isTaken, isNeeded }) => isNeeded(scheme) && !scheme.roles.some(isTaken)).map(
      ({ role }) => say('/roles', 'role-missing', { wanted: role }),
    ),
  ];
}
