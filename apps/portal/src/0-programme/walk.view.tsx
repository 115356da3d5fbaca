import type { Story, StoryCase } from '@assay/office/rehearsal/story';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { CountsFigure } from '../2-evaluation/counts.view.tsx';
import { GapTable } from '../2-evaluation/gaps.view.tsx';
import { Verdict } from '../2-evaluation/verdict.view.tsx';
import { Frame } from '../layout/frame.tsx';
import { ProvenanceNote } from '../layout/sandbox-band.tsx';
import { Steps } from './steps.view.tsx';

/** The cases of the sandbox side by side: what happened at each stage, and why it ended as it did. */
export function WalkView({ story, desk }: { readonly story: Story; readonly desk: PublicDesk }): JSX.Element {
  return (
    <Frame title="How a label is decided" desk={desk} here="/walk">
      <div class="hero">
        <h1>How a label is decided</h1>
        <p class="lead">
          Every case goes through the same eight stages. Each stage says what was done, by whom, and why;
          every verdict opens into its reasons.
        </p>
        {story.cases.length > 1 && (
          <ul class="links">
            {story.cases.map((told) => (
              <li>
                <a href={`#${told.case}`}>{told.title}</a>
              </li>
            ))}
          </ul>
        )}
      </div>
      {story.cases.map((told) => (
        <OneCase told={told} desk={desk} />
      ))}
      {story.cases.length === 0 && <p>No case has been walked yet.</p>}
    </Frame>
  );
}

function OneCase({ told, desk }: { readonly told: StoryCase; readonly desk: PublicDesk }): JSX.Element {
  const { evaluation } = told;
  return (
    <section class="case" id={told.case} aria-labelledby={`t-${told.case}`}>
      <h2 id={`t-${told.case}`}>{told.title}</h2>
      <ProvenanceNote {...told.provenance} />
      <div class="columns even">
        <div>
          <h3>Stage by stage</h3>
          <Steps steps={told.steps} />
          {told.label !== undefined && (
            <p class="onward">
              <a href={`/L/${told.label}`}>The label page of this case</a>
            </p>
          )}
        </div>
        <div>
          <h3>The verdict</h3>
          <Verdict evaluation={evaluation} />
          <CountsFigure evaluation={evaluation} />
          <p class="onward">
            <a href={`/walk/${told.case}`}>
              All {String(evaluation.findings.length)} findings and their reasons
              <span class="unseen">: {told.title}</span>
            </a>
          </p>
        </div>
      </div>
      <h3>What is missing for level {String(evaluation.level.asked)}</h3>
      <GapTable evaluation={evaluation} say={desk.say} />
      {told.nextLevel && <Beyond nextLevel={told.nextLevel} case={told.case} />}
    </section>
  );
}

/** How far the next level is, in one sentence; the case's own page has the whole list. */
function Beyond({
  nextLevel,
  case: id,
}: {
  readonly nextLevel: Evaluation;
  readonly case: StoryCase['case'];
}): JSX.Element {
  const open = nextLevel.gaps.filter(({ kind }) => kind !== 'assessment');
  const level = String(nextLevel.level.asked);
  return (
    <p>
      Level {level} is {open.length > 4 ? 'far' : 'near'}: it still lacks{' '}
      {open.map(({ requirement }, at) => (
        <>
          {at > 0 && ', '}
          <span class="code whole">{splitProvisionRef(requirement).id}</span>
        </>
      ))}
      . <a href={`/walk/${id}#next-level`}>What would close them</a>
    </p>
  );
}
