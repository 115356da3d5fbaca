import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

/** How a stranger checks the label without trusting this site, and what that check cannot tell yet. */
export function Verify({
  record,
  address,
}: {
  readonly record: LabelRecord;
  readonly address: string;
}): JSX.Element {
  const path = `/L/${record.labelId}`;
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">Check it yourself</h2>
      <p>
        The label is signed and written into a public log as entry {String(record.evidence.index)}.{' '}
        <a href={`/verify#${record.labelId}`}>Check all of it in this browser</a>, or, without trusting this
        site for the program either, by this command:
      </p>
      <pre>
        <code>assay verify {address}</code>
      </pre>
      <p>
        {record.witnessed
          ? 'Independent witnesses have countersigned the log: it cannot show one history to you and another to others unnoticed.'
          : 'No independent witness has countersigned the log yet. That it shows everybody the same history rests on the administrator’s word alone.'}
      </p>
      <ul class="links">
        <li>
          <a href={`${path}/credential`}>Signed credential</a>
        </li>
        <li>
          <a href={`${path}/proof`}>Proof of logging</a>
        </li>
        <li>
          <a href={`${path}/bundle`}>Bundle to verify offline</a>
        </li>
        <li>
          <a href={`${path}/offline-code.svg`}>Code that a scanner verifies offline</a>
        </li>
        <li>
          <a href={`/api/v1/labels/${record.labelId}`}>This page as data</a>
        </li>
      </ul>
    </section>
  );
}
