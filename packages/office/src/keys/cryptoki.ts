import { createRequire } from 'node:module';

import { KeyFault } from './key-fault.ts';

const NAME = 'pkcs11js';
const VERSION = '2.1.7';

/** Numbers of PKCS #11 (OASIS, version 3.0; the Edwards curve is new in it) that are needed here. */
export const CKO = { publicKey: 2, privateKey: 3 } as const;
export const CKA = {
  ...{ class: 0x00, token: 0x01, private: 0x02, label: 0x03, keyType: 0x100, id: 0x102, sensitive: 0x103 },
  ...{ sign: 0x108, verify: 0x10a, extractable: 0x162, ecParams: 0x180, ecPoint: 0x181 },
} as const;
export const CKK = { ec: 0x03, edwards: 0x40 } as const;
export const CKM = { makeEc: 0x1040, ecdsa: 0x1041, makeEdwards: 0x1055, eddsa: 0x1057 } as const;
const CKF_SESSION = 0x04 | 0x02;
const CKU_USER = 1;
const CKR = {
  pinIncorrect: 0xa0,
  pinLocked: 0xa4,
  loggedInAlready: 0x100,
  initializedAlready: 0x191,
} as const;

export type Attribute = {
  readonly type: number;
  readonly value?: Uint8Array | number | boolean | string;
};
type Handle = Uint8Array;
type Mechanism = { readonly mechanism: number };
type Pair = { readonly publicKey: Handle; readonly privateKey: Handle };

/** What of the package `pkcs11js` is used. */
type Library = {
  load(path: string): void;
  C_Initialize(): void;
  C_GetSlotList(present: boolean): readonly Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, user: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, count: number): readonly Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly Attribute[],
  ): readonly { readonly value: Uint8Array }[];
  C_SignInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_SignAsync(session: Handle, bytes: Uint8Array, room: Uint8Array): Promise<Uint8Array>;
  C_GenerateKeyPair(
    session: Handle,
    mechanism: Mechanism,
    publicKey: readonly Attribute[],
    privateKey: readonly Attribute[],
  ): Pair;
};

/** A session on a token, in which whoever knows the PIN has signed in. */
export type Session = {
  find(template: readonly Attribute[]): readonly Handle[];
  read(object: Handle, attribute: number): Uint8Array;
  make(mechanism: number, publicKey: readonly Attribute[], privateKey: readonly Attribute[]): void;
  /** At most 64 bytes; one after another, since a session signs one thing at a time. */
  sign(mechanism: number, key: Handle, bytes: Uint8Array): Promise<Uint8Array>;
};

type Token = { readonly module: string; readonly token: string; readonly pin: string };

/** A library is begun once in a process, and a token signed in to once. */
const libraries = new Map<string, Library>();
const sessions = new Map<string, Session>();

/** The session on a token that was opened before, or a new one; throws `token-away` where there is no such token now. */
export function sessionOn({ module, token, pin }: Token): Session {
  const name = `${module} ${token}`;
  const known = sessions.get(name);
  if (known) return known;
  const session = inWords(`the token ${token} of ${module}`, () => {
    const library = libraries.get(module) ?? begin(module);
    libraries.set(module, library);
    const slot = library
      .C_GetSlotList(true)
      .find((one) => library.C_GetTokenInfo(one).label.replace(/[ \0]+$/, '') === token);
    if (!slot) throw new KeyFault('token-away', `${module} has no token named ${token} now`);
    const opened = library.C_OpenSession(slot, CKF_SESSION);
    unless(CKR.loggedInAlready, () => {
      library.C_Login(opened, CKU_USER, pin);
    });
    // After whatever goes wrong the next one signs in anew.
    return openSession(library, opened, token, () => sessions.delete(name));
  });
  sessions.set(name, session);
  return session;
}

function begin(module: string): Library {
  const library = loadPackage();
  library.load(module);
  unless(CKR.initializedAlready, () => {
    library.C_Initialize();
  });
  return library;
}

function openSession(library: Library, session: Handle, token: string, forget: () => void): Session {
  let last: Promise<unknown> = Promise.resolve();
  const said = <T>(act: () => T): T => {
    try {
      return inWords(`the token ${token}`, act);
    } catch (error) {
      forget();
      throw error;
    }
  };
  return {
    find: (template) =>
      said(() => {
        library.C_FindObjectsInit(session, template);
        const found = library.C_FindObjects(session, 2);
        library.C_FindObjectsFinal(session);
        return found;
      }),
    read: (object, type) =>
      said(() => library.C_GetAttributeValue(session, object, [{ type }])[0]?.value ?? new Uint8Array()),
    make: (mechanism, publicKey, privateKey) =>
      said(() => {
        library.C_GenerateKeyPair(session, { mechanism }, publicKey, privateKey);
      }),
    sign: (mechanism, key, bytes) => {
      const signed = last
        .catch(() => undefined)
        .then(() => {
          said(() => {
            library.C_SignInit(session, { mechanism }, key);
          });
          return library
            .C_SignAsync(session, Buffer.from(bytes), Buffer.alloc(64))
            .catch((cause: unknown) => {
              return said(() => {
                throw cause;
              });
            });
        });
      last = signed;
      return signed;
    },
  };
}

/** Native code is not brought along: its build script would run at every install of Assay, for the few who have a token. */
function loadPackage(): Library {
  try {
    return parseLibrary(createRequire(import.meta.url)(NAME));
  } catch (cause) {
    throw new KeyFault(
      'package-missing',
      `install and build the package first: npm install --no-save ${NAME}@${VERSION} (docs/keys.md says how)`,
      cause,
    );
  }
}

function parseLibrary(loaded: unknown): Library {
  const { PKCS11 } = loaded as { readonly PKCS11: new () => Library };
  return new PKCS11();
}

function unless(expected: number, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (codeOf(error) !== expected) throw error;
  }
}

function inWords<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof KeyFault) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const code = codeOf(cause);
    throw code === CKR.pinIncorrect || code === CKR.pinLocked
      ? new KeyFault('wrong-passphrase', `${what}: the PIN does not open it (${why})`, cause)
      : new KeyFault('token-away', `${what} cannot be used: ${why}`, cause);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
