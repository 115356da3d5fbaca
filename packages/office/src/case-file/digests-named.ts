import type { CaseEvent } from '@assay/vocabulary/case-event';
import { DIGEST_PATTERN, type Digest } from '@assay/vocabulary/ids';

const DIGEST = new RegExp(DIGEST_PATTERN);

/** Every digest that the events of a case name, wherever they name it, each once in the order of naming. */
export function digestsNamed(events: readonly CaseEvent[]): readonly Digest[] {
  const found = new Set<Digest>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (isDigest(value)) found.add(value);
    } else if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) look(member);
  };
  // What people wrote may look like a digest and name nothing; evidence to an answer or a change is kept where evidence is.
  const written = {
    because: '',
    question: '',
    answer: '',
    says: '',
    rule: '',
    evidence: undefined,
    reasons: undefined,
  };
  for (const event of events) look({ ...event, ...written });
  return [...found];
}

function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}
