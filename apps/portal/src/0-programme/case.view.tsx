import type { StoryCase } from '@assay/office/rehearsal/story';
import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { CountsFigure } from '../2-evaluation/counts.view.tsx';
import { FindingTables } from '../2-evaluation/findings.view.tsx';
import { GapTable } from '../2-evaluation/gaps.view.tsx';
import { Questions } from '../2-evaluation/questions.view.tsx';
import { Verdict } from '../2-evaluation/verdict.view.tsx';
import { Frame } from '../layout/frame.tsx';
import { ProvenanceNote } from '../layout/sandbox-band.tsx';

/** One case to the bottom: the verdict, what is missing, and every finding with its why. */
export function CaseView({
  told,
  desk,
}: {
  readonly told: StoryCase;
  readonly desk: PublicDesk;
}): JSX.Element {
  const { evaluation, nextLevel } = told;
  return (
    <Frame title={`Findings: ${told.title}`} desk={desk} here="/walk">
      <p class="back">
        <a href="/walk">How a label is decided</a>
      </p>
      <h1>{told.title}</h1>
      <ProvenanceNote {...told.provenance} />
      <section aria-labelledby="verdict">
        <h2 id="verdict">The verdict</h2>
        <div class="measure">
          <Verdict evaluation={evaluation} />
          <CountsFigure evaluation={evaluation} />
        </div>
      </section>
      <section aria-labelledby="gaps">
        <h2 id="gaps">What is missing for level {String(evaluation.level.asked)}</h2>
        <GapTable evaluation={evaluation} say={desk.say} />
        <Questions questions={evaluation.questions} />
      </section>
      {nextLevel && (
        <section aria-labelledby="next-level">
          <h2 id="next-level">What is missing for level {String(nextLevel.level.asked)}</h2>
          <GapTable evaluation={nextLevel} say={desk.say} />
        </section>
      )}
      <section aria-labelledby="findings">
        <h2 id="findings">Every finding</h2>
        <FindingTables findings={evaluation.findings} say={desk.say} />
      </section>
    </Frame>
  );
}
