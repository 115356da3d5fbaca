import type { Instant } from '@assay/vocabulary/instant';

/** A text to be printed: what a reader without our pages holds in the hand. */
export type Paper = {
  readonly title: string;
  /** One line below the title. */
  readonly subtitle: string;
  readonly language: string;
  readonly madeAt: Instant;
  /** Stands at the head of every page, such as that it is a sandbox's. */
  readonly band?: string;
  /** Stands at the foot of every page, beside its number. */
  readonly foot: string;
  readonly sections: readonly PaperSection[];
};

export type PaperSection = { readonly heading: string; readonly blocks: readonly PaperBlock[] };

export type PaperBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Names and what belongs to each. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      /** Widths of the columns, in parts of one another. */
      readonly widths: readonly number[];
      readonly rows: readonly (readonly string[])[];
    };
