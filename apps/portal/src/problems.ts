/** What can go wrong at a public door. The page and the machine's answer are made from the same row. */
export type ProblemCode =
  | 'no-such-page'
  | 'no-such-label'
  | 'label-not-followed'
  | 'evidence-incomplete'
  | 'mistyped-label'
  | 'foreign-address'
  | 'mistyped-gtin'
  | 'no-such-product'
  | 'label-suspended'
  | 'label-ended'
  | 'label-too-small'
  | 'label-too-large'
  | 'resolution-does-not-work'
  | 'language-not-offered'
  | 'letters-not-in-typeface'
  | 'no-such-link'
  | 'unknown-parameter'
  | 'malformed-parameter'
  | 'search-too-long'
  | 'address-too-long'
  | 'method-not-allowed'
  | 'malformed-request'
  | 'too-many-requests'
  | 'not-ready'
  | 'unexpected';

/** A refusal at the door: a code, and what it is about. */
export type Problem = { readonly code: ProblemCode; readonly about?: string };

type Row = {
  readonly status: number;
  readonly title: string;
  readonly detail: (about: string) => string;
  /** What the reader can do. */
  readonly advice: readonly string[];
};

const TRY_AGAIN = 'Wait a minute and load the page again.';
const SEARCH = 'Search the register by product, brand or maker.';

/** The one map from refusal code to status and sentence. */
const PROBLEMS: Readonly<Record<ProblemCode, Row>> = {
  'no-such-page': {
    status: 404,
    title: 'There is no such page',
    detail: () => 'Nothing is published at this address.',
    advice: ['Check the address.', SEARCH],
  },
  'no-such-label': {
    status: 404,
    title: 'This label is not on the register',
    detail: (about) =>
      `The code ${about} is well formed, but no label with it was ever issued here. A label that is not on the register is not valid, whatever the packaging says.`,
    advice: [
      'Compare the code with the one under the QR code on the packaging, character by character.',
      'Search by the name of the product: it may carry another label.',
      'If the packaging shows exactly this code, do not rely on the mark, and tell the administrator named below.',
    ],
  },
  'label-not-followed': {
    status: 404,
    title: 'No log that is followed here holds this label',
    detail: (about) =>
      `The code ${about} is well formed, but no label administrator whose log is followed here has granted a label with it. A label that is in no log is not valid, whatever the packaging says.`,
    advice: [
      'Compare the code with the one under the QR code on the packaging, character by character.',
      'Search by the name of the product: it may carry another label.',
      'If the packaging shows exactly this code, do not rely on the mark.',
    ],
  },
  'evidence-incomplete': {
    status: 503,
    title: 'The evidence is not complete yet',
    detail: (about) =>
      `A status list of label ${about} is still on its way here, so that nothing can be said of its state.`,
    advice: ['Wait a minute and ask again.', 'Or ask the label administrator itself.'],
  },
  'mistyped-label': {
    status: 400,
    title: 'This code was mistyped',
    detail: (about) =>
      `${about === '' ? 'The code' : `“${about}”`} is not a label code. A code has eleven letters and digits, and the last one checks the others: at least one character is wrong, missing or too many.`,
    advice: [
      'Type the code again as it is printed.',
      'Or scan the QR code with the camera of a phone.',
      SEARCH,
    ],
  },
  'foreign-address': {
    status: 400,
    title: 'This address is not of this register',
    detail: (about) =>
      `${about === '' ? 'It' : `“${about}”`} is no address of a label page here. A look-alike site could show whatever it likes there: do not open it, and do not rely on the mark.`,
    advice: [
      'Compare the address in the code with the one printed beside it.',
      'Type the eleven characters under the QR code instead.',
      SEARCH,
    ],
  },
  'mistyped-gtin': {
    status: 400,
    title: 'This product code was mistyped',
    detail: (about) =>
      `${about === '' ? 'The code' : `“${about}”`} is no GTIN of 14 digits whose last one fits the others.`,
    advice: ['Read the digits under the bar code again, with leading zeros to make 14.', SEARCH],
  },
  'no-such-link': {
    status: 404,
    title: 'No such link of this product',
    detail: (about) => `Product ${about} has a label here, and no link of the type that was asked for.`,
    advice: ['Leave the type out to come to the label.'],
  },
  'no-such-product': {
    status: 404,
    title: 'No label for this product',
    detail: (about) => `No label on this register names the product ${about}.`,
    advice: [
      'The maker may have named the product without its bar code: search by its name.',
      'If the packaging shows a mark of this scheme, open the code beside the mark.',
    ],
  },
  'label-suspended': {
    status: 409,
    title: 'This label is suspended and is not printed',
    detail: () =>
      'There are print files only while a label is valid: what is printed outlives what it says. The label may come back.',
    advice: [
      'Stop printing the label.',
      'Ask the label administrator named below when the doubt is settled.',
    ],
  },
  'label-ended': {
    status: 410,
    title: 'This label has ended and is not printed',
    detail: (about) => `The label is ${about}. There are print files only while a label is valid.`,
    advice: [
      'Stop printing the label, and take it off what is still in your hands.',
      'Apply anew with the label administrator named below.',
    ],
  },
  'label-too-small': {
    status: 400,
    title: 'The label does not work so small',
    detail: (about) =>
      `Phones would miss the code, or people the letters. The smallest width that works is ${about} mm.`,
    advice: ['Ask for that width or a larger one.', 'Or ask for the minimal form, which needs less room.'],
  },
  'label-too-large': {
    status: 400,
    title: 'The label is wider than files are made for',
    detail: (about) => `The largest width is ${about} mm.`,
    advice: ['Enlarge the SVG or the PDF: they are outlines.'],
  },
  'resolution-does-not-work': {
    status: 400,
    title: 'The picture does not work at this resolution',
    detail: (about) => `At this size, ${about} dots per inch work.`,
    advice: ['Ask for another resolution or size.', 'Or take the SVG or the PDF, which have none.'],
  },
  'language-not-offered': {
    status: 400,
    title: 'This label is not printed in that language',
    detail: (about) => `The words of its scheme are held, in letters that the typeface has, in: ${about}.`,
    advice: ['Ask for one of these languages.'],
  },
  'letters-not-in-typeface': {
    status: 422,
    title: 'This label cannot be drawn',
    detail: (about) =>
      `The typeface of the label lacks these letters: ${about}. None is left out silently, so nothing is drawn.`,
    advice: ['Print the code alone: it is on the label page.', 'Tell the label administrator named below.'],
  },
  'unknown-parameter': {
    status: 400,
    title: 'Unknown query parameter',
    detail: (about) => `“${about}” is not a parameter of this address.`,
    advice: ['Leave the parameter out.'],
  },
  'malformed-parameter': {
    status: 400,
    title: 'A query parameter cannot be read',
    detail: (about) => `“${about}” has a value that this address does not take.`,
    advice: ['Start the search again.'],
  },
  'search-too-long': {
    status: 400,
    title: 'The search is too long',
    detail: () => 'A search has at most 100 characters.',
    advice: ['Search by one or two words of the name.'],
  },
  'address-too-long': {
    status: 414,
    title: 'The address is too long',
    detail: () => 'An address here has at most 2,048 characters.',
    advice: ['Check the address.'],
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address can only be read',
    detail: () => 'Only GET and HEAD are answered here.',
    advice: ['Open the address without sending anything to it.'],
  },
  'malformed-request': {
    status: 400,
    title: 'The request cannot be read',
    detail: () => 'The request is not well formed.',
    advice: ['Check the address.'],
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: () => 'More requests came from your connection than one reader needs.',
    advice: [TRY_AGAIN],
  },
  'not-ready': {
    status: 503,
    title: 'The register is not ready',
    detail: () => 'The register cannot be read at the moment.',
    advice: [TRY_AGAIN],
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong here',
    detail: () => 'The fault is ours and was noted.',
    advice: [TRY_AGAIN],
  },
};

/** Whether a code is one of these. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** A problem with its status and its sentences. */
export function explain({ code, about = '' }: Problem): {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly advice: readonly string[];
} {
  const { status, title, detail, advice } = PROBLEMS[code];
  return { status, title, detail: detail(about), advice };
}

/** The machine's answer, RFC 9457: `about:blank` says that the status tells the kind; `code` tells it finer. */
export function problemJson(problem: Problem): string {
  const { status, title, detail, advice } = explain(problem);
  const remedy = advice.join(' ');
  return JSON.stringify({ type: 'about:blank', title, status, detail, code: problem.code, remedy });
}

/** The problem that a status of the HTTP server stands for; what is not the client's doing reveals nothing. */
export function problemOfStatus(status: number): Problem {
  if (status === 429) return { code: 'too-many-requests' };
  if (status === 414) return { code: 'address-too-long' };
  if (status === 404) return { code: 'no-such-page' };
  if (status === 405) return { code: 'method-not-allowed' };
  return { code: status >= 400 && status < 500 ? 'malformed-request' : 'unexpected' };
}
