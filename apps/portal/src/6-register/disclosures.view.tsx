import type { Disclosures } from '@assay/vocabulary/dossier';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { DisclosureField } from '@assay/vocabulary/scheme';
import type { ComponentChildren, JSX } from 'preact';

import { Contact, Outside } from '../layout/contact.tsx';
import { wordOf, type Standing } from '../layout/standing.ts';
import { Day } from '../layout/when.tsx';

/** What the scheme publishes, in the order of 47 CFR 8.222(b) and then of the vocabulary, and what the maker states beyond it. */
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
          {disclosuresOf(record, standing)
            .filter(({ field, stated }) => stated || record.publishes.includes(field))
            .map(({ name, says }) => (
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

type Row = {
  readonly field: DisclosureField;
  readonly name: string;
  readonly says: ComponentChildren;
  /** Whether there is something to say beyond what the scheme publishes. */
  readonly stated: boolean;
};

function disclosuresOf(record: LabelRecord, standing: Standing): readonly Row[] {
  return [...fixedRows(record, standing), ...makerRows(record, standing), ...schemeRows(record)];
}

/** Who made it, who stands behind the label, and how it stands. */
function fixedRows(record: LabelRecord, standing: Standing): readonly Row[] {
  const { administrator, laboratory, product } = record;
  return [
    { field: 'productName', name: 'Product', says: product.name, stated: true },
    { field: 'manufacturer', name: 'Maker', says: product.manufacturer, stated: true },
    {
      field: 'authorisation',
      name: 'Authorised',
      says: (
        <>
          <Day at={record.validFrom} />. Now: <strong>{wordOf(record.state).toLowerCase()}</strong>
          {standing === 'support-ended' && ', but support for the product has ended'}
        </>
      ),
      stated: true,
    },
    {
      field: 'administrator',
      name: 'Label administrator',
      says: (
        <>
          {administrator.name}
          <br />
          <Contact text={administrator.contact} />
        </>
      ),
      stated: true,
    },
    {
      field: 'laboratory',
      name: 'Testing laboratory',
      says: laboratory?.name ?? 'None: no laboratory test for this label',
      stated: true,
    },
  ];
}

/** What only the maker can say. */
function makerRows(record: LabelRecord, standing: Standing): readonly Row[] {
  const { passwordChange, secureConfiguration, updates, sbom, hbom } = record.disclosures;
  return [
    {
      field: 'passwordChange',
      name: 'Changing the default password',
      says: <Password said={passwordChange} />,
      stated: passwordChange !== undefined,
    },
    {
      field: 'secureConfiguration',
      name: 'Setting it up securely',
      says: <How said={secureConfiguration} />,
      stated: secureConfiguration !== undefined,
    },
    {
      field: 'updates',
      name: 'Security updates',
      says: <Updates said={updates} />,
      stated: updates !== undefined,
    },
    {
      field: 'supportPeriod',
      name: 'Security support until',
      says: <Support record={record} standing={standing} />,
      stated: true,
    },
    {
      field: 'inventories',
      name: 'Lists of parts kept by the maker',
      says: (
        <>
          Software (SBOM): {yesNo(sbom)}
          <br />
          Hardware (HBOM): {yesNo(hbom)}
        </>
      ),
      stated: sbom !== undefined || hbom !== undefined,
    },
  ];
}

/** What other schemes publish beyond the ten of the U.S. rule; shown where the scheme of the label does. */
function schemeRows(record: LabelRecord): readonly Row[] {
  const { product, level, disclosures, contact, declarations } = record;
  return [
    { field: 'category', name: 'Kind of product', says: product.category, stated: false },
    { field: 'models', name: 'Models', says: product.models.join(', '), stated: false },
    { field: 'level', name: 'Level', says: `${level.symbol} ${level.name}`, stated: false },
    { field: 'labelId', name: 'Number of the label', says: record.labelId, stated: false },
    { field: 'validity', name: 'Valid until', says: <Day at={record.validUntil} />, stated: false },
    {
      field: 'contact',
      name: 'Reporting a vulnerability',
      says: contact === null ? NOT_STATED : <Contact text={contact} />,
      stated: false,
    },
    {
      field: 'securityInformation',
      name: 'Vulnerabilities and their updates',
      says: <How said={disclosures.securityInformation} />,
      stated: disclosures.securityInformation !== undefined,
    },
    {
      field: 'declaration',
      name: 'Declared by the maker',
      says: declarations.length === 0 ? NOT_STATED : declarations.join(' '),
      stated: false,
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
