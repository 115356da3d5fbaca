#!/usr/bin/env node
import { existsSync } from 'node:fs';

// npm links this file at install time; what it runs is built from the sources by `npm run build`.
const built = new URL('../dist/assay.js', import.meta.url);
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    'assay needs Node 24 or later. In this folder `npx assay` and `npm start` bring their own on Linux x64.',
  );
  process.exitCode = 2;
} else if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('assay is not built yet: run `npm run build` in this folder.');
  process.exitCode = 2;
}
