import type { PublicBytes, PublicFolder } from '../src/public-folder.ts';

/** The public folder, with a look at it before and after every write and before a read; a look may take its time. */
export function watchFolder(
  folder: PublicFolder,
  look: { readonly before?: Look; readonly after?: Look; readonly reading?: Look },
): PublicFolder {
  const watched = async (path: string, write: () => Promise<void>) => {
    await look.before?.(path);
    await write();
    await look.after?.(path);
  };
  /** One after another, so that there is something to look at between them. */
  const inTurn = async (files: readonly PublicBytes[], write: PublicFolder['replace']) => {
    for (const { path, bytes } of files) await watched(path, () => write(path, bytes));
  };
  return {
    readNow: (path) => folder.readNow(path),
    read: async (path) => {
      await look.reading?.(path);
      return folder.read(path);
    },
    replace: (path, bytes) => watched(path, () => folder.replace(path, bytes)),
    replaceAll: (files) => inTurn(files, (path, bytes) => folder.replace(path, bytes)),
    writeOnce: (path, bytes) => watched(path, () => folder.writeOnce(path, bytes)),
    writeAllOnce: (files) => inTurn(files, (path, bytes) => folder.writeOnce(path, bytes)),
  };
}

type Look = (path: string) => Promise<void>;
