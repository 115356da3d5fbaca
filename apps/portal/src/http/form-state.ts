/** Labels of the fields of a form, in their order. */
export type FieldWords = Readonly<Record<string, FieldWord>>;

export type FieldWord = {
  readonly label: string;
  /** What is said where nothing was filled in; made of the label where absent. */
  readonly missing?: string;
  /** What is said where the value is not what it should be; made of label and schema where absent. */
  readonly wrong?: string;
};

/** One thing to correct. `field` is absent where it is about the whole form. */
export type FieldError = { readonly field?: string; readonly says: string };

/** A form as it is shown: empty at first, or as it was sent and what is wrong with it. */
export type FormState = {
  readonly words: FieldWords;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly FieldError[];
  /** Proves that the form was ours; another one each time. */
  readonly token: string;
  /** What makes a second sending of the same form known. */
  readonly key: string;
  /** Version of the case that the form was made from. */
  readonly version?: number;
  /** There only where the case has changed since: what happened. */
  readonly changed?: readonly string[];
};

/** Names of the fields that every form carries beside its own. */
export const TOKEN_FIELD = 'form-token';
export const KEY_FIELD = 'form-key';
export const VERSION_FIELD = 'form-version';

/** What was filled in or sent for a field; empty where nothing was. */
export function valueOf(form: Pick<FormState, 'values'>, name: string): string {
  return form.values.get(name)?.[0] ?? '';
}

/** The errors of one field. */
export function errorsOf(form: Pick<FormState, 'errors'>, name: string): readonly string[] {
  return form.errors.filter(({ field }) => field === name).map(({ says }) => says);
}
