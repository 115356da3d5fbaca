/**
 * The value of a JSON text, or undefined where it is not JSON or names a member twice (RFC 8259 section 4 leaves open what
 * that means, so two readers of one signature could read two documents).
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // What is written as it would be written anew names each member once; only other texts are looked through.
    return JSON.stringify(value) !== text && hasMemberTwice(text) ? undefined : value;
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d];
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];

/** Goes through a text that has been found to be JSON: only strings and the signs around them matter. */
function hasMemberTwice(text: string): boolean {
  const open: (Set<unknown> | null)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        const members = isName ? open.at(-1) : null;
        if (members) {
          const name = nameOf(text.slice(at + 1, end));
          if (members.has(name)) return true;
          members.add(name);
        }
        isName = false;
        at = end;
        break;
      }
      case OPEN:
        open.push(new Set());
        isName = true;
        break;
      case OPEN_LIST:
        open.push(null);
        isName = false;
        break;
      case CLOSE:
      case CLOSE_LIST:
        open.pop();
        break;
      case COMMA:
        isName = true;
        break;
      default:
    }
  }
  return false;
}

/** Where the closing quote of the string that opens at `start` stands: one behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
}

/** A name may be written with escapes. */
function nameOf(inside: string): unknown {
  return inside.includes('\\') ? JSON.parse(`"${inside}"`) : inside;
}
