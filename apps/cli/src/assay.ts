import { enableCompileCache } from 'node:module';

import { codeCacheFolder } from './home.ts';
import { processIo, type ExitCode, type Io } from './terminal/io.ts';
import { USAGE, UsageError } from './usage.ts';

type Command = (args: readonly string[], io: Io) => Promise<ExitCode>;

/** Each command by its word, loaded only when it is asked for: `check` must not pay for a web server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  gap: async () => (await import('./commands/gap.ts')).gap,
  equivalence: async () => (await import('./commands/equivalence.ts')).equivalence,
  crosswalk: async () => (await import('./commands/crosswalk.ts')).crosswalk,
  dossier: async () => (await import('./commands/dossier.ts')).dossier,
  scheme: async () => (await import('./commands/scheme.ts')).scheme,
  guard: async () => (await import('./commands/guard.ts')).guard,
  population: async () => (await import('./commands/population.ts')).population,
  verify: async () => (await import('./commands/verify.ts')).verify,
  issue: async () => (await import('./commands/vc-jose-cose.ts')).issue,
  'verify-qr': async () => (await import('./commands/verify-qr.ts')).verifyQrCommand,
  case: async () => (await import('./commands/case.ts')).caseCommand,
  submit: async () => (await import('./commands/submit.ts')).submit,
  report: async () => (await import('./commands/report.ts')).report,
  tlog: async () => (await import('./commands/tlog.ts')).tlog,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuild,
  recover: async () => (await import('./commands/recover.ts')).recover,
  trust: async () => (await import('./commands/trust.ts')).trust,
  evidence: async () => (await import('./commands/evidence.ts')).evidence,
  keys: async () => (await import('./commands/keys.ts')).keys,
  witness: async () => (await import('./commands/witness.ts')).witness,
  aggregate: async () => (await import('./commands/aggregate.ts')).aggregate,
  artwork: async () => (await import('./commands/artwork.ts')).artworkCommand,
  walk: async () => (await import('./commands/walk.ts')).walkCommand,
  serve: async () => (await import('./commands/serve.ts')).serve,
};

// What V8 made of the program is kept for the next start; a folder that cannot be written costs time, no more.
enableCompileCache(codeCacheFolder());
process.exitCode = await run(process.argv.slice(2), processIo());

async function run([word, ...args]: readonly string[], io: Io): Promise<ExitCode> {
  if (word === undefined || word === 'help' || word === '--help' || word === '-h') {
    io.out(USAGE);
    return word === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (!load) {
    io.error(`assay: there is no command "${word}".\n\n${USAGE}`);
    return 2;
  }
  try {
    return await (
      await load()
    )(args, io);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    io.error(`assay ${word}: ${whatWentWrong(error)}`);
    return 2;
  }
}

/** A wrong command line points to the help; anything else is a sentence, and on request the place in the program. */
function whatWentWrong(error: Error): string {
  if (error instanceof UsageError || isParseArgsError(error))
    return `${error.message}\n\nassay --help shows what there is.`;
  if (process.env['ASSAY_TRACE'] !== undefined) return error.stack ?? error.message;
  return `${error.message}\n\nASSAY_TRACE=1 shows where this arose.`;
}

/** What node:util says of an option that it does not know. */
function isParseArgsError(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
