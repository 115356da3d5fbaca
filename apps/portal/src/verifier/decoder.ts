/** The QR reader for browsers that have none of their own: a file by itself, fetched when somebody asks for the camera. */
import jsqr from 'jsqr';

type Reader = (pixels: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null;

/** The text of the code in a picture. */
export function decode({ data, width, height }: ImageData): string | undefined {
  return parseReader(jsqr)(data, width, height)?.data;
}

/** The package is CommonJS: where a bundler wraps it, the function is its `default`. */
function parseReader(module: unknown): Reader {
  return (typeof module === 'function' ? module : (module as { default: unknown }).default) as Reader;
}
