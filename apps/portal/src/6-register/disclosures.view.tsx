import type { Disclosures } from '@assay/vocabulary/dossier';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { ComponentChildren, JSX } from 'preact';

import { Contact, Outside } from '../layout/contact.tsx';
import { wordOf, type Standing } from '../layout/standing.ts';
import { Day } from '../layout/when.tsx';

/** The ten disclosures of 47 CFR 8.222(b), in the rule's order (`reference/us-cyber-trust-mark.md` section 6.2). */
export function DisclosureTable({
  record,
  standing,
}: {
  readonly record: LabelRecord;
  readonly standing: Standing;
}): JSX.Element {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">What buyers should know</h2>
      <table class="facts stack">
        <caption>Stated by the maker and the label administrator</caption>
        <tbody>
          {disclosuresOf(record, standing).map(({ name, says }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Row = { readonly name: string; readonly says: ComponentChildren };

function disclosuresOf(record: LabelRecord, standing: Standing): readonly Row[] {
  const { disclosures, administrator } = record;
  return [
    { name: 'Product', says: record.product.name },
    { name: 'Maker', says: record.product.manufacturer },
    {
      name: 'Authorised',
      says: (
        <>
          <Day at={record.validFrom} />. Now: <strong>{wordOf(record.state).toLowerCase()}</strong>
          {standing === 'support-ended' && ', but support for the product has ended'}
        </>
      ),
    },
    {
      name: 'Label administrator',
      says: (
        <>
          {administrator.name}
          <br />
          <Contact text={administrator.contact} />
        </>
      ),
    },
    {
      name: 'Testing laboratory',
      says: record.laboratory?.name ?? 'None: no laboratory test for this label',
    },
    { name: 'Changing the default password', says: <Password said={disclosures.passwordChange} /> },
    { name: 'Setting it up securely', says: <How said={disclosures.secureConfiguration} /> },
    { name: 'Security updates', says: <Updates said={disclosures.updates} /> },
    { name: 'Security support until', says: <Support record={record} standing={standing} /> },
    {
      name: 'Lists of parts kept by the maker',
      says: (
        <>
          Software (SBOM): {yesNo(disclosures.sbom)}
          <br />
          Hardware (HBOM): {yesNo(disclosures.hbom)}
        </>
      ),
    },
  ];
}

const NOT_STATED = 'Not stated by the maker';

function Password({ said }: { readonly said: Disclosures['passwordChange'] }): JSX.Element {
  if (!said) return <>{NOT_STATED}</>;
  const first = {
    yes: 'Can be changed.',
    no: 'Cannot be changed.',
    'no-password': 'The product has no password.',
  }[said.changeable];
  return (
    <>
      <strong>{first}</strong> <How said={said.how} />
    </>
  );
}

function Updates({ said }: { readonly said: Disclosures['updates'] }): JSX.Element {
  if (!said) return <>{NOT_STATED}</>;
  return (
    <>
      <strong>{said.automatic === 'yes' ? 'Automatic.' : 'Not automatic.'}</strong> <How said={said.how} />
    </>
  );
}

function How({ said }: { readonly said: Disclosures['secureConfiguration'] }): JSX.Element {
  if (!said) return <>{NOT_STATED}</>;
  return (
    <>
      {said.says}
      {said.link !== undefined && (
        <>
          {' '}
          <Outside href={said.link}>Instructions on the maker’s site</Outside>
        </>
      )}
    </>
  );
}

function Support({
  record,
  standing,
}: {
  readonly record: LabelRecord;
  readonly standing: Standing;
}): JSX.Element {
  const end = record.supportEnd;
  if (end === null)
    return (
      <>
        <strong>
          {record.supportState === 'unsupported' ? 'The product is unsupported.' : 'No date is published.'}
        </strong>{' '}
        Do not expect security updates.
      </>
    );
  return (
    <>
      <Day at={end} />
      {standing === 'support-ended' && <strong> (over: do not expect security updates)</strong>}
    </>
  );
}

function yesNo(said: 'yes' | 'no' | undefined): string {
  if (said === undefined) return NOT_STATED.toLowerCase();
  return said;
}
