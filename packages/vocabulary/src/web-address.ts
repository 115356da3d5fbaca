import { shaped } from './schema.ts';

/** Where something can be read by anybody. */
export const WebAddressSchema = shaped<string>('^https://[^\\s"<>]{3,480}$', 'an https address');
