/** An authenticator in software: makes passkeys and signs with them, as WebAuthn Level 3 section 6 says. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

type Options = {
  readonly challenge: string;
  readonly user?: { readonly id: string };
  readonly rp?: { readonly id?: string };
  readonly rpId?: string;
};

export type Behaviour = {
  readonly origin?: string;
  readonly rpId?: string;
  /** Without: the user was there, and did not show who they are. */
  readonly verified?: boolean;
  readonly counter?: number;
  readonly type?: string;
  readonly userHandle?: string;
};

export class Authenticator {
  readonly id = randomBytes(16);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #origin: string;
  #handle = '';
  #counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** What `navigator.credentials.create` answers with. */
  create(asked: object, behaviour: Behaviour = {}): unknown {
    const options = parseOptions(asked);
    this.#handle = options.user?.id ?? '';
    const credential = Buffer.concat([
      Buffer.alloc(16),
      u16(this.id.length),
      this.id,
      coseKey(this.#keys.publicKey),
    ]);
    const authData = this.#data(
      options.rp?.id ?? '',
      { ...behaviour, counter: behaviour.counter ?? 0 },
      credential,
    );
    return this.#answer({
      clientDataJSON: this.#client('webauthn.create', options, behaviour),
      attestationObject: text(attestation(authData)),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get` answers with. */
  get(asked: object, behaviour: Behaviour = {}): unknown {
    const options = parseOptions(asked);
    this.#counter = behaviour.counter ?? this.#counter + 1;
    const data = this.#data(options.rpId ?? '', { ...behaviour, counter: this.#counter });
    const clientDataJSON = this.#client('webauthn.get', options, behaviour);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return this.#answer({
      ...{ clientDataJSON, authenticatorData: text(data) },
      signature: text(sign('sha256', signed, this.#keys.privateKey)),
      userHandle: behaviour.userHandle ?? this.#handle,
    });
  }

  #answer(response: object) {
    return { id: text(this.id), rawId: text(this.id), type: 'public-key', response };
  }

  #client(
    type: string,
    { challenge }: Options,
    { origin = this.#origin, type: other = type }: Behaviour,
  ): string {
    return text(Buffer.from(JSON.stringify({ type: other, challenge, origin, crossOrigin: false })));
  }

  /** Section 6.1: hash of the place, flags (user present 0x01, verified 0x04, credential attached 0x40), counter. */
  #data(
    rpId: string,
    { rpId: other = rpId, verified = true, counter = 0 }: Behaviour,
    credential?: Buffer,
  ): Buffer {
    const flags = 0x01 | (verified ? 0x04 : 0) | (credential ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([
      sha256(Buffer.from(other)),
      Buffer.of(flags),
      count,
      ...(credential ? [credential] : []),
    ]);
  }
}

function parseOptions(asked: object): Options {
  return asked as Options;
}

/** CBOR of { fmt: 'none', attStmt: {}, authData }. */
function attestation(authData: Buffer): Buffer {
  const head = Buffer.concat([
    Buffer.of(0xa3, 0x63),
    Buffer.from('fmt'),
    Buffer.of(0x64),
    Buffer.from('none'),
  ]);
  const statement = Buffer.concat([Buffer.of(0x67), Buffer.from('attStmt'), Buffer.of(0xa0)]);
  const data = Buffer.concat([
    Buffer.of(0x68),
    Buffer.from('authData'),
    Buffer.of(0x59),
    u16(authData.length),
  ]);
  return Buffer.concat([head, statement, data, authData]);
}

/** CBOR of a key of RFC 9053: kty EC2 (1: 2), alg ES256 (3: -7), curve P-256 (-1: 1), x and y (-2, -3). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const [across, up] = [x, y].map((part) => Buffer.from(part, 'base64url'));
  const head = Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01);
  const parts = [head, Buffer.of(0x21, 0x58, 32), across, Buffer.of(0x22, 0x58, 32), up];
  return Buffer.concat(parts.filter((part) => part !== undefined));
}

function u16(n: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(n);
  return bytes;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
