// The demonstration company: everyone can sign in with what the console printed, and sees a whole overview.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits, assertReadable } from '../lib/axe.mjs';
import { LANGUAGES, launch, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';
import { partsOf, walk } from '../lib/walk.mjs';

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
// The narrowest screen that WCAG asks for, with room for a scroll bar to spare.
const NARROW = { width: 360, height: 740 };

describe('the demonstration company', () => {
  let browser, server;
  before(async () => {
    browser = await launch();
    server = await startDemo();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('a sign-in is printed for the people of a departure', () => {
    const roles = server.signIns.map(({ role }) => role);
    for (const role of ['hr-specialist', 'hr-partner', 'manager', 'leaver', 'receiver', 'admin', 'auditor']) {
      assert.ok(roles.includes(role), `no sign-in for ${role} among ${roles}`);
    }
  });

  for (const { code, locale } of LANGUAGES) {
    // Every sign-in sees every page whole; axe looks once at what is made of the same parts.
    test(`every page of every sign-in is whole in ${code}: light and dark, desk and phone`, async () => {
      assert.notEqual(server.signIns.length, 0, 'somebody can sign in');
      const looked = new Set();
      const wrong = [];
      for (const who of server.signIns) {
        const { page, end } = await visit(browser, { address: server.address, locale });
        await signIn(page, who);
        await speak(page, code);
        const pages = await walk(page, (path, kind, answer) => (
          lookAt(page, { looked, kind, isFirst: code === LANGUAGES[0].code }, answer).catch((error) => wrong.push(`${who.role} ${path}: ${error.message}\n${error.actual ?? ''}`))
        ));
        assert.ok(pages > 2, `${who.role} has pages`);
        await end();
      }
      assert.deepEqual(wrong, [], 'every page is whole');
    });
  }

  test('the keyboard reaches everything, and shows where it is', async () => {
    const { page, end } = await visit(browser, { address: server.address });
    await page.goto('/login');
    await walkByTab(page);
    const hr = server.signIns.find(({ role }) => role === 'hr-specialist');
    await signIn(page, hr);
    for (const path of ['/', '/people', '/departures/new']) {
      await page.goto(path);
      await page.keyboard.press('Tab');
      assert.ok(await page.locator('.skip').evaluate((one) => one === document.activeElement && one.getBoundingClientRect().width > 20), 'the way past the navigation is seen');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
      await walkByTab(page);
    }
    await end();
  });

  test('without script a departure is opened, an item listed, and a stage said', async () => {
    const { page, end } = await visit(browser, { address: server.address, script: false });
    await signIn(page, server.signIns.find(({ role }) => role === 'hr-specialist'));
    await page.goto('/people');
    await page.locator('.people-list a').first().click();
    await page.click('main a[href^="/departures/new"]');
    await page.click('button[formaction="/departures/new"]');
    await page.click('main button.primary');
    await page.locator('main > .done').waitFor();
    await page.click('.tabs a[href$="/handover"]');
    await page.click('a[href$="/items/new"]');
    await page.fill('#title', '月度盘点');
    await page.click('main button.primary');
    await page.locator('main > .done').waitFor();
    await page.fill('#evidence', '9:00 在仓库讲了一遍');
    await page.click('form[action$="/stages"] button.primary');
    await page.locator('main > .done').waitFor();
    assert.equal(await page.locator('.stages i.proven').count(), 1);
    await end();
  });
});

/** Changes to the language with the switch that everybody has. */
async function speak(page, code) {
  if (await page.getAttribute('html', 'lang') === code) return;
  await page.click('form[action="/language"] button');
  await page.locator(`html[lang="${code}"]`).waitFor();
}

async function lookAt(page, { looked, kind, isFirst }, answer) {
  assert.equal(answer.status(), 200);
  assert.notEqual((await page.locator('main h1').first().innerText()).trim(), '', 'it has a heading');
  const parts = `${kind} ${await partsOf(page)}`;
  if (looked.has(parts)) return;
  looked.add(parts);
  await assertFits(page);
  await assertAccessible(page);
  // Colours are the same in every language.
  if (isFirst) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertReadable(page);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.setViewportSize(NARROW);
  await assertFits(page);
  await page.setViewportSize(PHONE);
  await assertAccessible(page);
  await page.setViewportSize(DESK);
}

/** Goes once around with the tabulator; whatever has the focus must be seen, and marked. */
async function walkByTab(page) {
  const wanted = await page.locator('a[href], button:not([disabled]), input:not([type="hidden"]), select, textarea, summary').evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.tabIndex >= 0).length);
  const reached = new Set();
  // A date takes several presses, one for each of its parts.
  for (let press = 0; press < wanted * 3 && reached.size < wanted; press += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      globalThis.walked ??= new Map();
      if (!globalThis.walked.has(one)) globalThis.walked.set(one, globalThis.walked.size);
      return { number: globalThis.walked.get(one), tag: one.tagName, text: one.textContent.trim().slice(0, 30), isMarked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 };
    });
    if (at.tag === 'BODY') continue;
    assert.ok(at.isMarked, `${page.url()}: <${at.tag}> ${at.text} shows that it has the focus`);
    reached.add(at.number);
  }
  // Of a group of radio buttons only the chosen one is a stop.
  assert.ok(reached.size >= wanted * 0.8, `${page.url()}: ${reached.size} of ${wanted} reached`);
}
