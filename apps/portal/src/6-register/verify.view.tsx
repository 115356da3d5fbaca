import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

import { CheckYourself } from '../layout/check-yourself.tsx';

/** How a stranger checks the label without trusting this site, and what that check cannot tell yet. */
export function Verify({
  record,
  address,
}: {
  readonly record: LabelRecord;
  readonly address: string;
}): JSX.Element {
  const { labelId, evidence, witnessed } = record;
  return (
    <CheckYourself
      labelId={labelId}
      command={address}
      offlineCode
      limits={
        witnessed
          ? 'Independent witnesses have countersigned the log: it cannot show one history to you and another to others unnoticed.'
          : 'No independent witness has countersigned the log yet. That it shows everybody the same history rests on the administrator’s word alone.'
      }
    >
      The label is signed and written into a public log as entry {String(evidence.index)}.{' '}
      <a href={`/verify#${labelId}`}>Check all of it in this browser</a>, or, without trusting this site for
      the program either, by this command:
    </CheckYourself>
  );
}
