// WCAG 2.2 AA, checked by axe on the page as it is.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with the rule, the place and the remedy of everything that axe finds. */
export const assertAccessible = (page) => assertNothing(page, { type: 'tag', values: TAGS });

/** Only whether the text stands out from its ground: for the same page in other colours. */
export const assertReadable = (page) => assertNothing(page, { type: 'rule', values: ['color-contrast'] });

async function assertNothing(page, runOnly) {
  // Given over the debugging line, not as a script of the page: the content security policy stays as it is.
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(SOURCE);
  const found = await page.evaluate(
    async (only) => (await globalThis.axe.run(document, { runOnly: only, resultTypes: ['violations'] })).violations,
    runOnly,
  );
  const told = found.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`));
  assert.deepEqual(told, [], `${page.url()} is accessible`);
}

/** The page has no text that is cut off at the side: nobody scrolls sideways. */
export async function assertFits(page) {
  const [wanted, given] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wanted <= given, `${page.url()} is ${wanted - given} pixels too wide`);
}
