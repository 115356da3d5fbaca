import { acceptCheckpoint, since } from '@assay/attestation/audit/accept-checkpoint';
import { toBase64 } from '@assay/attestation/base64';
import { parseNote } from '@assay/attestation/log/note';
import type { TrustedAdministrator } from '@assay/attestation/trust';
import { logWitnesses } from '@assay/attestation/verify/log-checks';
import { mirroredLog, putMirroredLog, type MirroredLog } from '@assay/records/mirror';
import { noteLook, lastLook } from '@assay/records/mirror-watch';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Aggregator } from './aggregator.ts';
import { cosignMirrored } from './cosign-mirrored.ts';
import { FetchFault, type AlarmKind, type Fault } from './fault.ts';
import { fetchMissingLists } from './follow-lists.ts';
import { openLogAudits } from './log-audits.ts';
import { lineageOf } from './offered-tree.ts';
import { keepAlarm, type Contradiction } from './raise-alarm.ts';
import { sourceOf, type Source } from './source.ts';
import { takeGrowth } from './take-growth.ts';
import type { Offered, Watching } from './watching.ts';

/**
 * What a look at a log brought: `grown` by entries, `renewed` cosignatures, `nothing` newer; `frozen` where the trust
 * list says that the administrator has withdrawn and a copy is held.
 */
export type Look = { readonly news: 'grown' | 'renewed' | 'nothing' | 'frozen'; readonly size: number };

/** Why a look brought nothing. `fresh`: an alarm that nobody has seen before. */
export type LookFault = Fault & { readonly fresh?: boolean };

export type Follower = {
  /** One look at one log. The copy only ever grows, and only by what is proven; all else leaves it as it is. */
  look(administrator: TrustedAdministrator): Promise<Result<Look, LookFault>>;
};

/** Follows logs as trust layer section 8 says: checkpoint, signature, lineage, entries, audit, one transaction. */
export function openFollower(aggregator: Aggregator): Follower {
  const audits = openLogAudits(aggregator);
  return {
    async look(administrator) {
      const { origin } = administrator.log;
      const seen = await lookOnce({ aggregator, administrator, audits }).catch((error: unknown) => {
        audits.forget(origin);
        if (error instanceof FetchFault) return refuse<LookFault>(error.fault);
        throw error;
      });
      await noteEnd(aggregator, origin, seen.ok ? null : seen.refusal);
      return seen;
    },
  };
}

async function lookOnce(watching: Watching): Promise<Result<Look, LookFault>> {
  const { aggregator, administrator } = watching;
  const held = await mirroredLog(aggregator.records.read, administrator.log.origin);
  if (administrator.status === 'withdrawn' && held) return ok({ news: 'frozen', size: held.size });
  const source = sourceOf(administrator, aggregator.fetch);
  const offered = await offeredBy(watching, source);
  if (!offered.ok) return offered;
  const lineage = await judgeLineage(watching, source, { held, offered: offered.value });
  if (!lineage.ok) return lineage;
  const note = parseNote(offered.value.text);
  if (!note.ok) throw new Error('a checkpoint that was read is a note');
  const witnesses = await logWitnesses(
    { note: note.value },
    aggregator.trust().anchors.policy,
    aggregator.clock(),
  );
  if (!witnesses.ok) return refuse({ code: 'too-few-witnesses' });
  const accepted = { held, offered: offered.value, cosignedAt: witnesses.value.time };
  const news = await take(watching, source, accepted);
  if (!news.ok) return news;
  const lists = await fetchMissingLists(watching, source, offered.value);
  if (!lists.ok) return alarm(aggregator, lists.refusal);
  const split = await cosignMirrored(aggregator, administrator, offered.value);
  return split ? alarm(aggregator, split) : ok({ news: news.value, size: offered.value.size });
}

/** What the administrator serves as its checkpoint, once its own key has signed it. */
async function offeredBy(
  { aggregator, administrator }: Watching,
  source: Source,
): Promise<Result<Offered, Fault>> {
  const { origin } = administrator.log;
  const { logKeys, policy } = aggregator.trust();
  const read = await acceptCheckpoint(await source.checkpoint(), {
    ...{ origin, policy, keys: logKeys.get(origin) ?? [] },
  });
  if (!read.ok) return refuse({ code: 'not-its-checkpoint', why: read.refusal });
  const { checkpoint, note } = read.value;
  return checkpoint.size === 0
    ? refuse({ code: 'not-its-checkpoint', why: { code: 'malformed-checkpoint', detail: 'an empty log' } })
    : ok({ ...checkpoint, text: note });
}

/** Whether the offered checkpoint follows from the one that is held; where it does not, the log has signed both. */
async function judgeLineage(
  { aggregator }: Watching,
  source: Source,
  { held, offered }: { readonly held: MirroredLog | undefined; readonly offered: Offered },
): Promise<Result<undefined, LookFault>> {
  const against = (kind: AlarmKind, detail: Contradiction['detail']) =>
    alarm(aggregator, {
      ...{ origin: offered.origin, kind, offered: offered.text },
      ...(held && { held: held.note }),
      detail: { ...factsOf(held, offered), ...detail },
    });
  const contradiction = since(held, offered);
  if (contradiction) return against(contradiction.code === 'rollback' ? 'rollback' : 'fork', {});
  if (held?.size === offered.size) return ok(undefined);
  const lineage = await lineageOf(source, offered, held);
  return lineage.kind === 'grown'
    ? ok(undefined)
    : against('fork', {
        rootAtHeldSize: toBase64(lineage.rootThere),
        proof: lineage.proof.map(toBase64),
      });
}

type Accepted = {
  readonly held: MirroredLog | undefined;
  readonly offered: Offered;
  readonly cosignedAt: Instant | null;
};

async function take(
  watching: Watching,
  source: Source,
  { held, offered, cosignedAt }: Accepted,
): Promise<Result<Look['news'], LookFault>> {
  const { aggregator } = watching;
  const { origin, size, root, text } = offered;
  const log = { origin, size, root, note: text, cosignedAt, acceptedAt: aggregator.clock() };
  if (held?.size !== size) {
    const taken = await takeGrowth(watching, source, { held, log });
    return taken.ok ? ok('grown') : alarm(aggregator, taken.refusal);
  }
  if (cosignedAt === null || cosignedAt <= (held.cosignedAt ?? '')) return ok('nothing');
  await aggregator.records.write((tx) => putMirroredLog(tx, { from: held.size, log }));
  return ok('renewed');
}

async function alarm(aggregator: Aggregator, found: Contradiction): Promise<Result<never, LookFault>> {
  const fresh = await keepAlarm(aggregator, found);
  return refuse({ code: 'alarm', kind: found.kind, fresh });
}

function factsOf(held: MirroredLog | undefined, offered: Offered): Contradiction['detail'] {
  return {
    ...(held && { heldSize: held.size, heldRoot: toBase64(held.root) }),
    ...{ offeredSize: offered.size, offeredRoot: toBase64(offered.root) },
  };
}

async function noteEnd(
  { records, clock }: Aggregator,
  origin: string,
  told: LookFault | null,
): Promise<void> {
  const at = clock();
  await records.write(async (tx) => {
    const before = await lastLook(tx, origin);
    const goesOn = before !== undefined && codeOf(before.fault) === codeOf(told);
    await noteLook(tx, { origin, at, fault: told && faultIn(told), goesOn });
  });
}

/** Whether an alarm is new concerns whoever looked, not whoever reads of it. */
function faultIn(told: LookFault): Fault {
  return told.code === 'alarm' ? { code: told.code, kind: told.kind } : told;
}

function codeOf(fault: unknown): unknown {
  return typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : null;
}
