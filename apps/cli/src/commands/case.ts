import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

type Word = (args: readonly string[], io: Io) => Promise<ExitCode>;

/** What may be done with a case: each word loaded when it is asked for. */
const WORDS: Readonly<Record<string, () => Promise<Word>>> = {
  list: async () => (await import('./case-list.ts')).caseList,
  show: async () => (await import('./case-list.ts')).caseShow,
  orders: async () => (await import('./case-orders.ts')).caseOrders,
  act: async () => (await import('./case-act.ts')).caseAct,
  export: async () => (await import('./case-export.ts')).caseExport,
  verify: async () => (await import('./case-verify.ts')).caseVerify,
};

/** `assay case list | show | orders | act | export | verify`. */
export async function caseCommand([word, ...args]: readonly string[], io: Io): Promise<ExitCode> {
  const load = word !== undefined && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (!load) throw new UsageError(`assay case: one of ${Object.keys(WORDS).join(', ')}`);
  return (await load())(args, io);
}
