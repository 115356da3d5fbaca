import { createHash } from 'node:crypto';

import type { LabelStatement } from '@assay/attestation/credential/label-statement';
import { groupsFor } from '@assay/conformity/1-application/product-class';
import type { Dossier } from '@assay/vocabulary/dossier';
import { editionRef, type LabelId } from '@assay/vocabulary/ids';
import { dateOf, type Instant } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Office } from '../office.ts';
import { textsOf } from '../scheme-of.ts';

type Granted = {
  readonly label: LabelId;
  readonly level: number;
  readonly scheme: SchemeEdition;
  readonly dossier: Dossier;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly slot: { readonly list: number; readonly index: number };
};

/**
 * What the credential will say. In a sandbox every name says so: the scheme's owner has attested nothing, and the
 * credential must not read as if it had.
 */
export function labelStatement(office: Office, granted: Granted): LabelStatement {
  const { scheme, dossier, level } = granted;
  const { product, contacts, disclosures } = dossier;
  const { sandbox, administrator } = office.programme;
  const texts = textsOf(office, scheme);
  const rehearsal = (name: string) => (sandbox ? `${name} (rules only: sandbox)` : name);
  const schemeName = rehearsal(texts[scheme.title] ?? scheme.title);
  const groups = groupsFor(scheme, product.category).filter((group) => group.level <= level);
  const profile = scheme.levels.find((candidate) => candidate.rank === level);
  const base = `urn:assay:${sandbox ? 'sandbox:' : ''}`;
  return {
    labelId: granted.label,
    labelHost: office.host,
    credentialUuid: uuidOf(`${granted.label} ${granted.validFrom}`),
    sandbox,
    issuer: { did: office.did, name: administrator.name },
    validFrom: granted.validFrom,
    validUntil: granted.validUntil,
    status: { url: statusUrl(office), list: granted.slot.list, index: granted.slot.index },
    holder: { id: `${base}holder:${slug(product.manufacturer)}`, name: product.manufacturer },
    authorisations: [],
    scheme: { id: `${base}scheme:${editionRef(scheme.id, scheme.edition)}`, name: schemeName },
    profile: {
      id: `${base}scheme:${editionRef(scheme.id, scheme.edition)}:level:${String(level)}`,
      name: rehearsal(profile ? (texts[profile.name] ?? profile.name) : String(level)),
    },
    tier: { code: `${scheme.id}-${String(level)}`, rank: level },
    assessorLevel: '3rdParty',
    assessmentLevel: sandbox ? 'no-endorsement' : 'scheme-cab',
    product: {
      id: `${base}product:${slug(product.brand)}:${slug(product.models[0] ?? product.name)}`,
      name: product.name,
      brand: product.brand,
      model: product.models[0] ?? product.name,
      gtins: product.gtins,
    },
    assessments: [
      {
        id: `${base}assessment:${granted.label}`,
        name: rehearsal('Assessment for the level of the label'),
        date: dateOf(granted.validFrom),
        criteria: groups.map((group) => ({
          id: `${base}criteria:${editionRef(scheme.id, scheme.edition)}:${group.id}`,
          name: group.id,
        })),
        scores: [`${scheme.id}-${String(level)}`],
        idVerifiedByCab: false,
        standards: [...new Set(groups.map((group) => group.from))].map((ref) => ({
          id: `urn:assay:standard:${ref}`,
          name: ref,
        })),
        topics: [{ id: 'urn:assay:topic:cybersecurity', name: 'Cybersecurity of a consumer IoT product' }],
        conformance: true,
        evidence: [],
      },
    ],
    disclosures: {
      ...('until' in dossier.supportPeriod && { supportEnd: dossier.supportPeriod.until }),
      ...(contacts.securityTxt !== undefined && { securityTxt: contacts.securityTxt }),
      ...(disclosures.sbom !== undefined && { sbomAvailable: disclosures.sbom === 'yes' }),
    },
  };
}

/** URL prefix of the administrator's status lists. */
export function statusUrl(office: Pick<Office, 'origin'>): string {
  return `${office.origin}/status`;
}

/** The same name always gives the same UUID (version 8, RFC 9562): a repeated request states the same credential. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
}
