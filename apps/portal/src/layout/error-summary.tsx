import type { JSX } from 'preact';

import type { FormState } from '../http/form-state.ts';

/**
 * First on a page whose form was not taken: everything to correct, each leading to its field; and what has changed in
 * the meantime, where that is why.
 */
export function ErrorSummary({ form }: { readonly form: FormState }): JSX.Element | null {
  const { errors, changed = [] } = form;
  if (errors.length === 0) return null;
  return (
    <div class="summary" role="alert" tabIndex={-1} aria-labelledby="summary-title">
      <p class="title" id="summary-title">
        {changed.length > 0 ? 'Look at what has changed, then decide again' : 'There is something to correct'}
      </p>
      <ul>
        {errors.map(({ field, says }) => (
          <li>{field === undefined ? says : <a href={`#${field}`}>{says}</a>}</li>
        ))}
      </ul>
      {changed.length > 0 && (
        <ul class="changed">
          {changed.map((one) => (
            <li>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
