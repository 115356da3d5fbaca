import type { Method, SchemeEdition } from '@assay/vocabulary/scheme';

import { about, each, type Complaint, type Filed } from './complaint.ts';

/** Each method has somebody who could use it, and each declaration somebody who signs it. */
export function checkAssessment({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const first = scheme.roles.some(isFirstParty);
  const others = !scheme.roles.every(isFirstParty);
  return [
    ...each('/methods', scheme.methods, (method, path) => {
      const why = impossible(method, others);
      return why ? [say(path, 'method-nobody-can-perform', { method: method.id, why })] : [];
    }),
    ...(first
      ? []
      : each('/declarations', scheme.declarations, ({ id }, path) => [
          say(path, 'declaration-without-signer', { declaration: id }),
        ])),
  ];
}

/** Whether a role is known, by its id, as the side that makes the product and answers for it. */
export function isFirstParty({ id }: { readonly id: string }): boolean {
  return /^(developer|manufacturer|maker|applicant|supplier|producer)$/.test(id);
}

/** A declaration is the first party's own (ISO/IEC 17000); certification bodies are third parties. */
function impossible({ activity, party, competence }: Method, others: boolean): string | undefined {
  if (activity === 'declaration' && party !== 'first') return 'declaration';
  if (party === 'first' && competence === 'accredited-17065') return 'certifier';
  return party !== 'first' && !others ? 'role' : undefined;
}
