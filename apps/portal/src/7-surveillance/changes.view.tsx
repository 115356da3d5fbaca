import type { ChangeNotice } from '@assay/conformity/7-surveillance/change-notice';
import { CHANGES } from '@assay/office/rehearsal/story';
import type { CaseId } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { documentPath } from '../case-file/case-documents.view.tsx';
import { Day, Moment } from '../layout/when.tsx';

/** Changes that the holder of a label told of, and what came of each. */
export function ChangeSection({
  id,
  changes,
}: {
  readonly id: CaseId;
  readonly changes: readonly ChangeNotice[];
}): JSX.Element | null {
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">Changes since the label</h2>
      <ChangeList id={id} changes={changes} />
    </section>
  );
}

/** Notices, the newest first. */
export function ChangeList({
  id,
  changes,
}: {
  readonly id: CaseId;
  readonly changes: readonly ChangeNotice[];
}): JSX.Element {
  return (
    <ol class="threads">
      {changes.toReversed().map((one) => (
        <li>
          <p>
            <strong>{begun(one.what.map((what) => CHANGES[what]).join(', '))}</strong>
          </p>
          <p class="soft">
            From <Day at={one.effective} /> on. Told of on <Moment at={one.reportedAt} />.
          </p>
          <p class="said">{one.says}</p>
          {one.evidence.length > 0 && (
            <ul>
              {one.evidence.map((digest, i) => (
                <li>
                  <a href={documentPath(id, digest)}>{`File ${String(i + 1)} with the notice`}</a>
                </li>
              ))}
            </ul>
          )}
          <Answer answered={one.answered} />
        </li>
      ))}
    </ol>
  );
}

function begun(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Answer({ answered }: Pick<ChangeNotice, 'answered'>): JSX.Element {
  if (!answered)
    return (
      <p>
        <strong>Not answered yet.</strong> Nothing changes in the label by itself.
      </p>
    );
  return (
    <>
      <p>
        <strong>
          {answered.outcome === 'noted' ? 'The administrator took note.' : 'A new evaluation is asked for.'}
        </strong>{' '}
        <span class="soft">
          <Moment at={answered.at} />
        </span>
      </p>
      <p class="said">{answered.answer}</p>
    </>
  );
}
