import { equalBytes } from '../bytes.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { acceptCheckpoint, since, type Accepted, type Alarm, type Whose } from './accept-checkpoint.ts';
import type { Publication } from './list-history.ts';
import type { Offence } from './offence.ts';
import { openAudit, type AuditSource, type Taken, type WholeLog } from './open-audit.ts';
import { readLog, type LogSource } from './read-log.ts';

/** Where the public bytes of one log are to be had. Undefined: there are none; what cannot be reached rejects. */
export type PublicHost = Pick<LogSource, 'tile'> & {
  readonly checkpoint: () => Promise<string | undefined>;
  /** By the SHA-256 of its bytes, in base 64 as entries have it. */
  readonly credential: (vcHash: string) => Promise<Uint8Array | undefined>;
  readonly statusList: (list: Pick<Publication, 'purpose' | 'list'>) => Promise<Uint8Array | undefined>;
  /** Waits a little: a living log may have published a list whose entry is not there yet. */
  readonly settle: () => Promise<void>;
};

export type LogAuditSource = AuditSource & {
  readonly whose: Whose;
  /** The checkpoint that was accepted last: the log must have grown from it. */
  readonly held?: Checkpoint;
  /** Told of every entry, in order, with its bytes. */
  readonly entry?: (taken: Taken, bytes: Uint8Array) => void;
};

export type LogAudit = {
  /** Absent where there was no checkpoint to believe, and so nothing was read. */
  readonly accepted?: Accepted;
  readonly alarms: readonly Alarm[];
  /** In the order of their leaves; of very many, the first thousand that were found. */
  readonly offences: readonly Offence[];
  readonly offenceCount: number;
  readonly whole: WholeLog;
};

/** Credentials fetched and verified at once: enough to keep every core busy. */
const AT_ONCE = 64;
const MOST_OFFENCES = 1_000;
/** How often a log that goes on growing is followed before its lists are taken as they stand. */
const ROUNDS = 4;

/**
 * The public audit (trust layer, sections 8 and 11) of one log over its public bytes: checkpoint, tree, every entry,
 * every credential, every status list. Reads until log and lists agree on what is newest.
 */
export async function auditLog(host: PublicHost, source: LogAuditSource): Promise<LogAudit> {
  const { whose, held, hash } = source;
  const audit = openAudit(source);
  const offences = openTally();
  const first = await acceptCheckpoint(await host.checkpoint(), whose);
  const broken = first.ok ? since(held, first.value.checkpoint) : first.refusal;
  if (!first.ok || broken !== undefined)
    return {
      ...(first.ok && { accepted: first.value }),
      alarms: broken === undefined ? [] : [broken],
      ...offences.tell(audit.whole()),
    };
  const reading = readLog({ hash, tile: host.tile });
  const earlier = held && reading.rootAt(held.size);
  const pool = openPool(AT_ONCE);
  const each = (bytes: Uint8Array): Promise<void> | undefined => {
    const taken = audit.take(bytes);
    offences.add(taken.offences);
    source.entry?.(taken, bytes);
    const { binding } = taken;
    return binding === undefined
      ? undefined
      : pool.run(async () => {
          offences.add(await audit.credential(binding, await host.credential(binding.entry.vcHash)));
        });
  };
  let accepted = first.value;
  for (let round = 1; ; round += 1) {
    const wrong = await reading.to(accepted.checkpoint, each);
    await pool.settled();
    offences.add(wrong);
    const found: Offence[] = [];
    for (const list of wrong.length === 0 ? audit.lists() : [])
      found.push(...(await audit.statusList(list, await host.statusList(list))));
    const next = found.some(isAhead) && round < ROUNDS ? await newer(host, whose, accepted) : undefined;
    if (next === undefined) {
      offences.add(found);
      break;
    }
    accepted = next;
  }
  const root = earlier?.();
  const forked = held && root && !equalBytes(root, held.root) ? [forkOf(held)] : [];
  const unseen = accepted.witnessed === 'too-few' ? [tooFew(accepted)] : [];
  return { accepted, alarms: [...forked, ...unseen], ...offences.tell(audit.whole()) };
}

/** A list may be newer than the log that was read. */
function isAhead({ code }: Offence): boolean {
  return code === 'list-not-logged';
}

/** A checkpoint of at least the size, after a while; whatever else is served by then is not followed. */
async function newer(host: PublicHost, whose: Whose, before: Accepted): Promise<Accepted | undefined> {
  await host.settle();
  const next = await acceptCheckpoint(await host.checkpoint(), whose);
  return next.ok && since(before.checkpoint, next.value.checkpoint) === undefined ? next.value : undefined;
}

function forkOf({ size }: Checkpoint): Alarm {
  return { code: 'fork', detail: `its first ${String(size)} entries are not those that were accepted` };
}

function tooFew({ cosigners }: Accepted): Alarm {
  return { code: 'too-few-witnesses', detail: cosigners.map(({ name }) => name).join(', ') || 'nobody' };
}

/** Offences as they come; the first thousand, whatever their number, and always the one of the lowest leaf. */
function openTally() {
  const kept: Offence[] = [];
  let count = 0;
  let lowest: Offence | undefined;
  function add(found: readonly Offence[]): void {
    for (const one of found) {
      count += 1;
      if (lowest === undefined || one.index < lowest.index) lowest = one;
      if (kept.length < MOST_OFFENCES) kept.push(one);
    }
  }
  return {
    add,
    tell(whole: WholeLog): Pick<LogAudit, 'offences' | 'offenceCount' | 'whole'> {
      add(whole.offences);
      const told = lowest === undefined || kept.includes(lowest) ? kept : [lowest, ...kept];
      return {
        offences: told.toSorted((one, other) => one.index - other.index),
        offenceCount: count,
        whole,
      };
    },
  };
}

/** Runs so many tasks at once; whoever brings another one waits for a place. A failure is told at the end. */
function openPool(places: number) {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  return {
    run(task: () => Promise<void>): Promise<void> | undefined {
      if (failure) throw failure.error;
      const run = task()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(run));
      running.add(run);
      return running.size < places ? undefined : Promise.race(running);
    },
    async settled(): Promise<void> {
      await Promise.all(running);
      if (failure) throw failure.error;
    },
  };
}
