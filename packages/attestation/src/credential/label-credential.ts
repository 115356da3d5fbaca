import { webOrigin } from '../host.ts';
import type { Signer } from '../key.ts';
import type { StatusPurpose } from '../status-list/status-list-credential.ts';
import { signCompactJws } from './compact-jws.ts';
import { CONTEXT_PATH } from './context.ts';
import { checkIssuable, type IssuableRefusal } from './issuable.ts';
import type { Assessment, LabelStatement, Named } from './label-statement.ts';
import type { Result } from '@assay/vocabulary/result';

const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
const UNTP_CONTEXT = 'https://vocabulary.uncefact.org/untp/0.7.0/context/';

/** The payload of a label credential: VCDM 2.0 with the members of UNTP DCC 0.7.0 (trust layer, section 4). */
export type LabelCredential = Readonly<Record<string, unknown>>;

/**
 * Builds the credential of a label and checks it as a verifier will. Refuses with every complaint found.
 * `credentialStatus` takes the W3C form (array, index as text); UNTP 0.7.0's own schema has one object with a number.
 */
export function buildLabelCredential(label: LabelStatement): Result<LabelCredential, IssuableRefusal> {
  const host = webOrigin(label.labelHost);
  return checkIssuable({
    '@context': [VC_CONTEXT, UNTP_CONTEXT, `${host}/${CONTEXT_PATH}`],
    type: ['DigitalConformityCredential', 'VerifiableCredential'],
    id: `${host}/vc/${label.credentialUuid}`,
    name: `${label.sandbox ? 'Sandbox cybersecurity' : 'Cybersecurity'} label ${label.labelId}`,
    issuer: { type: ['CredentialIssuer'], id: label.issuer.did, name: label.issuer.name },
    validFrom: label.validFrom,
    validUntil: label.validUntil,
    credentialStatus: [statusEntry(label, 'revocation'), statusEntry(label, 'suspension')],
    credentialSubject: subject(label, host),
  });
}

/** The compact JWS of a credential; its bytes are what the log entry's `vcHash` hashes. */
export async function signLabelCredential(credential: LabelCredential, signer: Signer): Promise<string> {
  if (signer.alg !== 'ES256') throw new TypeError('label credentials are signed with ES256');
  return signCompactJws(credential, signer);
}

function statusEntry({ status }: LabelStatement, purpose: StatusPurpose): object {
  const list = `${status.url}/${purpose}/${status.list}`;
  return {
    id: `${list}#${status.index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(status.index),
    statusListCredential: list,
  };
}

function subject(label: LabelStatement, host: string): object {
  const { holder, trustmark } = label;
  return {
    type: ['ConformityAttestation'],
    id: `${host}/L/${label.labelId}`,
    name: `${label.sandbox ? 'Sandbox label' : 'Label'} of ${label.product.name}`,
    assessorLevel: label.assessorLevel,
    assessmentLevel: label.assessmentLevel,
    attestationType: 'certification',
    issuedToParty: party(
      holder,
      holder.registeredId === undefined ? {} : { registeredId: holder.registeredId },
    ),
    authorisation: label.authorisations.map((endorsement) => ({
      name: endorsement.name,
      issuingAuthority: party(endorsement.issuingAuthority),
    })),
    referenceScheme: named('ConformityScheme', label.scheme),
    referenceProfile: named('ConformityProfile', label.profile),
    profileScore: { code: label.tier.code, rank: label.tier.rank },
    ...(trustmark === undefined ? {} : { trustmark }),
    conformityAssessment: label.assessments.map((assessment) => conformityAssessment(assessment, label)),
    cyberLabel: cyberLabel(label),
  };
}

function conformityAssessment(assessment: Assessment, { product }: LabelStatement): object {
  return {
    ...named('ConformityAssessment', assessment),
    assessmentCriteria: assessment.criteria.map((criterion) => named('Criterion', criterion)),
    assessmentDate: assessment.date,
    assessedPerformance: assessment.scores.map((code) => ({ score: { code } })),
    assessedProduct: [
      {
        product: { ...named('Product', product), modelNumber: product.model },
        idVerifiedByCAB: assessment.idVerifiedByCab,
      },
    ],
    referenceStandard: assessment.standards.map((standard) => named('Standard', standard)),
    conformityTopic: assessment.topics.map((topic) => named('ConformityTopic', topic)),
    conformance: assessment.conformance,
    evidence: assessment.evidence.map(({ url, name, digestMultibase, mediaType }) => ({
      linkURL: url,
      linkName: name,
      ...(digestMultibase === undefined ? {} : { digestMultibase }),
      ...(mediaType === undefined ? {} : { mediaType }),
    })),
  };
}

/** Our own terms, from our own context. */
function cyberLabel(label: LabelStatement): object {
  return {
    labelId: label.labelId,
    tier: label.tier.code,
    product: { name: label.product.name, brand: label.product.brand, model: label.product.model },
    gtins: label.product.gtins,
    ...label.disclosures,
    ...(label.supersedes === undefined ? {} : { supersedes: label.supersedes }),
    ...(label.sandbox ? { sandbox: true } : {}),
  };
}

function named(type: string, { id, name }: Named): { type: string[]; id: string; name: string } {
  return { type: [type], id, name };
}

function party(of: Named, more: object = {}): object {
  return { ...named('Party', of), ...more };
}
