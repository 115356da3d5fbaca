import { listOf, readDocument, text, Type, type Static } from '@assay/vocabulary/schema';

const COMPLAINT = Type.Object({ path: Type.String(), expected: Type.String() });

/** A problem as an installation tells it (RFC 9457); what else it says is left aside, so that it may come to say more. */
const ProblemKind = {
  name: 'problem',
  schema: Type.Object({
    status: Type.Integer(),
    code: text(120),
    title: Type.String(),
    detail: Type.String(),
    remedy: Type.Optional(Type.String()),
    complaints: Type.Optional(listOf(COMPLAINT, 1_000)),
  }),
};

/** Why something was not done: the status, a code, and sentences for people. Status 0: nothing came back. */
export type Problem = Static<typeof ProblemKind.schema>;

/** The problem of an answer; one that is told in another way keeps its status. */
export async function problemOf(answer: Response): Promise<Problem> {
  const value: unknown = await answer.json().catch(() => undefined);
  const found = readDocument(ProblemKind, value);
  if (found.ok) return found.value;
  return {
    status: answer.status,
    code: 'unexpected',
    title: answer.statusText,
    detail: `HTTP ${String(answer.status)}`,
  };
}
