import type { ReadMember } from './archive.ts';

/** The text of a member; undefined where it is missing, too large to look into, or no UTF-8. */
export function textIn(member: ReadMember | undefined): string | undefined {
  if (!member?.bytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(member.bytes);
  } catch {
    return undefined;
  }
}

/** The value that a text states as JSON; undefined where it states none. */
export function jsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value that a member states as JSON. */
export function jsonIn(member: ReadMember | undefined): unknown {
  const text = textIn(member);
  return text === undefined ? undefined : jsonText(text);
}
