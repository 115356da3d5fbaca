import { ProvisionRefSchema } from './dossier.ts';
import { DIGEST_PATTERN, type Digest } from './ids.ts';
import { closed, listOf, oneOf, shaped, text, Type } from './schema.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { BodyIdSchema } from './test-report.ts';

/** What every act on a case ends with: a note for its file, and why it comes before cases that were received earlier. */
const BECAUSE = { because: text(2_000), jumping: Type.Optional(text(2_000)) };

/** Files of one's own that are here already, which go along. */
const FILES = {
  evidence: Type.Optional(listOf(shaped<Digest>(DIGEST_PATTERN, 'one of your files'), 50)),
};

/** As many gaps as a scheme may have. */
const MOST_GAPS = 500;

/** What each act on a case takes, from a form and from a program alike. Accepting, returning and their like take no more than a note. */
export const NoteSchema = closed(BECAUSE);

/** What issuing the label of a case takes: a note for the file of the label. */
export const NoteOnLabelSchema = closed({ because: text(2_000) });

/** How a label is watched: in some of the ways that its scheme names, until it is looked at again. */
export const SurveillanceSchema = closed({
  modes: listOf(NameSchema, 10, 1),
  nextReview: DateSchema,
  because: text(2_000),
});

export const LaboratoryNamedSchema = closed({ body: BodyIdSchema, ...BECAUSE });

export const QuestionSchema = closed({
  of: oneOf(['applicant', 'laboratory']),
  subject: Type.Optional(ProvisionRefSchema),
  question: text(4_000),
  respondBy: Type.Optional(DateSchema),
  ...BECAUSE,
});

export const AnswerSchema = closed({ answer: text(10_000), ...FILES, ...BECAUSE });

/** `agreed`: what the text of the declaration says is so. */
export const SignedAgainSchema = closed({
  signer: text(120),
  capacity: text(120),
  agreed: Type.Boolean(),
  ...BECAUSE,
});

/** Remarks stand one a line. */
export const ReviewSchema = closed({
  sufficient: oneOf(['yes', 'no']),
  remarks: Type.Optional(text(4_000)),
  ...BECAUSE,
});

export const GrantSchema = closed({
  effective: Type.Optional(DateSchema),
  gap: Type.Optional(listOf(ProvisionRefSchema, MOST_GAPS)),
  /** Each stands beside its gap, so that an empty one keeps its place. */
  overruled: Type.Optional(
    Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: MOST_GAPS, verbatim: true }),
  ),
  ...BECAUSE,
});

export const DenialSchema = closed({ reasons: Type.Optional(text(8_000)), ...BECAUSE });

export const DismissalSchema = closed({
  grounds: oneOf(['not-in-accordance', 'not-supplied', 'asked-by-applicant']),
  rule: Type.Optional(text(1_000)),
  thread: Type.Optional(text(40)),
  writing: Type.Optional(text(8_000)),
  ...BECAUSE,
});
