import type { ExitCode, Io } from '../terminal/io.ts';
export async function dossierNew(_args: readonly string[], _io: Io): Promise<ExitCode> {
  await Promise.resolve();
  return 2;
}
