import type { Instant } from '@assay/vocabulary/instant';

/** Version of the models that the documents follow. */
const OSCAL = '1.2.1';
/** Under this namespace stand the properties that OSCAL has no word for. */
const NAMESPACE = 'urn:assay:oscal';

/** The head of every OSCAL document. */
export function metadataOf(
  title: string,
  { at, version, remarks }: { readonly at: Instant; readonly version: string; readonly remarks: string },
): object {
  return { title: line(title), 'last-modified': at, version: line(version), 'oscal-version': OSCAL, remarks };
}

/** A property of ours. */
export function prop(name: string, value: string | number): object {
  return { name, ns: NAMESPACE, value: line(String(value)) };
}

/** Text as one line; OSCAL's titles and values are never empty. */
export function line(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim() || '-';
}

/**
 * A reference as an OSCAL token: letters, digits, dots, hyphens and low lines, beginning with a letter or low line.
 * The exact reference stands in a property beside it.
 */
export function token(reference: string): string {
  const plain = reference.replaceAll(/[^\p{L}\p{N}.-]/gu, '_');
  return /^\p{L}/u.test(plain) ? plain : `_${plain}`;
}
