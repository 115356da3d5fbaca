import type { PublicFolder } from '../src/public-folder.ts';

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
  return {
    readNow: (path) => folder.readNow(path),
    read: async (path) => {
      await look.reading?.(path);
      return folder.read(path);
    },
    replace: (path, bytes) => watched(path, () => folder.replace(path, bytes)),
    writeOnce: (path, bytes) => watched(path, () => folder.writeOnce(path, bytes)),
  };
}

type Look = (path: string) => Promise<void>;
