import { parseArgs } from 'node:util';

import type { Kind } from '@assay/attestation/vc-jose-cose/document';
import { isObject, parseMethod, type Method } from '@assay/attestation/vc-jose-cose/method';
import { secure, verifySecured } from '@assay/attestation/vc-jose-cose/secure';

import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { readJson, readText, writeWhole } from '../verify/files.ts';
import { parseNow } from '../verify/now.ts';

/** Features of the suite that this program has; for the others it answers `indeterminate`, as the suite wants. */
const FEATURES: Readonly<Record<string, Kind>> = {
  credential_jose: 'credential',
  presentation_jose: 'presentation',
};
const OTHERS = ['credential_sdjwt', 'credential_cose', 'presentation_sdjwt', 'presentation_cose'];
const EXIT = { success: 0, failure: 1, indeterminate: 1, error: 2 } as const;

/** What the suite reads from the output file; `expired` is for people and stands on standard output alone. */
type Answer = { readonly result: keyof typeof EXIT; readonly data: string; readonly expired?: string };
type Asked = { readonly kind: Kind; readonly input: string; readonly method: Method };
type Act = (asked: Asked) => Promise<Answer>;

/** `assay issue --input F --key F --feature NAME --output F`: the half of the W3C vc-jose-cose suite that signs. */
export async function issue(args: readonly string[], io: Io): Promise<ExitCode> {
  return answer(args, io, async ({ kind, input, method }) => {
    const document = parsed(input);
    if (!isObject(document)) return { result: 'error', data: 'the input is no JSON object' };
    const jws = await secure(kind, document, method);
    if (jws.ok) return { result: 'success', data: jws.value };
    return { result: jws.refusal.code === 'no-secret-key' ? 'error' : 'failure', data: jws.refusal.why };
  });
}

/** `assay verify --input F --key F --feature NAME --output F`: the half of that suite that verifies. */
export async function verifyFile(args: readonly string[], io: Io): Promise<ExitCode> {
  return answer(args, io, async ({ kind, input, method }) => {
    const found = await verifySecured(kind, input.trim(), method, parseNow(undefined));
    if (!found.ok) return { result: 'failure', data: `${found.refusal.code}: ${found.refusal.why}` };
    const { document, expired } = found.value;
    return { result: 'success', data: JSON.stringify(document), ...(expired !== undefined && { expired }) };
  });
}

async function answer(args: readonly string[], io: Io, act: Act): Promise<ExitCode> {
  const { input, key, feature, output } = parseArgs({
    args: [...args],
    options: {
      input: { type: 'string' },
      key: { type: 'string' },
      feature: { type: 'string' },
      output: { type: 'string' },
    },
  }).values;
  if (input === undefined || key === undefined || feature === undefined || output === undefined)
    throw new UsageError('--input FILE --key FILE --feature NAME --output FILE: all four');
  const found = await answerTo({ input, key, feature }, act);
  const { result, data } = found;
  await writeWhole(output, JSON.stringify({ result, data }));
  io.out(JSON.stringify(found));
  return EXIT[result];
}

/** Whatever cannot be read is an answer too: the suite waits for a file. */
async function answerTo(
  files: { readonly input: string; readonly key: string; readonly feature: string },
  act: Act,
): Promise<Answer> {
  const kind = Object.hasOwn(FEATURES, files.feature) ? FEATURES[files.feature] : undefined;
  if (!kind && OTHERS.includes(files.feature))
    return { result: 'indeterminate', data: `${files.feature} is not offered` };
  if (!kind) return { result: 'error', data: `there is no feature ${files.feature}` };
  try {
    const method = parseMethod(await readJson(files.key));
    if (!method.ok) return { result: 'error', data: `the key file: ${method.refusal.why}` };
    return await act({ kind, input: await readText(files.input), method: method.value });
  } catch (error) {
    return { result: 'error', data: error instanceof Error ? error.message : String(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
