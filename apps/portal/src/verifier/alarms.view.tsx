import type { JSX } from 'preact';

import { dayOf } from './age.ts';
import type { RefusedList } from './believed.ts';
import type { ForkEvidence } from './seen-log.ts';

export type Alarm = { readonly forks: readonly ForkEvidence[]; readonly refused: RefusedList | undefined };

/** What this browser has caught, shown until it is looked into: not about one label, but about who serves them all. */
export function Alarms({ forks, refused }: Alarm): JSX.Element | null {
  if (forks.length === 0 && !refused) return null;
  return (
    <section class="alarm" aria-labelledby="alarm">
      <h2 id="alarm">This browser keeps evidence</h2>
      {forks.length > 0 && (
        <p>
          On {dayOf(forks[0]?.at ?? '')} the log showed a history that does not continue what it had shown
          before. Save the evidence and send it to the scheme owner: both histories are signed, so nobody can
          deny them.
        </p>
      )}
      {refused && (
        <p>
          On {dayOf(refused.at)} the host offered a list of whose signatures count that was not taken (
          <span class="code">{refused.code}</span>). The one held before, if there is one, is still in use.
        </p>
      )}
      <p>
        <a href={addressOf({ forks, refused: refused ?? null })} download="label-evidence.json">
          Save the evidence
        </a>
      </p>
    </section>
  );
}

function addressOf(evidence: object): string {
  return URL.createObjectURL(new Blob([JSON.stringify(evidence, null, 2)], { type: 'application/json' }));
}
