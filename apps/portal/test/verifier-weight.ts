import { MARK, verifierParts } from '../src/layout/assets.ts';

/** Bytes on the line of everything that the verifier page needs to check a code, part by part; the QR reader apart. */
export type Weight = {
  readonly needed: ReadonlyMap<string, number>;
  readonly total: number;
  /** Loaded only where the browser cannot read QR codes and somebody asks for the camera or a picture. */
  readonly decoder: number;
};

/** Weighs the answers of a running portal, compressed as a browser takes them. */
export async function verifierWeight(origin: string): Promise<Weight> {
  const { script, style, decoder } = verifierParts();
  const paths = ['/verify', MARK.style, style, MARK.icon, script, '/verify-worker.js'];
  const needed = new Map<string, number>();
  for (const path of paths) needed.set(path, await bytesOf(origin, path));
  const total = [...needed.values()].reduce((sum, one) => sum + one, 0);
  return { needed, total, decoder: await bytesOf(origin, decoder) };
}

async function bytesOf(origin: string, path: string): Promise<number> {
  const answer = await fetch(`${origin}${path}`, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
  if (!answer.ok) throw new Error(`${path} answers ${String(answer.status)}`);
  return Number(answer.headers.get('content-length'));
}
