/** What no field and no member takes: characters that steer, among them the one that PostgreSQL cannot keep. */
const STEERING = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** Whether a text is whole Unicode without control characters but tab and line break. */
export function isSound(text: string): boolean {
  return text.isWellFormed() && !STEERING.test(text);
}
