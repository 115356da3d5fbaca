import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** More stops than any page has: whoever has not come to it by then never does. */
const STOPS = 300;

/**
 * Goes on with Tab until what is called so has the focus: a link or a button by its text, a field by its label.
 * Each stop on the way is in sight and shows that it has the focus (WCAG 2.4.7).
 */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let n = 0; n < STOPS; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    expect(stop).toEqual({ ...stop, shows: true });
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return;
  }
  throw new Error(`nothing called “${String(name)}” comes with Tab on ${page.url()}`);
}

/** Goes to a link or a button, and follows or presses it. */
export async function enter(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
}

/** Goes to a field, and types into it. */
export async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

type Stop = { readonly name: string; readonly shows: boolean };

function focused(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const at = document.activeElement;
    // Past the last stop of a page the focus is on the page itself.
    if (!at || at === document.body) return { name: '', shows: true };
    const label =
      at instanceof HTMLElement && 'labels' in at ? (at as HTMLInputElement).labels?.[0] : undefined;
    const name = (label ?? at).textContent.replaceAll(/\s+/g, ' ').trim();
    return { name, shows: at.checkVisibility() && getComputedStyle(at).outlineStyle !== 'none' };
  });
}
