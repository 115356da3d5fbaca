import type { Stage, StoryStep } from '@assay/office/rehearsal/story';
import type { JSX } from 'preact';

import { Moment } from '../layout/when.tsx';

/** What happened, in order; each step names its stage by number and name. */
export function Steps({ steps }: { readonly steps: readonly StoryStep[] }): JSX.Element {
  return (
    <ol class="steps">
      {steps.map(({ stage, title, at, by, says }) => (
        <li>
          <p class="stage">
            <span>
              <span class="number">{stage.slice(0, 1)}</span> {STAGES[stage]}
            </span>
            <Moment at={at} />
          </p>
          <p>
            <strong>{title}</strong>
          </p>
          <p>{says}</p>
          <p class="soft">{by}</p>
        </li>
      ))}
    </ol>
  );
}

const STAGES: Readonly<Record<Stage, string>> = {
  '0-programme': 'Programme',
  '1-application': 'Application',
  '2-evaluation': 'Evaluation',
  '3-review': 'Review',
  '4-decision': 'Decision',
  '5-label': 'Label',
  '6-register': 'Register',
  '7-surveillance': 'Surveillance',
};
