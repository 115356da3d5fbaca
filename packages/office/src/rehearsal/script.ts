import { editionRef, type PersonId } from '@assay/vocabulary/ids';

/** Whoever plays a part in the rehearsal; all of them invented, each named in the sandbox programme. */
export const CAST = {
  applicant: person('ada-applicant'),
  intake: person('ines-intake'),
  laboratory: person('lars-laboratory'),
  evaluator: person('eva-evaluator'),
  reviewer: person('rita-reviewer'),
  decider: person('dan-decider'),
  issuer: person('iris-issuer'),
  surveillance: person('sam-surveillance'),
} as const;

/** One case of the rehearsal: which dossier, which report, and what the people say. Files below `examples/`. */
export type Script = {
  readonly id: 'as-published' | 'what-if';
  readonly title: string;
  readonly dossier: string;
  /** The maker's self-assessment, handed in with the dossier. */
  readonly ownReport: string;
  readonly report: string;
};

/** The real self-assessment as it was published, then a marked copy that differs in one thing. */
export const SCRIPTS: readonly Script[] = [
  {
    id: 'as-published',
    title: 'Ruuvi Gateway, the restated self-assessment as published',
    dossier: 'ruuvi-gateway/dossier.yaml',
    ownReport: 'ruuvi-gateway/self-assessment.yaml',
    report: 'ruuvi-gateway/sandbox-laboratory-report-as-published.yaml',
  },
  {
    id: 'what-if',
    title: 'Ruuvi Gateway, a what-if copy with a declared end of support',
    dossier: 'ruuvi-gateway/what-if/dossier.yaml',
    ownReport: 'ruuvi-gateway/what-if/self-assessment.yaml',
    report: 'ruuvi-gateway/sandbox-laboratory-report.yaml',
  },
];

/** Scheme and level that both cases apply for. */
export const APPLIED_FOR = { scheme: editionRef('singapore-cls', '1.4'), level: 1 };

function person(name: string): PersonId {
  return parsePerson(`person_${name}`);
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}
