import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64, toBase64 } from '../base64.ts';
import { NOTE_LIMIT } from './note.ts';

const MAGIC = 'c2sp.org/tlog-proof@v1';

/** C2SP tlog-proof: where an entry stands and under which checkpoint. `checkpoint` is the signed note, verbatim. */
export type TlogProof = {
  readonly index: number;
  /** From the leaf's sibling to the root's child, 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
  /** Opaque and not authenticated: never to be trusted. */
  readonly extra?: Uint8Array;
};

export type TlogProofRefusal = { readonly code: 'malformed-tlog-proof'; readonly why: string };

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [
    MAGIC,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Takes a proof apart; neither the checkpoint nor the inclusion is verified yet. */
export function parseTlogProof(text: string): Result<TlogProof, TlogProofRefusal> {
  if (text.length > NOTE_LIMIT + 4_096) return no('too long');
  const blank = text.indexOf('\n\n');
  if (blank < 0) return no('no empty line before the checkpoint');
  const [magic, ...lines] = text.slice(0, blank).split('\n');
  if (magic !== MAGIC) return no('first line');
  const extra = lines[0]?.startsWith('extra ') === true ? fromBase64((lines.shift() ?? '').slice(6)) : null;
  if (extra === undefined) return no('extra line');
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) return no('index line');
  const hashes = lines.map(fromBase64).filter((hash) => hash?.length === 32);
  if (hashes.length !== lines.length || hashes.length > 63) return no('proof lines');
  const proof = {
    index: Number(index),
    hashes: hashes.filter((hash) => hash !== undefined),
    checkpoint: text.slice(blank + 2),
  };
  return ok(extra === null ? proof : { ...proof, extra });
}

function no(why: string): Result<never, TlogProofRefusal> {
  return refuse({ code: 'malformed-tlog-proof', why });
}
