import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { browserFiles } from './browser-files.ts';

type Asset = { readonly body: string | Uint8Array; readonly mediaType: string; readonly brotli?: Uint8Array };

const CSS = 'text/css; charset=utf-8';
/** A hallmark: a lozenge with cut corners, as assay offices punch it. */
const MARK_PATH = 'M8 1h16l7 7v16l-7 7H8l-7-7V8zM16 7 8 25h3.6l1.5-3.7h5.8l1.5 3.7H24zm0 6.2 1.8 5h-3.6z';
/** The mark as a picture of its own. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b5068" fill-rule="evenodd" d="${MARK_PATH}"/></svg>`;
/** The sheet of every page. */
export const STYLE = slimmed(readFileSync(join(import.meta.dirname, 'portal.css'), 'utf8'));

/** What the verifier page adds to it. */
const VERIFIER_STYLE = slimmed(readFileSync(join(import.meta.dirname, '../verifier/verifier.css'), 'utf8'));

/** What the pages of the office add to it. */
const DESK_STYLE = slimmed(readFileSync(join(import.meta.dirname, 'desk.css'), 'utf8'));

const STYLE_NAME = named('portal', 'css', STYLE);
const VERIFIER_STYLE_NAME = named('verifier', 'css', VERIFIER_STYLE);
const DESK_STYLE_NAME = named('desk', 'css', DESK_STYLE);
const ICON_NAME = named('mark', 'svg', ICON);

/** Files that pages ask for, by a name that changes with their content. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  [STYLE_NAME, { body: STYLE, mediaType: CSS }],
  [ICON_NAME, { body: ICON, mediaType: 'image/svg+xml' }],
  [VERIFIER_STYLE_NAME, { body: VERIFIER_STYLE, mediaType: CSS }],
  [DESK_STYLE_NAME, { body: DESK_STYLE, mediaType: CSS }],
]);

/** A file that a page asks for; the scripts among them. */
export function assetNamed(name: string): Asset | undefined {
  const ours = ASSETS.get(name);
  if (ours) return ours;
  const { verifier, decoder, passkey } = browserFiles();
  return [verifier, decoder, passkey].find((file) => file.name === name);
}

export const MARK = { path: MARK_PATH, icon: `/assets/${ICON_NAME}`, style: `/assets/${STYLE_NAME}` };

/** Address of the sheet of the office. */
export const DESK_SHEET = `/assets/${DESK_STYLE_NAME}`;

/** Address of the script that asks for passkeys, the only one of the office. */
export function passkeyScript(): string {
  return `/assets/${browserFiles().passkey.name}`;
}

/** Addresses of what the verifier page loads beside; the decoder only when somebody asks for it. */
export function verifierParts() {
  const { verifier, decoder } = browserFiles();
  return {
    script: `/assets/${verifier.name}`,
    style: `/assets/${VERIFIER_STYLE_NAME}`,
    decoder: `/assets/${decoder.name}`,
    decoderSize: decoder.brotli.length,
  };
}

function named(name: string, extension: string, body: string): string {
  return `${name}-${createHash('sha256').update(body).digest('hex').slice(0, 12)}.${extension}`;
}

/** The sheet without comments and the space between its words; none of its strings holds either. */
export function slimmed(css: string): string {
  return (
    css
      .replaceAll(/\/\*.*?\*\//gs, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ ?([{};,>]) ?/g, '$1')
      // A space before a colon has a meaning in a selector, one after it never has.
      .replaceAll(': ', ':')
      .replaceAll(';}', '}')
      .trim()
  );
}
