import { connect, type Socket } from 'node:net';

import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';

import { closerOf } from './close-door.ts';

async function door(grace?: number): Promise<{ close: () => Promise<void>; port: number }> {
  const app = fastify({ requestTimeout: 10_000 });
  const close = closerOf(app, grace);
  app.get('/slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'the answer';
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return { close, port: Number(new URL(address).port) };
}

async function come(port: number, sends = ''): Promise<{ socket: Socket; heard: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const heard = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(text);
    });
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(sends);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { socket, heard };
}

test('a browser that came ahead and asked nothing does not keep a door from closing', async () => {
  const { close, port } = await door();
  const { heard } = await come(port);
  await close();
  expect(await heard).toBe('');
});

test('whoever is being answered gets the answer before the door is closed', async () => {
  const { close, port } = await door();
  const { heard } = await come(port, 'GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await close();
  expect(await heard).toContain('the answer');
});

test('whoever asks without end is sent away after the grace', async () => {
  const { close, port } = await door(200);
  const first = await come(port, 'GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => setTimeout(resolve, 400));
  first.socket.write('POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nab');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await close();
  expect(await first.heard).toContain('the answer');
});
