/** What the browser runs is built before the tests, so that a clean clone needs no build of its own. */
export { buildForBrowsers as setup } from './build-browser.ts';
