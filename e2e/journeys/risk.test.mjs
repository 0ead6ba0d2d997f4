// The risk board: what each role sees of it, and does not; a look only for a purpose; an objection that is honoured.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

for (const { code, locale } of LANGUAGES) {
  describe(`seeing it coming, in ${code}`, () => {
    let browser, server, page, end, watched;
    const as = async (role) => {
      await end?.();
      ({ page, end } = await visit(browser, { address: server.address, locale }));
      await signIn(page, server.signIns.find((one) => one.role === role));
      if (await page.getAttribute('html', 'lang') !== code) await page.click('form[action="/language"] button');
    };
    const status = async (path) => (await page.request.get(new URL(path, server.address).href)).status();
    before(async () => {
      browser = await launch();
      server = await startDemo();
    });
    after(async () => {
      await end?.();
      await browser?.close();
      await server?.stop();
    });

    test('HR sees who to talk to first, without names until a purpose is stated', async () => {
      await as('hr-partner');
      await page.goto('/risk');
      const rows = page.locator('.rk-board tbody tr');
      assert.ok(await rows.count() > 0, 'the nightly computation found somebody');
      assert.equal(await page.locator('.rk-board a[href^="/risk/people/"]').count(), 0, 'no names by themselves');
      await assertAccessible(page);
      await assertFits(page);
      await page.click('form[action="/risk/names"] button');
      await page.locator('form[action="/risk/names"] [aria-invalid="true"]').waitFor();
      await page.fill('form[action="/risk/names"] input[name="why"]', '安排谈话');
      await page.click('form[action="/risk/names"] button');
      watched = await page.locator('.rk-board a[href^="/risk/people/"]').first().getAttribute('href');
      await assertAccessible(page);
    });

    test('a person\'s page tells why, against the own past, and what can be said to the person', async () => {
      await page.goto(watched);
      await page.fill('main input[name="why"]', '安排谈话');
      await page.click('main form button.primary');
      await page.locator('.chart-course').first().waitFor();
      assert.ok(await page.locator('.rk-list li').count() > 0, 'reasons');
      await assertAccessible(page);
      await assertFits(page);
    });

    test('the model says how good it is, and each sign what it reads', async () => {
      for (const path of ['/risk/model', '/risk/signs']) {
        await page.goto(path);
        assert.ok(await page.locator('main table tbody tr').count() > 0, path);
        await assertAccessible(page);
        await assertFits(page);
      }
    });

    test('the leaver, the receiver, the line manager and IT find nothing of it', async () => {
      for (const role of ['leaver', 'receiver', 'manager', 'it-security']) {
        await as(role);
        assert.equal(await page.locator('nav a[href="/risk"]').count(), 0, role);
        for (const path of ['/risk', watched, '/risk/model', '/risk/signs', '/risk/setup']) {
          assert.equal(await status(path), 404, `${role} ${path}`);
        }
      }
    });

    test('an objection takes the person off the board at once', async () => {
      await as('hr-partner');
      await page.goto(watched);
      const form = page.locator(`form[action="${watched}/sayings"]`);
      await form.locator('select').selectOption('objection');
      await form.locator('input[type="text"], input:not([type])').last().fill('书面异议');
      await form.locator('button').click();
      await page.goto('/risk');
      await page.fill('form[action="/risk/names"] input[name="why"]', '核对');
      await page.click('form[action="/risk/names"] button');
      await page.locator('.rk-board a[href^="/risk/people/"]').first().waitFor();
      assert.equal(await page.locator(`.rk-board a[href="${watched}"]`).count(), 0);
    });
  });
}
