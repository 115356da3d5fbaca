import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';

/** Something with a URL and a name: a party, a scheme, a standard, a criterion. */
export type Named = { readonly id: string; readonly name: string };

/**
 * What a label says, in plain terms: the input of the credential, to be frozen before anything is signed.
 * Words of UNTP 0.7.0 stand in quotes in the comments. No personal data: contacts are role mailboxes.
 */
export type LabelStatement = {
  readonly labelId: LabelId;
  /** Host that the QR code names, `label.example.org`; a port is allowed. */
  readonly labelHost: string;
  /** UUID of this credential, lower case; a renewed label gets a new one. */
  readonly credentialUuid: string;
  /** True for a label of a sandbox programme: marked in the credential, and its names say so. */
  readonly sandbox: boolean;
  readonly issuer: { readonly did: string; readonly name: string };
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** URL prefix of the administrator's lists, `https://cla.example.org/status`, and the label's place in them. */
  readonly status: { readonly url: string; readonly list: number; readonly index: number };
  readonly holder: Named & { readonly registeredId?: string };
  /** The issuing body's accreditations ("authorisation"). */
  readonly authorisations: readonly { readonly name: string; readonly issuingAuthority: Named }[];
  readonly scheme: Named;
  readonly profile: Named;
  /** Level reached: `code` is the tier of the log entry, `rank` its order in the scheme. */
  readonly tier: { readonly code: string; readonly rank: number };
  readonly trustmark?: { readonly name: string; readonly imageData: string; readonly mediaType: string };
  readonly assessorLevel:
    'self' | 'commercial' | 'buyer' | 'membership' | 'unspecified' | '3rdParty' | 'hybrid';
  readonly assessmentLevel:
    | 'authority-benchmark'
    | 'authority-mandate'
    | 'authority-globalmra'
    | 'authority-peer'
    | 'authority-extended-mra'
    | 'scheme-self'
    | 'scheme-cab'
    | 'no-endorsement';
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly brand: string;
    readonly model: string;
    readonly gtins: readonly string[];
  };
  readonly assessments: readonly Assessment[];
  readonly disclosures: {
    readonly supportEnd?: CalendarDate;
    readonly updatePolicy?: string;
    readonly securityTxt?: string;
    readonly csafProvider?: string;
    readonly sbomAvailable?: boolean;
  };
  /** For an amended label: hash of the credential that this one replaces, as in the log entry. */
  readonly supersedes?: string;
};

/** One assessment of the product; `conformance` is its result. */
export type Assessment = Named & {
  readonly date: CalendarDate;
  readonly criteria: readonly Named[];
  /** Code of each result ("assessedPerformance"). */
  readonly scores: readonly string[];
  readonly idVerifiedByCab: boolean;
  readonly standards: readonly Named[];
  readonly topics: readonly Named[];
  readonly conformance: boolean;
  readonly evidence: readonly {
    readonly url: string;
    readonly name: string;
    /** Multibase of the multihash of the evidence, so that it cannot be exchanged. */
    readonly digestMultibase?: string;
    readonly mediaType?: string;
  }[];
};
