import { closed, oneOf, shaped, Type } from '@assay/vocabulary/schema';
import { INSTANT_PATTERN, type Instant } from '@assay/vocabulary/instant';
import { LABEL_ID_PATTERN, type LabelId } from '@assay/vocabulary/ids';

/** Shapes that several of the signed documents share. */
export const instantShape = shaped<Instant>(
  INSTANT_PATTERN,
  'an instant, UTC, whole seconds: 2026-11-21T09:30:00Z',
);
export const labelIdShape = shaped<LabelId>(LABEL_ID_PATTERN, 'a label id, for example SB7K3M9QX2J');
export const didShape = shaped<string>('^did:web:[A-Za-z0-9.%:_-]{1,240}$', 'a did:web identifier');
export const kidShape = shaped<string>(
  '^did:web:[A-Za-z0-9.%:_-]{1,240}#[A-Za-z0-9._-]{1,60}$',
  'a did:web identifier and the fragment of a key',
);
export const codeShape = shaped<string>('^[0-9A-Z]{2}$', 'an administrator code of two characters 0-9 A-Z');
export const sha256Shape = shaped<string>('^[A-Za-z0-9_-]{43}$', 'a SHA-256 hash, base 64 URL form');
export const urlShape = shaped<string>('^(https?://|urn:|did:)[!-~]{1,500}$', 'a URL');
export const gtinShape = shaped<string>('^[0-9]{8}([0-9]{4,6})?$', 'a GTIN of 8, 12, 13 or 14 digits');
export const wordsShape = (max = 500) => Type.String({ minLength: 1, maxLength: max });
export const countShape = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const coordinate = shaped<string>('^[A-Za-z0-9_-]{43}$', 'a coordinate of 32 bytes, base 64 URL form');
export const publicJwkShape = Type.Union([
  closed({ kty: Type.Literal('EC'), crv: Type.Literal('P-256'), x: coordinate, y: coordinate }),
  closed({ kty: Type.Literal('OKP'), crv: Type.Literal('Ed25519'), x: coordinate }),
]);
export const keyUseShape = oneOf(['vc', 'status', 'qr', 'log']);
