import { Logger, run, runMigrations } from 'graphile-worker';

import type { Jobs, JobName } from './jobs.ts';
import { poolOf } from './pool.ts';

/** What is done for each job. A throw: try later. */
export type Tasks = { readonly [N in JobName]: Task<N> };
type Task<N extends JobName> = (payload: Jobs[N]) => Promise<void>;

export type Worker = {
  /** Takes no further job, and waits for those under way. */
  stop(): Promise<void>;
};

/**
 * Does the jobs of a database until it is stopped, several at once; any number of workers, here or on other machines, may
 * share them. What fails is told to `complain` and tried again, ever more slowly. `lookAround` is how often a look around
 * is due, as crontab says it; one worker of all takes each.
 */
export async function startWorker({
  url,
  tasks,
  complain,
  lookAround = '*/10 * * * *',
  concurrency = 4,
}: {
  readonly url: string;
  readonly tasks: Tasks;
  readonly complain: (error: unknown) => void;
  readonly lookAround?: string;
  readonly concurrency?: number;
}): Promise<Worker> {
  const pool = poolOf({ connectionString: url, max: concurrency + 2 });
  const runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: QUIET,
    taskList: {
      'tell-of-case': parsing<'tell-of-case'>(tasks['tell-of-case']),
      'tell-of-account': parsing<'tell-of-account'>(tasks['tell-of-account']),
      'send-mail': parsing<'send-mail'>(tasks['send-mail']),
      'call-webhook': parsing<'call-webhook'>(tasks['call-webhook']),
      'look-around': parsing<'look-around'>(tasks['look-around']),
    } satisfies Record<JobName, unknown>,
    crontab: `${lookAround} look-around ?id=look-around&max=3`,
  });
  for (const event of ['job:error', 'worker:fatalError'] as const)
    runner.events.on(event, ({ error }) => {
      complain(error);
    });
  // It ends by itself where it can go on no longer.
  const ended = runner.promise.catch(complain);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await runner.stop().catch(() => undefined);
    await ended;
    await pool.end();
  };
  return { stop: () => (stopping ??= stop()) };
}

/** Brings the queue's own tables to the shape that this release of it needs. */
export async function migrateJobs(url: string): Promise<void> {
  // A pool of its own would end the process if the server closed a connection that is just being given back.
  const pool = poolOf({ connectionString: url, max: 1 });
  try {
    await runMigrations({ pgPool: pool, logger: QUIET });
  } finally {
    await pool.end();
  }
}

/** Only `enqueueJob` and the crontab write to the queue: what a job holds is what its task takes. */
function parsing<N extends JobName>(task: Task<N>) {
  const parse = (payload: unknown) => payload as Jobs[N];
  return (payload: unknown) => task(parse(payload));
}

/** Its own lines are for its authors; what an operator must know comes as events. */
const QUIET = new Logger(() => () => undefined);
