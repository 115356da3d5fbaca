/**
 * A number that no rule of a labelling scheme fixes: the FCC has adopted no size, white space or colour of its label, and
 * no scheme held here prints a size of letters. `since` is the day on which it was chosen.
 */
type Chosen = { readonly mm: number; readonly source: string; readonly since: string };

/** Height of a lower-case x of the smallest letters on a label. */
export const SMALLEST_LETTERS: Chosen = {
  mm: 1.2,
  source: 'our choice, after Regulation (EU) No 1169/2011 article 13(2) on particulars printed on food',
  since: '2026-11-22',
};

/** Width beyond which a file for a larger print is no longer another file: outlines can be enlarged. */
export const WIDEST: Chosen = { mm: 300, source: 'our choice', since: '2026-11-22' };
