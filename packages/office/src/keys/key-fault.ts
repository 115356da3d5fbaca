/** Why a private key cannot be had or used; the message says what to do about it. */
export type KeyFaultCode =
  | 'key-settings'
  | 'secret-missing'
  | 'others-can-read'
  | 'not-encrypted'
  | 'wrong-passphrase'
  | 'not-a-key'
  | 'no-such-key'
  | 'key-twice'
  | 'wrong-kind'
  | 'another-key'
  | 'package-missing'
  | 'token-away'
  | 'kms-away'
  | 'message-too-long'
  | 'signature-malformed';

/** Broken machinery, not a refusal of the domain: a key is missing, exposed, of another kind, or its token is away. */
export class KeyFault extends Error {
  override readonly name = 'KeyFault';
  readonly code: KeyFaultCode;

  constructor(code: KeyFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
