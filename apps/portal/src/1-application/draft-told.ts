import type { DeclarationAsked } from '@assay/conformity/1-application/editor';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { DraftLine } from '@assay/office/1-application/own-drafts';
import type { KeptEvidence } from '@assay/office/evidence/own-evidence';
import type { Words } from '@assay/office/words';
import { DossierDraftKind } from '@assay/vocabulary/dossier-draft';
import type { Reason } from '@assay/vocabulary/evaluation';
import { closed, listOf, oneOf, Type, type Static } from '@assay/vocabulary/schema';

const LINE = {
  draft: Type.String(),
  product: Type.String(),
  purpose: oneOf(['application', 'correction']),
  administrator: Type.String(),
  /** The case that it becomes, or corrects. */
  case: Type.String(),
  scheme: Type.String(),
  level: Type.Integer(),
  version: Type.Integer(),
  savedAt: Type.String(),
  handedInAt: Type.Optional(Type.String()),
};
/** A draft as lists show it. */
export const DraftLineSchema = closed({ ...LINE, name: Type.String() });

const ReasonToldSchema = closed({ code: Type.String(), says: Type.String() });
const DeclarationAskedSchema = closed({
  declaration: Type.String(),
  version: Type.String(),
  text: Type.String(),
  signed: Type.Optional(closed({ signer: Type.String(), capacity: Type.String(), signedAt: Type.String() })),
});
/** A draft with all that was answered, what is asked, and what intake would send it back for. */
export const DraftToldSchema = closed({
  ...LINE,
  document: DossierDraftKind.schema,
  /** Absent until the question was answered. */
  priorDenials: Type.Optional(listOf(Type.Object({}))),
  /** Questions about the product on which the scheme turns. */
  facts: listOf(
    closed({
      fact: Type.String(),
      question: Type.String(),
      answer: Type.Optional(Type.Union([Type.String(), Type.Number()])),
    }),
  ),
  requirements: listOf(
    closed({ provision: Type.String(), title: Type.String(), level: Type.Integer(), outcome: Type.String() }),
  ),
  declarations: listOf(DeclarationAskedSchema),
  missing: listOf(ReasonToldSchema),
});

/** A file as its own organisation is told of it. */
export const FileSchema = closed({
  evidence: Type.String(),
  digest: Type.String(),
  fileName: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
  kind: Type.String(),
  title: Type.String(),
  confidential: Type.Boolean(),
  covers: listOf(Type.String()),
  effective: closed({ from: Type.String(), to: Type.Optional(Type.String()) }),
  receivedAt: Type.String(),
  withdrawn: Type.Optional(closed({ reason: Type.String(), at: Type.String() })),
});

type Row = Omit<DraftLine, 'name'>;

export function lineTold({ name, ...row }: DraftLine): Static<typeof DraftLineSchema> {
  return { ...rowTold(row), name };
}

export function draftTold(
  { kept, editor }: OpenDraft,
  words: Pick<Words, 'reason'>,
  textOf: (key: string) => string,
): Static<typeof DraftToldSchema> {
  const { priorDenials } = kept.told;
  return {
    ...rowTold(kept),
    document: kept.draft,
    ...(priorDenials && { priorDenials: [...priorDenials] }),
    facts: editor.facts.map(({ fact: { id, question }, answer }) => ({
      ...{ fact: id, question },
      ...(answer !== undefined && { answer }),
    })),
    requirements: editor.requirements.map(({ ref, title, level, finding }) => ({
      ...{ provision: ref, title, level, outcome: finding },
    })),
    declarations: editor.declarations.map((one) => declarationTold(one, textOf)),
    missing: editor.missing.map((one) => reasonTold(one, words)),
  };
}

function declarationTold(
  { id: declaration, version, text, signed }: DeclarationAsked,
  textOf: (key: string) => string,
): Static<typeof DeclarationAskedSchema> {
  const by = signed && { signer: signed.signer, capacity: signed.capacity, signedAt: signed.signedAt };
  return { declaration, version, text: textOf(text), ...(by && { signed: by }) };
}

export function fileTold(file: KeptEvidence): Static<typeof FileSchema> {
  const { id: evidence, digest, fileName, mediaType, size, kind, title, confidential } = file;
  const { covers, effective, receivedAt, withdrawn } = file;
  return {
    ...{ evidence, digest, fileName, mediaType, size, kind, title, confidential, receivedAt },
    ...{ covers: [...covers], effective: { ...effective } },
    ...(withdrawn && { withdrawn: { reason: withdrawn.reason, at: withdrawn.at } }),
  };
}

function rowTold(row: Row): Omit<Static<typeof DraftLineSchema>, 'name'> {
  const { id: draft, product, purpose, administrator, scheme, level, version, savedAt, handedInAt } = row;
  return {
    ...{ draft, product, purpose, administrator, case: row.case, scheme, level, version, savedAt },
    ...(handedInAt !== undefined && { handedInAt }),
  };
}

function reasonTold(one: Reason, words: Pick<Words, 'reason'>): Static<typeof ReasonToldSchema> {
  return { code: one.code, says: words.reason(one) };
}
