import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { JSX } from 'preact';

import { Empty } from '../layout/empty.tsx';
import { Moment } from '../layout/when.tsx';

/** Each declaration that the scheme asks for, by itself: its text, and who signed which version in what capacity. */
export function Declarations({
  sheet,
  sign,
}: {
  readonly sheet: CaseSheet;
  /** Where each is signed anew, for whoever may. */
  readonly sign?: (id: string) => string;
}): JSX.Element {
  const { scheme, texts, dossier, state } = sheet;
  if (scheme.declarations.length === 0) return <Empty says="The scheme asks for no declarations." />;
  const signed = [...dossier.declarations, ...state.declarations];
  return (
    <ol class="declared">
      {scheme.declarations.map(({ id, version, text }) => {
        const mine = signed.filter(({ declaration }) => declaration === id);
        const newest = mine.findLast((one) => one.version === version) ?? mine.at(-1);
        return (
          <li>
            <p>
              <span class="code">{id}</span> {texts[text] ?? text}
            </p>
            {newest ? (
              <p class="soft">
                {newest.signer}, {newest.capacity}, on <Moment at={newest.signedAt} />, version{' '}
                {newest.version}
                {newest.version !== version && (
                  <strong>{`: the text is now version ${version}, and has to be signed anew`}</strong>
                )}
              </p>
            ) : (
              <p>
                <strong>Not signed.</strong>
              </p>
            )}
            {sign && (
              <p>
                <a href={sign(id)}>
                  {newest ? 'Sign anew' : 'Sign'}
                  <span class="unseen"> the declaration {id}</span>
                </a>
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
