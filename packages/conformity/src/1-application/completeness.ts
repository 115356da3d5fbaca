import type { Dossier } from '@assay/vocabulary/dossier';
import type { Reason } from '@assay/vocabulary/evaluation';
import { unreachable } from '@assay/vocabulary/result';
import type { DisclosureField, SchemeEdition } from '@assay/vocabulary/scheme';

import { TAKEN_FROM } from '../0-programme/check-application.ts';
import { reason } from '../reason.ts';
import { undeclared } from './declare.ts';
import { inScope } from './scope.ts';

/** A declaration that the applicant signed with the application: which text, in which version. */
export type SignedDeclaration = Dossier['declarations'][number];

/**
 * Everything that an application still lacks, item by item (ISO/IEC 27404 clause 8.3); none: it may be accepted.
 * A complete application may still fail every requirement: that is for the evaluation.
 */
export function missingFrom(
  scheme: SchemeEdition,
  dossier: Dossier,
  declarations: readonly SignedDeclaration[],
): readonly Reason[] {
  const scope = inScope(scheme, dossier);
  const signed = [...dossier.declarations, ...declarations];
  const undisclosed = scheme.disclosures
    .filter(({ required, field }) => required && !isDisclosed(field, dossier))
    .map(({ field }) => field);
  // What is published and missing is named once.
  const named = new Set(undisclosed.flatMap((field) => TAKEN_FROM[field]));
  return [
    ...(scope.ok
      ? scope.value.ask.map((fact) => reason('scope-fact-unanswered', { fact }))
      : scope.refusal.grounds),
    ...scheme.applicationForm
      .filter((pointer) => isBlank(at(dossier, pointer)) && !named.has(pointer))
      .map((pointer) => reason('member-missing', { pointer })),
    ...undeclared(scheme, signed),
    ...undisclosed.map((field) => reason('disclosure-missing', { field })),
  ];
}

/** Whether the developer's part of a disclosure is there; what the administrator and laboratory add comes later. */
function isDisclosed(field: DisclosureField, dossier: Dossier): boolean {
  const { disclosures } = dossier;
  switch (field) {
    case 'passwordChange':
    case 'secureConfiguration':
    case 'updates':
    case 'securityInformation':
      return disclosures[field] !== undefined;
    case 'supportPeriod':
      return 'until' in dossier.supportPeriod || dossier.supportPeriod.state === 'unsupported';
    case 'inventories':
      return disclosures.sbom !== undefined && disclosures.hbom !== undefined;
    case 'contact':
      return !isBlank(dossier.contacts.security);
    // Members that no dossier lacks, what the declarations ask for themselves, and what is known once there is a label.
    case 'productName':
    case 'manufacturer':
    case 'category':
    case 'models':
    case 'declaration':
    case 'level':
    case 'labelId':
    case 'validity':
    case 'authorisation':
    case 'administrator':
    case 'laboratory':
      return true;
    default:
      return unreachable(field);
  }
}

/** The member that a JSON Pointer names; lists and objects only, never the prototype. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>(
      (here, key) =>
        typeof here === 'object' && here !== null && Object.hasOwn(here, key)
          ? Object.entries(here).find(([name]) => name === key)?.[1]
          : undefined,
      document,
    );
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
