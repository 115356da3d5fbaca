import { inflateSync } from 'node:zlib';

/** What a PNG holds: its chunks by name, and its pixels as RGBA. For pictures of 8 bits a channel that are not interlaced. */
export type Png = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly chunks: readonly { readonly type: string; readonly data: Buffer }[];
};

/** Channels of each colour type that is read here. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 6: 4 };

export function pngPixels(bytes: Uint8Array): Png {
  const chunks = chunksOf(Buffer.from(bytes));
  const head = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height, depth, colour] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9] ?? 0];
  const channels = CHANNELS[colour];
  if (depth !== 8 || channels === undefined || head[12] !== 0) throw new Error('not a PNG that is read here');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfiltered(inflateSync(packed), width * channels, channels);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i += 1)
    for (let c = 0; c < 3; c += 1) data[i * 4 + c] = rows[i * channels + (channels === 1 ? 0 : c)] ?? 0;
  return { width, height, data, chunks };
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

/** The five filters of the PNG specification, section 9, undone. */
function unfiltered(packed: Buffer, stride: number, channels: number): Buffer {
  const height = packed.length / (stride + 1);
  const out = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : (out[y * stride + x - channels] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = y === 0 || x < channels ? 0 : (out[(y - 1) * stride + x - channels] ?? 0);
      const filter = packed[y * (stride + 1)];
      const guess = guessed(filter, left, up, corner);
      out[y * stride + x] = ((packed[y * (stride + 1) + 1 + x] ?? 0) + guess) & 0xff;
    }
  return out;
}

function guessed(filter: number | undefined, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
