import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The host that labels of this installation carry. It is fixed at the first start: labels, QR codes and the log's
 * origin hold it for ever, whatever port serves them later. ASSAY_HOST names a public one.
 */
export async function hostOf(folder: string, port: number): Promise<string> {
  const file = join(folder, 'host');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.trim();
  const host = process.env['ASSAY_HOST'] ?? `localhost:${String(port)}`;
  await writeFile(file, `${host}\n`);
  return host;
}
