import { fromBase64 } from '@assay/attestation/base64';
import { verifyConsistency, verifyInclusion } from '@assay/attestation/log/merkle-proof';

import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

const PROOFS: Readonly<Record<string, (args: readonly string[]) => Promise<boolean>>> = {
  inclusion,
  consistency,
};

/**
 * `assay tlog inclusion | consistency`: one Merkle proof of RFC 9162, its hashes in base 64 as the C2SP documents write
 * them. Exit 0 where it proves what it claims, 1 where it does not, 2 where it cannot be read. Answers `{"valid":…}`.
 */
export async function tlog(args: readonly string[], io: Io): Promise<ExitCode> {
  const [kind = '', ...claim] = args;
  const prove = Object.hasOwn(PROOFS, kind) ? PROOFS[kind] : undefined;
  if (!prove) throw new UsageError(`say ${Object.keys(PROOFS).join(' or ')}`);
  const valid = await prove(claim);
  io.out(JSON.stringify({ valid }));
  return valid ? 0 : 1;
}

async function inclusion(args: readonly string[]): Promise<boolean> {
  const [leaf, index, size, root, ...proof] = args;
  if (leaf === undefined || index === undefined || size === undefined || root === undefined)
    throw new UsageError(
      'inclusion takes the leaf hash, its index, the size of the log, its root and the proof',
    );
  return verifyInclusion({
    leaf: hash('leaf hash', leaf),
    index: count('index', index),
    size: count('size', size),
    root: hash('root', root),
    proof: proof.map((one) => hash('proof', one)),
  });
}

async function consistency(args: readonly string[]): Promise<boolean> {
  const [first, second, firstRoot, secondRoot, ...proof] = args;
  if (first === undefined || second === undefined || firstRoot === undefined || secondRoot === undefined)
    throw new UsageError('consistency takes two sizes of the log, its root at each, and the proof');
  return verifyConsistency({
    first: count('first size', first),
    second: count('second size', second),
    firstRoot: hash('first root', firstRoot),
    secondRoot: hash('second root', secondRoot),
    proof: proof.map((one) => hash('proof', one)),
  });
}

/** Bytes of any length: whether they are a hash is part of what the proof must show. */
function hash(what: string, text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (!bytes) throw new UsageError(`${what} ${text.slice(0, 60)}: expected base 64, with its padding`);
  return bytes;
}

function count(what: string, text: string): number {
  const number = Number(text);
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || !Number.isSafeInteger(number))
    throw new UsageError(`${what} ${text.slice(0, 60)}: expected a whole number without leading zero`);
  return number;
}
