import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { verifyQr, type QrVerification } from '@assay/attestation/verify-qr';
import { readBytes } from '@assay/formats/read-text';
import type { Instant } from '@assay/vocabulary/instant';

import { elapsed } from '../terminal/elapsed.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { printable } from '../terminal/table.ts';
import { checkRows, MEANS, outcomeDress } from '../terminal/verification.ts';
import { UsageError } from '../usage.ts';
import { answerFormat } from '../verify/answer-format.ts';
import { pinnedAnchors } from '../verify/anchors.ts';
import { parseNow } from '../verify/now.ts';
import { said } from '../verify/said.ts';

/**
 * `assay verify-qr`: what a scanner does without a connection. Exit 0 only where the outcome is VALID, 1 for every other
 * outcome, 2 where nothing could be checked.
 */
export async function verifyQrCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'trust-list': { type: 'string' },
      roots: { type: 'string' },
      'status-dir': { type: 'string' },
      now: { type: 'string' },
      format: { type: 'string' },
    },
  });
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0)
    throw new UsageError('give the text of one code, as a reader reads it, in quotes');
  const format = answerFormat(values.format, io);
  const now = parseNow(values.now);
  const anchored = await pinnedAnchors({ file: values['trust-list'], roots: values.roots, now });
  if (!anchored)
    throw new UsageError(
      'a code does not say whom to believe: name trust anchors with --trust-list FILE (an installation keeps its own in .assay/trust.json)',
    );
  const lists =
    values['status-dir'] === undefined ? new Map<string, string>() : await kept(values['status-dir']);
  const found = await verifyQr({ text: text.trim(), anchors: anchored.anchors, lists, now });
  io.out(format === 'json' ? JSON.stringify(found, null, 2) : told(found, now, io));
  return found.outcome === 'VALID' ? 0 : 1;
}

/** Nobody keeps more lists than a scanner would. */
const MOST_LISTS = 1_000;
const LARGEST_LIST = 256 * 1024;

/** Every status list in a folder, by the address that it states; whether it is genuine is for the verification to say. */
async function kept(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names) throw new UsageError(`--status-dir ${folder}: there is no such folder`);
  if (names.length > MOST_LISTS)
    throw new UsageError(`--status-dir ${folder}: holds more than ${String(MOST_LISTS)} files`);
  const lists = new Map<string, string>();
  for (const name of names.sort()) {
    const bytes = await readBytes(join(folder, name), LARGEST_LIST);
    if (!bytes.ok) throw new UsageError(`--status-dir ${await said(bytes.refusal)}`);
    const text = new TextDecoder().decode(bytes.value).trim();
    const jws = readCompactJws(text);
    const id = jws.ok ? jws.value.payload['id'] : undefined;
    if (typeof id !== 'string')
      throw new UsageError(`--status-dir ${join(folder, name)}: not a status list as it was served`);
    lists.set(id, text);
  }
  return lists;
}

function told(found: QrVerification, now: Instant, io: Io): string {
  const { outcome, labelId, statement, checks, evidenceTime } = found;
  return [
    `${io.style.bold(outcomeDress(outcome, io)(outcome))}  ${labelId ?? 'no label id'}`,
    ...(statement ? [shown(statement)] : []),
    MEANS[outcome],
    '',
    checkRows(checks, io),
    '',
    evidenceTime === null
      ? 'What is kept does not settle the state: status-revocation and status-suspension above say why. The label page does.'
      : `The state is that of the lists of ${evidenceTime}, ${elapsed(evidenceTime, now)}. Whether the label is in the log can only be seen online.`,
  ].join('\n');
}

function shown({ text, tier }: NonNullable<QrVerification['statement']>): string {
  const product = text === null ? 'the code names no product' : text.split('|').join(', ');
  return printable(`${product}; level ${String(tier)}. Compare with the product in your hand.`);
}
