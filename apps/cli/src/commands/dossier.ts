import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

/** `assay dossier import | new`: two ways to a dossier for people who write no YAML. */
export async function dossier([verb, ...args]: readonly string[], io: Io): Promise<ExitCode> {
  if (verb === 'import') return (await import('./dossier-import.ts')).dossierImport(args, io);
  if (verb === 'new') return (await import('./dossier-new.ts')).dossierNew(args, io);
  throw new UsageError('assay dossier import or assay dossier new?');
}
