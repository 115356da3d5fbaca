import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that signs itself, and its key, both as PEM: for servers of a test, which alone trusts it. */
export type OwnCertificate = { readonly certificate: string; readonly key: string };

/** Makes one for a host name or an address (RFC 5280 section 4.1), written here anew. */
export function ownCertificate(name: string): OwnCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const named = der(
    0x30,
    der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('Sandbox server')))),
  );
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const alternative = address
    ? der(0x87, Buffer.from(name.split('.').map(Number)))
    : der(0x82, Buffer.from(name));
  const extensions = der(
    0xa3,
    der(
      0x30,
      der(0x30, oid(0x55, 0x1d, 0x11), der(0x04, der(0x30, alternative))),
      der(
        0x30,
        oid(0x55, 0x1d, 0x13),
        der(0x01, Buffer.of(0xff)),
        der(0x04, der(0x30, der(0x01, Buffer.of(0xff)))),
      ),
    ),
  );
  const told = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    algorithm,
    named,
    der(0x30, time('200101000000Z'), time('491231235959Z')),
    named,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = sign('sha256', told, privateKey);
  const whole = der(0x30, told, algorithm, der(0x03, Buffer.of(0), signature));
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${(whole.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}
