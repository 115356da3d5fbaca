import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { Day, Moment } from '../../layout/when.tsx';
import { benchPath } from './bench-at.tsx';

/** What the laboratory has asked, and what it was asked: the newest first. */
export function LabThreads({ bench }: { readonly bench: Bench }): JSX.Element {
  const { state, events } = bench;
  const threads = state.threads.filter(({ from, of }) => from === 'laboratory' || of === 'laboratory');
  return (
    <>
      <h2>Questions and answers</h2>
      {threads.length > 0 && (
        <ol class="threads">
          {threads.toReversed().map((thread) => {
            const answer = events.find(
              (event) => event.type === 'InformationSupplied' && event.thread === thread.id,
            );
            return (
              <li>
                <p class="soft">
                  {thread.from === 'laboratory' ? 'You asked the applicant' : 'The administrator asked you'}{' '}
                  on <Day at={thread.askedAt} />
                  {thread.subject !== undefined && (
                    <>
                      , about <span class="code">{splitProvisionRef(thread.subject).id}</span>
                    </>
                  )}
                  {thread.respondBy !== undefined && (
                    <>
                      , time until <Day at={thread.respondBy} />
                    </>
                  )}
                </p>
                <p class="said">{thread.question}</p>
                {answer?.type === 'InformationSupplied' ? (
                  <>
                    <p class="soft">
                      Answered on <Moment at={answer.at} />
                    </p>
                    <p class="said">{answer.answer}</p>
                  </>
                ) : thread.of === 'laboratory' ? (
                  <p>
                    <a href={benchPath(state.id, 'threads', thread.id)}>Answer</a>
                  </p>
                ) : (
                  <p>
                    <strong>No answer yet.</strong>
                  </p>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {state.stage === 'accepted' && (
        <p>
          <a href={benchPath(state.id, 'ask')}>Ask the applicant</a>
        </p>
      )}
    </>
  );
}
