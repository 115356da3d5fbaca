import { unzipSync } from 'fflate';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

export type ZipRefused =
  | { readonly code: 'workbook-encrypted'; readonly file: string }
  | { readonly code: 'workbook-malformed'; readonly file: string; readonly problem: string }
  | {
      readonly code: 'workbook-too-large';
      readonly file: string;
      readonly bytes: number;
      readonly limit: number;
    };

/** Bytes of everything in an archive once unpacked, and its members, at most. */
const LARGEST = 64 * 1024 * 1024;
const MOST_MEMBERS = 2_000;
/** How many times larger than packed a member over 1 MiB may be: sheets come to 30, an archive made to do harm to 1,000. */
const RATIO = 200;

/**
 * Unpacks an archive whose members' stated sizes are within the limits; none is given more room than it states. Refuses one that is
 * encrypted (a workbook with a password is no archive at all but a compound file).
 */
export function unpack(file: string, bytes: Uint8Array): Result<ReadonlyMap<string, Uint8Array>, ZipRefused> {
  const [a, b, c, d] = bytes;
  if (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0)
    return refuse({ code: 'workbook-encrypted', file });
  if (a === 0x50 && b === 0x4b && ((bytes[6] ?? 0) & 1) === 1)
    return refuse({ code: 'workbook-encrypted', file });
  const sum = { bytes: 0, members: 0 };
  try {
    const members = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        sum.members += 1;
        sum.bytes += originalSize;
        if (sum.bytes > LARGEST || sum.members > MOST_MEMBERS) throw new TooLarge();
        if (originalSize > 1024 * 1024 && originalSize > RATIO * size) throw new TooLarge();
        return /\.(xml|rels|bin)$/i.test(name);
      },
    });
    return ok(new Map(Object.entries(members)));
  } catch (error) {
    if (error instanceof TooLarge)
      return refuse({ code: 'workbook-too-large', file, bytes: sum.bytes, limit: LARGEST });
    if (!(error instanceof Error)) throw error;
    return refuse({ code: 'workbook-malformed', file, problem: error.message.slice(0, 120) });
  }
}

/** Stops the library's walk through the members; it has no other way. */
class TooLarge extends Error {}
