// HR looks at turnover, at who may follow a departure, and plans a talk; its outcome fills the gauge.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

/** Today, as the company counts days. */
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

for (const { code, locale } of LANGUAGES) {
  describe(`who may follow, and talks, in ${code}`, () => {
    let browser, server, page, end, home;
    before(async () => {
      browser = await launch();
      server = await startDemo();
      ({ page, end } = await visit(browser, { address: server.address, locale }));
      await signIn(page, server.signIns.find(({ role }) => role === 'hr-partner'));
      if (await page.getAttribute('html', 'lang') !== code) await page.click('form[action="/language"] button');
      await page.goto('/departures');
      await page.locator('main a[href^="/departures/0"]').first().click();
      home = new URL(page.url()).pathname;
    });
    after(async () => {
      await end?.();
      await browser?.close();
      await server?.stop();
    });

    test('analysis tells the turnover, and follows its filters', async () => {
      await page.goto('/analysis');
      await page.locator('#total, main > .alert').first().waitFor();
      const figures = await page.locator('#by-tenure tbody tr').count();
      assert.ok(figures > 0, 'turnover by years of service');
      await assertAccessible(page);
      await assertFits(page);
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href^="/analysis/export.xlsx"]')]);
      assert.match(download.suggestedFilename(), /\.xlsx$/);
    });

    test('names of who may follow are shown for a purpose only', async () => {
      await page.goto(`${home}/people`);
      assert.equal(await page.locator('#names').count(), 0, 'no names by themselves');
      await assertAccessible(page);
      await page.fill('#purpose', 'x');
      await page.click('#show-names button');
      await page.locator('#purpose-error').waitFor();
      await page.fill('#purpose', '安排挽留谈话');
      await page.click('#show-names button');
      await page.locator('#names').waitFor();
      assert.ok(await page.locator('#names tbody tr').count() > 0, 'somebody is tied to who leaves');
      await assertAccessible(page);
      await assertFits(page);
    });

    test('a talk is planned from there, held, and fills the gauge', async () => {
      const over = await talksOver();
      await page.locator('#names tbody tr a.button').first().click();
      await page.fill('#talker', await page.inputValue('#person'));
      await page.fill('#why', '主管离职，了解打算');
      await page.fill('#due_on', today());
      await page.click('#new button');
      await page.locator('#talker-error').waitFor();
      const people = await someoneElse();
      await page.fill('#talker', people);
      await page.click('#new button');
      await page.locator('main > .done').waitFor();
      await page.locator('#open summary').first().click();
      await page.locator('#open select[name="outcome"]').first().selectOption('stays');
      await page.locator('#open form[action$="/held"] button').first().click();
      await page.locator('main > .done').waitFor();
      assert.equal(await page.locator('#past li').count(), over + 1);
      await assertAccessible(page);
      await assertFits(page);
      await page.goto(`${home}/people`);
      assert.match(await page.locator('#talks').innerText(), /1/);
    });

    /** How many talks are over. */
    async function talksOver() {
      const other = await page.context().newPage();
      await other.goto('/talks');
      const count = await other.locator('#past li').count();
      await other.close();
      return count;
    }

    /** The number of somebody other than the one who is typed in. */
    async function someoneElse() {
      const typed = await page.inputValue('#person');
      const other = await page.context().newPage();
      await other.goto('/people');
      const numbers = await other.locator('main tbody tr').evaluateAll((rows) => rows.map((row) => row.innerText.match(/\b[A-Z]*\d{3,}\b/)?.[0]));
      await other.close();
      return numbers.find((number) => number && number !== typed);
    }
  });
}
