/** Cuts text into the words the register is searched by: letters and digits of any script, folded to one form. */
export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  // Up and down again, so that ß and ss are one.
  const folded = plain.toUpperCase().toLowerCase();
  return [...new Set(folded.match(/[\p{L}\p{N}]{1,64}/gu) ?? [])];
}

/** A search for all of the words, each of which may be only a beginning; undefined when there is no word to look for. */
export function prefixQuery(text: string): string | undefined {
  const words = wordsOf(text).slice(0, 8);
  return words.length === 0 ? undefined : words.map((word) => `'${word}':*`).join(' & ');
}

/** One form for a code however it was typed: upper case without spaces; a GTIN of 8, 12 or 13 digits as 14. */
export function codeOf(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase();
  return /^(\d{8}|\d{12,14})$/.test(plain) ? plain.padStart(14, '0') : plain;
}
