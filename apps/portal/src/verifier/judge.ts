import { BUNDLE_LIMIT, parseBundle } from '@assay/attestation/bundle';
import { administratorCode } from '@assay/attestation/label-id';
import { parseTlogProof } from '@assay/attestation/log/tlog-proof';
import { parseLabelUrl } from '@assay/attestation/qr/label-url';
import { unknownLabel, verifyBundle } from '@assay/attestation/verify-label';
import { verifyQr } from '@assay/attestation/verify-qr';
import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import { plain, type Answer } from './answer.ts';
import { believed, refreshTrust, refusedList, type Believed } from './believed.ts';
import type { Keep } from './keep.ts';
import { keepLists, keptLists, refreshLists, withNewerLists } from './kept-lists.ts';
import type { OwnHost } from './own-host.ts';
import { readPasted, type Pasted } from './pasted.ts';
import { checkGrowth } from './seen-log.ts';
import { together, type Code, type Register } from './together.ts';

/** What this page has to judge with. */
export type Bench = {
  readonly keep: Keep;
  readonly host: OwnHost;
  readonly now: () => Instant;
  /** Whether this is the page of a sandbox, whose codes do not say so themselves. */
  readonly sandbox: boolean;
};

/** Fetches the newest keys and lists, if there is a connection, and keeps them. Undefined where no keys are known. */
export async function refresh({ keep, host, now }: Bench): Promise<Believed | undefined> {
  await refreshTrust({ keep, host, now: now() });
  const known = await believed({ keep, host, now: now() });
  if (known) await refreshLists(keep, host, known.anchors);
  return known;
}

/** Checks what was scanned or pasted: online with the label's own evidence too, offline with what is kept. */
export async function judge(text: string, bench: Bench): Promise<Answer> {
  const pasted = readPasted(text, bench.host.origin);
  if (pasted.kind === 'nothing') return plain('INVALID', 'not-a-code');
  const known = await refresh(bench);
  if (!known) return plain('STALE', (await refusedList(bench.keep)) ? 'keys-refused' : 'no-keys');
  const { source, ended } = known;
  if (ended !== null) return plain('STALE', 'keys-ended', { source });
  const answer =
    pasted.kind === 'bundle'
      ? await together(await registered(pasted.text, undefined, { known, bench }), undefined)
      : await ofAddress(pasted, known, bench);
  const sandbox = answer.sandbox || (bench.sandbox && answer.parts.length > 0);
  return { ...answer, source, sandbox };
}

async function ofAddress(
  { url, text, offline }: Extract<Pasted, { kind: 'address' }>,
  known: Believed,
  bench: Bench,
): Promise<Answer> {
  const { anchors } = known;
  const place = parseLabelUrl(url, anchors.scheme.qrHosts);
  if (!place.ok) {
    const { refusal } = place;
    return plain('INVALID', refusal.code, { about: refusal.code === 'foreign-host' ? refusal.host : null });
  }
  const { labelId, host } = place.value;
  const isOwn = host === bench.host.name;
  const register = isOwn ? await asked(labelId, { known, bench }) : undefined;
  if (!register && !offline)
    return plain('STALE', isOwn ? 'address-only' : 'other-host', { labelId, about: host, offline: true });
  return together(register, offline ? await coded(text, labelId, { known, bench }) : undefined);
}

type With = { readonly known: Believed; readonly bench: Bench };

/** The label's own evidence, from the host of this page; undefined without an answer. */
async function asked(labelId: LabelId, w: With): Promise<Register | undefined> {
  const answer = await w.bench.host.get(`/L/${labelId}/bundle`, BUNDLE_LIMIT);
  if (answer.kind === 'absent') return { verification: unknownLabel(labelId) };
  return answer.kind === 'found' ? registered(answer.bytes, labelId, w) : undefined;
}

/** Verifies a bundle against the newest lists known, and its log against the log seen before. */
async function registered(
  served: string | Uint8Array,
  labelId: LabelId | undefined,
  { known: { anchors }, bench: { keep, host, now } }: With,
): Promise<Register> {
  const newest = withNewerLists(served, await keptLists(keep));
  const question = { bundle: newest, anchors, now: now() };
  const verification = await verifyBundle(labelId === undefined ? question : { ...question, asked: labelId });
  const bundle = parseBundle(newest);
  if (verification.outcome === 'INVALID' || !bundle.ok) return { verification };
  await keepLists(keep, bundle.value.statusLists, anchors);
  const proof = parseTlogProof(bundle.value.proof);
  const url = anchors.administrators.find(({ code }) => verification.labelId?.startsWith(code))?.log.url;
  if (!proof.ok || url === undefined) throw new Error('a bundle was verified that has no proof');
  const growth = await checkGrowth({ keep, host, url, shown: proof.value.checkpoint, now: now() });
  return { verification, bundle: bundle.value, growth };
}

/** The code by itself, against the lists kept here. */
async function coded(text: string, labelId: LabelId, { known, bench }: With): Promise<Code> {
  const kept = await keptLists(bench.keep);
  const { anchors } = known;
  const verification = await verifyQr({ text, anchors, lists: kept, now: bench.now() });
  const administrator = anchors.administrators.find(({ code }) => code === administratorCode(labelId));
  return { verification, text, kept, did: administrator?.did ?? '' };
}
