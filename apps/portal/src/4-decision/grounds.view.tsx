import type { JSX } from 'preact';

import { EarlierDenials } from '../1-application/earlier-denials.view.tsx';
import { Found } from '../2-evaluation/found.view.tsx';
import type { CaseRoom } from '../case-file/case-room.ts';

/** What a decision rests on: the review, earlier denials of the product, and what was found with the tree of its reasons. */
export function Grounds({ room }: { readonly room: CaseRoom }): JSX.Element {
  const { sheet, say } = room;
  const review = sheet.events.findLast(({ type }) => type === 'ReviewCompleted');
  return (
    <>
      {review?.type === 'ReviewCompleted' && (
        <>
          <h2>The review</h2>
          <p>
            <strong>{review.sufficient ? 'The results suffice.' : 'The results do not suffice.'}</strong>{' '}
            {review.because}
          </p>
          {review.remarks.length > 0 && (
            <ul>
              {review.remarks.map((one) => (
                <li>{one}</li>
              ))}
            </ul>
          )}
          <p class="soft">{sheet.names.people.get(review.by) ?? review.by}</p>
        </>
      )}
      <EarlierDenials room={room} />
      <Found sheet={sheet} say={say} />
    </>
  );
}
