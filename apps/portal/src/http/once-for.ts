import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { answerOnce } from '@assay/office/answer-once';
import { digestFromHex } from '@assay/vocabulary/ids';
import { refuse } from '@assay/vocabulary/result';

import type { Outcome } from './answer-visit.ts';
import type { Outgoing } from './desk-reply.ts';
import type { Visit } from './visit.ts';

type Once = {
  readonly key: string;
  /** All that makes it the same sending. */
  readonly what: readonly string[];
  /** Looks at what another sending of the same comes to. */
  readonly patience: number;
  readonly act: () => Promise<Outcome>;
};

/**
 * Answers a sending of somebody who is signed in, once. A refusal is not kept: nothing was done. Nor is an answer that
 * begins or ends a session. One that showed a page or a secret is only known to have been shown: the page may have held one.
 */
export async function onceFor(visit: Visit, { key, what, patience, act }: Once): Promise<Outcome> {
  if (!visit.signed) throw new Error('nobody is signed in');
  let left = patience;
  const answered = await answerOnce<Outcome>(visit.desk.office, {
    sender: `${visit.signed.person} ${visit.route.kind}`,
    key,
    digest: digestFromHex(createHash('sha256').update(JSON.stringify(what)).digest('hex')),
    wait: async () => {
      await pause(STEP);
      return left-- > 0;
    },
    recall: parseKept,
    answer: async () => {
      const answer = await act();
      const keep = answer.ok && answer.reply.session === undefined;
      return { answer, keep, kept: answer.ok ? keptOf(answer.reply) : undefined };
    },
  });
  return answered.ok ? answered.value : answered;
}

const STEP = 50;

function keptOf(reply: Outgoing): unknown {
  return 'page' in reply || 'file' in reply || 'secret' in reply ? { shown: true } : reply;
}

/** Only `keptOf` writes what is read here. */
function parseKept(kept: unknown): Outcome {
  const reply = kept as Outgoing | { readonly shown: true };
  return 'shown' in reply ? refuse({ code: 'answered-already' }) : { ok: true, reply, repeated: true };
}
