/** Where our own terms of a label credential are defined, below the origin of the labels. */
export const CONTEXT_PATH = 'contexts/cyber-label-v1.jsonld';

/**
 * The JSON-LD context of our own terms (trust layer, section 4). Verifiers never fetch it; it is there for whoever reads
 * a credential as linked data, and so that no name in it is without a definition.
 */
export function labelContext(origin: string): object {
  const term = (name: string) => `${origin}/${CONTEXT_PATH}#${name}`;
  const names = [
    ...['cyberLabel', 'labelId', 'tier', 'product', 'brand', 'model', 'gtins', 'supportEnd', 'updatePolicy'],
    ...['securityTxt', 'csafProvider', 'sbomAvailable', 'supersedes', 'sandbox'],
  ];
  return { '@context': { '@version': 1.1, ...Object.fromEntries(names.map((name) => [name, term(name)])) } };
}
