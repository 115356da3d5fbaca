/** What somebody scanned, pasted or typed: told apart by its form alone, nothing of it believed. */
export type Pasted =
  | { readonly kind: 'bundle'; readonly text: string }
  /** An address of a label page; `offline` where a signed part stands behind its `#1`. */
  | { readonly kind: 'address'; readonly url: string; readonly text: string; readonly offline: boolean }
  | { readonly kind: 'nothing' };

/** A label code typed alone means the page of that label on the host of this page. */
export function readPasted(given: string, origin: string): Pasted {
  const text = given.trim();
  if (text.startsWith('{')) return { kind: 'bundle', text };
  if (/^[0-9A-Za-z]{11}$/.test(text)) return address(`${origin}/L/${text.toUpperCase()}`);
  return /^[a-z][a-z0-9+.-]{0,20}:/i.test(text) ? address(text) : { kind: 'nothing' };
}

function address(text: string): Pasted {
  const hash = text.indexOf('#');
  const url = hash < 0 ? text : text.slice(0, hash);
  return { kind: 'address', url, text, offline: text.startsWith('#1', hash) };
}
