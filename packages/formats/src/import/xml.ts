import { SaxesParser } from 'saxes';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

export type XmlHandler = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

export type XmlFault = { readonly problem: string };

/** Elements inside one another at most. */
const DEEPEST = 64;

/**
 * Walks XML from start to end and tells each element by its name without prefix. A document type is refused, and with it every entity that a file could
 * declare; nothing outside the text is ever looked up.
 */
export function walkXml(text: string, handler: XmlHandler): Result<undefined, XmlFault> {
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  parser.on('error', (error) => {
    throw new Refused(error.message.slice(0, 200));
  });
  parser.on('doctype', () => {
    throw new Refused('a document type is declared');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > DEEPEST) throw new Refused(`nested more than ${String(DEEPEST)} deep`);
    handler.open?.(bare(name), attributes);
  });
  parser.on('text', (said) => handler.text?.(said));
  parser.on('cdata', (said) => handler.text?.(said));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handler.close?.(bare(name));
  });
  try {
    parser.write(text).close();
    return ok(undefined);
  } catch (error) {
    if (error instanceof Refused) return refuse({ problem: error.message });
    throw error;
  }
}

/** Thrown by the listeners above, which have no other way to stop the parser, and caught where it was started. */
class Refused extends Error {}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
