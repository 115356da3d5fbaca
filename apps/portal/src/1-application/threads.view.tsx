import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { documentPath } from '../case-file/case-documents.view.tsx';
import { Day, Moment } from '../layout/when.tsx';

/** Questions and their answers, the newest first; each says of whom, about what, and until when. */
export function ThreadList({ sheet }: { readonly sheet: CaseSheet }): JSX.Element {
  const { state, events, evaluation } = sheet;
  return (
    <ol class="threads">
      {state.threads.toReversed().map((thread) => {
        const answer = events.find(
          (event) => event.type === 'InformationSupplied' && event.thread === thread.id,
        );
        const supplied = answer?.type === 'InformationSupplied' ? answer : undefined;
        const finding = evaluation?.findings.find(({ requirement }) => requirement === thread.subject);
        return (
          <li>
            <p class="soft">
              {thread.from === 'laboratory' ? 'The laboratory asked' : 'Asked'}{' '}
              {thread.of === 'applicant' ? 'the applicant' : 'the laboratory'} on <Day at={thread.askedAt} />
              {thread.subject !== undefined && (
                <>
                  , about <span class="code">{splitProvisionRef(thread.subject).id}</span> {finding?.title}
                </>
              )}
            </p>
            <p class="said">{thread.question}</p>
            {supplied ? (
              <>
                <p class="soft">
                  Answered on <Moment at={supplied.at} />
                </p>
                <p class="said">{supplied.answer}</p>
                {supplied.evidence.length > 0 && (
                  <ul>
                    {supplied.evidence.map((digest, i) => (
                      <li>
                        <a href={documentPath(state.id, digest)}>{`File ${String(i + 1)} with the answer`}</a>
                      </li>
                    ))}
                  </ul>
                )}
              </>
            ) : (
              <p>
                <strong>No answer yet.</strong>{' '}
                {thread.respondBy === undefined ? (
                  'No day was set.'
                ) : (
                  <>
                    Time until <Day at={thread.respondBy} />.
                  </>
                )}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
