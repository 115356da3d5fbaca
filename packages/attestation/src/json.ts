/** Strings and the signs around them; whatever lies between has been found to be JSON by then. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * The value of a JSON text, or undefined where it is not JSON or names a member twice (RFC 8259 section 4 leaves open what
 * that means, so two readers of one signature could read two documents).
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasMemberTwice(text) ? undefined : value;
  } catch {
    return undefined;
  }
}

function hasMemberTwice(text: string): boolean {
  const open: (Set<unknown> | null)[] = [];
  let isName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const members = open.at(-1);
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':' && token !== ',' && isName && members) {
      const name: unknown = JSON.parse(token);
      if (members.has(name)) return true;
      members.add(name);
    }
    isName = token === '{' || token === ',';
  }
  return false;
}
