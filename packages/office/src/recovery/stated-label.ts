import type { LabelCredentialModel } from '@assay/attestation/credential/read-label-credential';
import { parseJson } from '@assay/attestation/json';
import { editionRef, parseCaseId, type CaseId, type EditionRef } from '@assay/vocabulary/ids';
import type { LabelFacts } from '@assay/vocabulary/label-record';
import { readDocument, Type, type Static } from '@assay/vocabulary/schema';

import { recordPath } from '../6-register/publish-labels.ts';
import { sha256 } from '../hash.ts';
import type { Office } from '../office.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';

/** What is left of a label that the records never knew, besides its credential. */
export type StatedLabel = {
  readonly facts: LabelFacts;
  /** Absent where it has to be made anew. */
  readonly offlineCode?: string;
  /** `record`: all that its page said is there; `credential`: only what was signed. */
  readonly from: 'record' | 'credential';
};

/**
 * What the register is to say of a label: what its public record in our own folder says, where that agrees with the
 * credential; else no more than the credential says.
 */
export async function statedLabel(
  office: Pick<Office, 'publicFolder' | 'library' | 'programme'>,
  vc: LabelCredentialModel,
): Promise<StatedLabel> {
  const { labelId } = vc.credentialSubject.cyberLabel;
  const bytes = await office.publicFolder.read(recordPath(labelId));
  const kept = bytes && readRecord(parseJson(new TextDecoder().decode(bytes)), vc);
  return kept ? { ...kept, from: 'record' } : { facts: factsOf(office, vc), from: 'credential' };
}

const words = Type.String();
const RECORD = {
  name: 'public record',
  schema: Type.Object({
    ...{ labelId: words, sandbox: Type.Boolean(), validFrom: words, validUntil: words, case: words },
    ...{ supportEnd: Type.Union([words, Type.Null()]), supportState: words, contact: Type.Unknown() },
    provenance: Type.Object({ kind: words, note: words }),
    scheme: Type.Object({ edition: words, name: words, jurisdiction: words, owner: words }),
    level: Type.Object({ rank: Type.Integer(), of: Type.Integer(), name: words, symbol: words }),
    product: Type.Object({
      ...{ name: words, brand: words, manufacturer: words, category: words },
      ...{ models: Type.Array(words), gtins: Type.Array(words) },
    }),
    administrator: Type.Object({ name: words, contact: words }),
    ...{ laboratory: Type.Unknown(), disclosures: Type.Object({}), publishes: Type.Array(words) },
    ...{ declarations: Type.Array(words), doesNotSay: Type.Array(words) },
    offlineCode: words,
  }),
};
type Record = Static<typeof RECORD.schema>;

/** A record is ours and unsigned: it counts where it agrees with everything that the credential says too. */
function readRecord(
  value: unknown,
  vc: LabelCredentialModel,
): Pick<StatedLabel, 'facts' | 'offlineCode'> | undefined {
  const record = readDocument(RECORD, value);
  if (!record.ok || !agrees(record.value, vc) || !parseCaseId(record.value.case).ok) return undefined;
  return { facts: parseFacts(record.value), offlineCode: record.value.offlineCode };
}

function agrees({ labelId, product, ...record }: Record, vc: LabelCredentialModel): boolean {
  const { cyberLabel, issuedToParty } = vc.credentialSubject;
  const { name, brand, model } = cyberLabel.product;
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [labelId, cyberLabel.labelId],
    [record.sandbox, cyberLabel.sandbox === true],
    [record.validFrom, vc.validFrom],
    [record.validUntil, vc.validUntil],
    [record.supportEnd, cyberLabel.supportEnd ?? null],
    [record.scheme.edition, schemeIn(vc)],
    [record.level.rank, levelIn(vc)],
    [product.name, name],
    [product.brand, brand],
    [product.models[0] ?? product.name, model],
    [product.manufacturer, issuedToParty.name],
    [product.gtins.join(' '), cyberLabel.gtins.join(' ')],
  ];
  return pairs.every(([said, signed]) => said === signed);
}

/** What became of the label since is told by the log. */
const SINCE = new Set(['state', 'stateSince', 'history', 'witnessed', 'evidence', 'offlineCode']);

/** The members that were read, and no others, are those of the facts from which our record was made. */
function parseFacts(record: Record): LabelFacts {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !SINCE.has(name))) as LabelFacts;
}

function factsOf(office: Pick<Office, 'library' | 'programme'>, vc: LabelCredentialModel): LabelFacts {
  const { cyberLabel, issuedToParty, referenceScheme, referenceProfile } = vc.credentialSubject;
  const { labelId, product, gtins, supportEnd = null } = cyberLabel;
  const sandbox = cyberLabel.sandbox === true;
  const scheme = schemeOf(office, schemeIn(vc));
  const texts = textsOf(office, scheme);
  const rank = levelIn(vc);
  const publishes = scheme.disclosures.map(({ field }) => field);
  const { name, contact } = office.programme.administrator;
  return {
    ...{ labelId, sandbox, publishes, validFrom: vc.validFrom, validUntil: vc.validUntil, supportEnd },
    // Nothing of a sandbox may pass for a maker's own word; what it truly was is lost.
    provenance: {
      kind: sandbox ? 'what-if' : 'submitted',
      note: 'Recovered from the signed credential; what the dossier said of its own origin is lost.',
    },
    scheme: {
      edition: editionRef(scheme.id, scheme.edition),
      name: referenceScheme.name,
      jurisdiction: scheme.jurisdiction,
      owner: scheme.owner,
    },
    level: {
      rank,
      of: scheme.levels.length,
      name: referenceProfile.name,
      symbol: scheme.levels.find((level) => level.rank === rank)?.symbol ?? '',
    },
    product: {
      ...{ name: product.name, brand: product.brand, manufacturer: issuedToParty.name },
      ...{ models: [product.model], gtins, category: 'not-known' },
    },
    supportState: supportEnd === null ? 'not-published' : 'promised',
    administrator: { name, contact },
    laboratory: null,
    disclosures: {},
    contact: null,
    declarations: [],
    doesNotSay: scheme.doesNotSay.map((key) => texts[key] ?? key),
    case: lostCase(labelId),
  };
}

/** Nobody knows the case of a label whose record is lost: it gets an id of its own, behind which there is no case file. */
export function lostCase(label: string): CaseId {
  const digits = '0123456789abcdefghjkmnpqrstvwxyz';
  const hash = sha256(new TextEncoder().encode(`the lost case of ${label}`));
  const id = parseCaseId(`case_${Array.from(hash.subarray(0, 16), (byte) => digits[byte % 32]).join('')}`);
  if (!id.ok) throw new Error(`unreachable: ${id.refusal.text} is a case id`);
  return id.value;
}

/** The names that `statement.ts` gives to scheme and level. */
function schemeIn({ credentialSubject }: LabelCredentialModel): EditionRef {
  const [, id = '', edition = ''] =
    /:scheme:([^:@]+)@([^:@]+)$/.exec(credentialSubject.referenceScheme.id) ?? [];
  return editionRef(id, edition);
}

export function levelIn({ credentialSubject }: LabelCredentialModel): number {
  return Number(/:level:(\d{1,3})$/.exec(credentialSubject.referenceProfile.id)?.[1] ?? 0);
}
