/** One line to be entered: what is shown before it. */
export type Step = { readonly shows: readonly string[]; readonly prompt: string };
/** Steps that end in a value; each takes a line and asks again where it does not fit. */
export type Part<T> = Generator<Step, T, string>;

/** A line that is not empty. */
export function* line(prompt: string): Part<string> {
  for (let said = yield { shows: [prompt], prompt: '> ' }; ; said = yield { shows: [], prompt: '> ' })
    if (said !== '') return said;
}

/** Yes or no, in full or by the first letter. */
export function* yesOrNo(shows: readonly string[]): Part<'yes' | 'no'> {
  for (
    let said = yield { shows, prompt: 'yes or no > ' };
    ;
    said = yield { shows: [], prompt: 'yes or no > ' }
  ) {
    if (/^y(es)?$/i.test(said)) return 'yes';
    if (/^no?$/i.test(said)) return 'no';
  }
}

/** Place of the line chosen; none where `done` may be said and is. */
export function* oneOf(prompt: string, lines: readonly string[], mayEnd: boolean): Part<number | undefined> {
  for (
    let said = yield { shows: [prompt, ...lines], prompt: '> ' };
    ;
    said = yield { shows: [`  A number from 1 to ${String(lines.length)}.`], prompt: '> ' }
  ) {
    if (mayEnd && (said === '' || said === 'done')) return undefined;
    const number = Number(said);
    if (Number.isInteger(number) && number >= 1 && number <= lines.length) return number - 1;
  }
}

/** Places of the lines chosen, at least one, in their order. */
export function* several(prompt: string, lines: readonly string[]): Part<readonly number[]> {
  for (
    let said = yield { shows: [prompt, ...lines], prompt: '> ' };
    ;
    said = yield { shows: [`  Numbers from 1 to ${String(lines.length)}, or all.`], prompt: '> ' }
  ) {
    if (said === 'all') return lines.map((_, at) => at);
    const numbers = said
      .split(/[\s,;]+/)
      .filter((one) => one !== '')
      .map(Number);
    if (
      numbers.length > 0 &&
      numbers.every((one) => Number.isInteger(one) && one >= 1 && one <= lines.length)
    )
      return [...new Set(numbers)].sort((a, b) => a - b).map((one) => one - 1);
  }
}
