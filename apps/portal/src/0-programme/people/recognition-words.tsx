import type { BodyStanding } from '@assay/conformity/0-programme/body-standing';
import type { Activity, Competence } from '@assay/vocabulary/scheme';
import { unreachable } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { Day } from '../../layout/when.tsx';

export const ACTIVITY_WORDS: Readonly<Record<Activity, string>> = {
  declaration: 'Declaration',
  'document-review': 'Review of documents',
  'functional-test': 'Functional test',
  'binary-analysis': 'Binary analysis',
  'penetration-test': 'Penetration test',
  evaluation: 'Evaluation',
};
export const COMPETENCE_WORDS: Readonly<Record<Competence, string>> = {
  none: 'None shown',
  approved: 'Approved',
  'accredited-17025': 'Accredited to ISO/IEC 17025',
  'accredited-17065': 'Accredited to ISO/IEC 17065',
};

/** How a body stands today, in words, with the day that matters. */
export function Standing({ of }: { readonly of: BodyStanding }): JSX.Element {
  switch (of.state) {
    case 'never':
      return <>Never recognised</>;
    case 'not-yet':
      return (
        <>
          Recognised from <Day at={of.from} /> on
        </>
      );
    case 'recognised':
      return of.until === undefined ? (
        <>
          Recognised since <Day at={of.from} />
        </>
      ) : (
        <>
          Recognised, no longer from <Day at={of.until} /> on
        </>
      );
    case 'expired':
      return (
        <>
          Expired on <Day at={of.from} />
        </>
      );
    case 'accreditation-ended':
      return (
        <>
          Accreditation ended before <Day at={of.from} />
        </>
      );
    case 'withdrawn':
      return (
        <>
          Withdrawn from <Day at={of.from} /> on: {of.because}
        </>
      );
    default:
      return unreachable(of);
  }
}
