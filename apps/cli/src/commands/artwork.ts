import { parseArgs } from 'node:util';

import { labelUrl } from '@assay/attestation/qr/label-url';
import {
  artwork,
  ARTWORK_FORMATS,
  printSize,
  type ArtworkAsked,
} from '@assay/office/5-label/artwork/artwork';
import { labelCode, labelFacts } from '@assay/office/5-label/artwork/label-facts';
import { VARIANTS } from '@assay/office/5-label/artwork/layout';
import { loadSentences } from '@assay/office/5-label/artwork/sentences';

import { openRules } from '../rules.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { MEANS } from '../terminal/verification.ts';
import { UsageError } from '../usage.ts';
import { fetchLimited, Unreachable } from '../verify/fetch-limited.ts';
import { readText } from '../verify/files.ts';
import { parseNow } from '../verify/now.ts';
import { provenCode, provenLabel, type ProvenLabel } from '../verify/proven-label.ts';
import { verifyTarget } from '../verify/verify-target.ts';
import { writeBytes, writeOutput } from '../write-output.ts';

/**
 * `assay artwork`: the print file of a label, once its bundle verifies as VALID. Exit 1 for every other outcome, since what
 * is printed outlives what it says; 2 where a size or a language does not work, naming one that does.
 */
export async function artworkCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0)
    throw new UsageError('name one label address or one bundle.json');
  const asked = parseAsked(values);
  if (asked.format !== 'svg' && values.output === undefined)
    throw new UsageError(`a ${asked.format.toUpperCase()} is not for a terminal: name a file with --output`);
  const now = parseNow(values.now);
  try {
    const verified = await verifyTarget({
      target,
      pin: { file: values['trust-list'], roots: values.roots, now },
    });
    const outcome = 'check' in verified ? verified.outcome : verified.verification.outcome;
    if ('check' in verified || outcome !== 'VALID' || !verified.basis) {
      const detail = 'check' in verified ? ` (${verified.detail})` : '';
      io.error(`assay artwork: ${outcome}${detail}. ${MEANS[outcome]} Only a valid label is printed.`);
      return 1;
    }
    const { basis } = verified;
    const proven = provenLabel(basis);
    const text = await offlineText(values['offline-code'], target, proven);
    const offline = text === undefined ? undefined : await provenCode(text, proven, { ...basis, now });
    const rules = await openRules(io);
    if (!rules) return 2;
    const { home, library, words } = rules;
    const told = labelFacts(library, proven.label, values.language);
    if (!told.ok) throw new UsageError(words.refusal(told.refusal));
    const say = await loadSentences(home, told.value.language);
    const label = { ...told.value, say, symbol: labelCode(told.value.facts, offline) };
    const made = await artwork(label, asked);
    if (!made.ok) throw new UsageError(words.refusal(made.refusal));
    const size = printSize(label, asked);
    if (!size.ok) throw new UsageError(words.refusal(size.refusal));
    const output = { file: values.output, inputs: [target] };
    if (values.output === undefined)
      await writeOutput(new TextDecoder().decode(made.value.bytes).trimEnd(), output, io);
    else await writeBytes(made.value.bytes, { ...output, file: values.output }, io);
    const { widthMm, heightMm, alternative } = size.value;
    io.error(
      `Smallest print: ${String(widthMm)} by ${String(heightMm)} mm.\nText alternative: ${alternative}`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    io.error(`assay artwork: ${error.message}`);
    return 2;
  }
}

const OPTIONS = {
  format: { type: 'string', default: 'svg' },
  variant: { type: 'string', default: 'portrait' },
  size: { type: 'string' },
  dpi: { type: 'string' },
  language: { type: 'string', default: 'en' },
  'offline-code': { type: 'string' },
  'fine-print': { type: 'boolean', default: false },
  output: { type: 'string' },
  'trust-list': { type: 'string' },
  roots: { type: 'string' },
  now: { type: 'string' },
} as const;

type Values = Readonly<
  Partial<Record<'format' | 'variant' | 'size' | 'dpi', string>> & { 'fine-print': boolean }
>;

function parseAsked(values: Values): ArtworkAsked {
  const { size, dpi } = values;
  const format = ARTWORK_FORMATS.find((one) => one === values.format);
  if (!format)
    throw new UsageError(`--format ${String(values.format)}: one of ${ARTWORK_FORMATS.join(', ')}`);
  const variant = VARIANTS.find((one) => one === values.variant);
  if (!variant) throw new UsageError(`--variant ${String(values.variant)}: one of ${VARIANTS.join(', ')}`);
  if (size !== undefined && !/^\d{1,4}(\.\d{1,2})?(mm)?$/.test(size))
    throw new UsageError(`--size ${size}: a width in millimetres, such as 48mm`);
  if (dpi !== undefined && !/^[1-9]\d{1,3}$/.test(dpi))
    throw new UsageError(`--dpi ${dpi}: dots per inch from 10 to 9999`);
  if (dpi !== undefined && format !== 'png')
    throw new UsageError('--dpi is of a PNG; SVG and PDF are outlines');
  return {
    ...{ format, variant, finePrint: values['fine-print'] },
    ...(size !== undefined && { sizeMm: Number(size.replace('mm', '')) }),
    ...(dpi !== undefined && { dpi: Number(dpi) }),
  };
}

const CODE_LIMIT = 4_096;

/** The text of the offline code: of a file, or with `published` from the host of the label. */
async function offlineText(
  asked: string | undefined,
  target: string,
  { label }: ProvenLabel,
): Promise<string | undefined> {
  if (asked === undefined) return undefined;
  if (asked !== 'published') return readText(asked);
  if (!/^https?:\/\//i.test(target))
    throw new UsageError(
      '--offline-code published asks the host of the label: with a bundle, name the file of its text',
    );
  const bytes = await fetchLimited(`${labelUrl(label.host, label.labelId)}/offline-code.txt`, CODE_LIMIT);
  if (!bytes) throw new UsageError(`${label.host} publishes no offline code of ${label.labelId}`);
  return new TextDecoder().decode(bytes);
}
