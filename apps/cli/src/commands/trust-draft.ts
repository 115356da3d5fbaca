import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { unsignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { changesBetween, NEVER, nextTrustList } from '@assay/attestation/trust-list/next-trust-list';
import { addSeconds } from '@assay/vocabulary/instant';

import type { ExitCode, Io } from '../terminal/io.ts';
import { changeLines, listSummary } from '../terminal/trust-list-views.ts';
import { UsageError } from '../usage.ts';
import { pinnedAnchors } from '../verify/anchors.ts';
import { readText, writeWhole } from '../verify/files.ts';
import { notAccepted } from '../verify/not-accepted.ts';
import { parseNow } from '../verify/now.ts';
import { listFrom, rootsFrom } from '../verify/trust-list-files.ts';

const DAY_SECONDS = 86_400;

/**
 * `assay trust draft`: a list with no signature, from pinned anchors and the public root keys. With `--held` it follows
 * that list: one version on, and what the anchors do not speak of stays. It says what changes, and refuses what no honest
 * ceremony does.
 */
export async function draftTrustList(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      anchors: { type: 'string' },
      roots: { type: 'string' },
      held: { type: 'string' },
      policy: { type: 'string' },
      days: { type: 'string', default: '90' },
      output: { type: 'string' },
      now: { type: 'string' },
    },
  });
  if (values.output === undefined) throw new UsageError('--output FILE: where the list is to be written');
  if (existsSync(values.output)) throw new UsageError(`${values.output} is there already: name another file`);
  const roots = await rootsFrom(values.roots);
  const issued = parseNow(values.now);
  const expires = addSeconds(issued, daysOf(values.days) * DAY_SECONDS);
  const anchored = await pinnedAnchors({ file: values.anchors, now: issued });
  if (!anchored)
    throw new UsageError('--anchors FILE: the anchors to be signed; an installation keeps its own');
  const { anchors } = anchored;
  const held = values.held === undefined ? undefined : (await listFrom(values.held)).list;
  const policy = values.policy === undefined ? anchors.policy : await readText(values.policy);
  const list = nextTrustList({ held, anchors, policy, roots, issued, expires });
  const changes = changesBetween(held, list);
  const never = changes.filter(({ what }) => NEVER.has(what));
  if (never.length > 0)
    throw new UsageError(`the list that is held cannot be followed by this one:\n${changeLines(never)}`);
  const text = await unsignedTrustList(list);
  if (!text.ok) throw new UsageError(notAccepted(text.refusal));
  await writeWhole(values.output, text.value);
  io.out(listSummary(list, io));
  if (changes.length > 0) io.out(changeLines(changes));
  io.error(
    `${values.output}: not signed yet. Each root signs it with: assay trust sign ${values.output} --key FILE`,
  );
  return 0;
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!/^[1-9]\d?$/.test(text) || days > 90) throw new UsageError(`--days ${text}: 1 to 90`);
  return days;
}
