import type { LabelState } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

import { MAX_TEXT, STATES } from '../6-register/query.ts';
import { wordOf } from './standing.ts';

/** The search of the register: a plain form that is answered by a plain address. */
export function SearchForm({
  text = '',
  state,
}: {
  readonly text?: string;
  readonly state?: LabelState | undefined;
}): JSX.Element {
  return (
    <form class="search" action="/" method="get" role="search">
      <div class="field grow">
        <label for="q">Product, brand, maker or label code</label>
        <input
          id="q"
          name="q"
          type="search"
          value={text}
          maxLength={MAX_TEXT}
          autocomplete="off"
          spellcheck={false}
        />
      </div>
      <div class="field">
        <label for="state">State</label>
        <select id="state" name="state">
          <option value="">Any</option>
          {STATES.map((one) => (
            <option value={one} selected={one === state}>
              {wordOf(one)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit">Search</button>
    </form>
  );
}
