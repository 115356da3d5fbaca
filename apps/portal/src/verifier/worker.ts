/**
 * The service worker of the verifier page: keeps the page, its script and its style, so that it opens without a connection.
 * Keys and lists are kept by the page itself, which verifies them first. The portal writes what to keep in front of this
 * file, so a new script is a new worker.
 */
import { keepPage } from './keep-page.ts';

declare const KEPT: { readonly version: string; readonly paths: readonly string[] };

keepPage(globalThis, KEPT);
