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

/** Places of the lines chosen, at least one, in their order; `names` are what a line may be called by beside its number. */
export function* several(
  prompt: string,
  lines: readonly string[],
  names: readonly string[] = [],
): Part<readonly number[]> {
  const ways = `numbers from 1 to ${String(lines.length)}${names.length > 0 ? ', ids,' : ''} or all`;
  for (let said = yield { shows: [prompt, ...lines], prompt: '> ' }; ;) {
    if (said === 'all') return lines.map((_, at) => at);
    const parts = said.split(/[\s,;]+/).filter((one) => one !== '');
    const places = parts.map((one) => (names.includes(one) ? names.indexOf(one) : placeOf(one, lines)));
    const stray = parts.find((_, at) => places[at] === undefined);
    const chosen = places.filter((place) => place !== undefined);
    if (stray === undefined && chosen.length > 0) return [...new Set(chosen)].sort((a, b) => a - b);
    const what = stray === undefined ? '' : `${stray} is none of them: `;
    said = yield { shows: [`  ${what}${ways}.`], prompt: '> ' };
  }
}

/** The place that a number names, counted from 1. */
function placeOf(number: string, lines: readonly string[]): number | undefined {
  const place = /^\d{1,4}$/.test(number) ? Number(number) - 1 : -1;
  return place >= 0 && place < lines.length ? place : undefined;
}
