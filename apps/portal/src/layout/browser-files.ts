import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file as it is served: its bytes, and the same compressed as far as it goes. */
export type Packed = { readonly body: Uint8Array; readonly brotli: Uint8Array; readonly mediaType: string };

/**
 * What pages run: the verifier's script, its service worker, the QR reader that is loaded on demand, and what asks for
 * passkeys.
 */
export type BrowserFiles = {
  readonly verifier: Packed & { readonly name: string };
  readonly worker: Packed & { readonly name: string };
  readonly decoder: Packed & { readonly name: string };
  readonly passkey: Packed & { readonly name: string };
};

const DIST = join(import.meta.dirname, '../../dist');

let read: BrowserFiles | undefined;

/** Reads what `build-browser.ts` built, once. Throws where nothing was built: a portal without it would not be whole. */
export function browserFiles(): BrowserFiles {
  if (read) return read;
  const names = parseNames(readFileSync(join(DIST, 'verifier.json'), 'utf8'));
  const { verifier, worker, decoder, passkey } = names;
  read = {
    verifier: packed(verifier),
    worker: packed(worker),
    decoder: packed(decoder),
    passkey: packed(passkey),
  };
  return read;
}

function packed(name: string): Packed & { readonly name: string } {
  return {
    name,
    body: readFileSync(join(DIST, name)),
    brotli: readFileSync(join(DIST, `${name}.br`)),
    mediaType: 'text/javascript; charset=utf-8',
  };
}

/** Written by the build beside the files that it names. */
function parseNames(text: string): Readonly<Record<keyof BrowserFiles, string>> {
  return JSON.parse(text) as Readonly<Record<keyof BrowserFiles, string>>;
}
