/** What this browser keeps between visits, by name. Only this page of this host reads it. */
export type Keep = {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
};

const STORE = 'kept';

/** The browser's own store; one in memory where the browser gives none (some private windows). */
export async function openKeep(): Promise<Keep> {
  try {
    const database = await opened();
    const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
    return {
      read: (name) => answered(store('readonly').get(name)),
      write: async (name, value) => {
        await answered(store('readwrite').put(value, name));
      },
    };
  } catch {
    const kept = new Map<string, unknown>();
    return {
      read: async (name) => kept.get(name),
      write: async (name, value) => {
        kept.set(name, value);
      },
    };
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open('assay-verifier', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE);
  };
  return answered(request);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the store does not answer'));
    };
  });
}
