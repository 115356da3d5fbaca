import type { Confidence } from '@assay/vocabulary/confidence';

/**
 * How much a finding weighs. `error`: a contradiction; the library that holds it is refused. `warning`: something is
 * missing or without effect; the edition works, and somebody should look. `note`: open or uncertain, and said to be so.
 */
export type Severity = 'error' | 'warning' | 'note';

/**
 * The clause of ISO/IEC 27404:2025 that a check looks to. Only contents, foreword, introduction and scope of it were
 * seen: what the clause asks is inferred from them, and the mark says how well.
 */
export type Clause = { readonly clause: '6.2' | '7.2' | '8.2'; readonly confidence: Confidence };

type Check = { readonly severity: Severity; readonly clause?: Clause };

const fault: Check = { severity: 'error' };
const doubt: Check = { severity: 'warning' };
const open: Check = { severity: 'note' };
/** That these are requirements is in the title of the clause, the topics are in the scope; the list itself was not seen. */
const FRAMEWORK: Clause = { clause: '7.2', confidence: 'likely' };
/** That these are requirements is in the title of the clause; the rules are read off the headings that follow it. */
const RULES: Clause = { clause: '8.2', confidence: 'uncertain' };
const SOURCES: Clause = { clause: '6.2', confidence: 'uncertain' };

export type CheckCode = keyof typeof CHECKS;

/** Everything that is looked for in schemes, standards, crosswalks and recognitions, by the code under which it is told. */
export const CHECKS = {
  // References and ids
  'duplicate-id': fault,
  'folder-misnamed': fault,
  'dangling-reference': fault,
  'provision-selected-twice': fault,
  'requirement-without-method': fault,
  'recognition-of-unknown-edition': fault,
  // Levels, classes, principles
  'unreachable-level': fault,
  'binary-with-levels': fault,
  'levels-look-alike': fault,
  'classes-missing': fault,
  'class-takes-nothing': fault,
  'principles-missing': fault,
  'principles-without-model': fault,
  'principle-without-requirements': fault,
  'selector-takes-nothing': fault,
  // Conditions and scope
  'undeclared-fact': fault,
  'fact-of-another-type': fault,
  'choice-not-offered': fault,
  'condition-never-true': fault,
  'provision-never-applies': fault,
  'scope-takes-nothing': fault,
  'category-taken-and-excluded': fault,
  'category-out-of-scope': fault,
  // Assessment and application
  'method-nobody-can-perform': fault,
  'declaration-without-signer': fault,
  'form-asks-for-no-member': fault,
  'disclosure-without-field': fault,
  // Time and numbers
  'ends-before-it-begins': fault,
  'overlapping-editions': fault,
  'clock-without-calendar': fault,
  'clock-of-another-unit': fault,
  'clock-ends-as-it-starts': fault,
  'setting-of-another-unit': fault,
  'setting-not-a-number': fault,
  'term-missing': fault,
  'term-without-rule': fault,
  'support-end-not-asked': fault,
  // Label and texts
  'neither-label-nor-statement': fault,
  'no-texts': fault,
  'language-missing': fault,
  'language-misnamed': fault,
  'text-missing': fault,
  // Between documents
  'pair-within-an-edition': fault,
  'pair-given-twice': fault,
  'crosswalk-cycle': fault,
  'succession-cycle': fault,
  'parent-cycle': fault,
  'recognition-among-strangers': fault,
  'recognises-itself': fault,
  'direction-given-twice': fault,
  // What a labelling programme is expected to have
  'component-missing': { ...doubt, clause: FRAMEWORK },
  'role-missing': { ...doubt, clause: FRAMEWORK },
  'rule-missing': { ...doubt, clause: RULES },
  'component-uncertain': { ...open, clause: FRAMEWORK },
  'rule-uncertain': { ...open, clause: RULES },
  'standard-published-later': { ...doubt, clause: SOURCES },
  'publication-unknown': { ...open, clause: SOURCES },
  'requirements-uncertain': { ...open, clause: SOURCES },
  // Without effect, or not settled
  'requirement-never-asked': doubt,
  'level-adds-nothing': doubt,
  'scope-test-without-effect': doubt,
  'method-unused': doubt,
  'clock-without-event': doubt,
  'one-language-only': doubt,
  'text-unused': doubt,
  'open-setting-in-use': doubt,
  'open-setting': open,
} as const satisfies Readonly<Record<string, Check>>;

/** What is known of a code. One that is not in the list is a fault: a document that is not what its schema asks. */
export function checkOf(code: string): Check {
  return Object.hasOwn(CHECKS, code) ? CHECKS[parseCode(code)] : fault;
}

function parseCode(code: string): CheckCode {
  return code as CheckCode;
}
