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

    test('an employee reads what is used of her, objects there, and HR answers', async () => {
      const total = async () => {
        await page.goto('/risk');
        const cells = await page.locator('#groups tbody tr td:nth-child(2)').allInnerTexts();
        return cells.reduce((sum, text) => sum + Number(text), 0);
      };
      await as('hr-partner');
      const before = await total();
      assert.ok(before > 20, 'the groups are counted');
      await as('receiver');
      await page.goto('/my/information');
      const looks = await page.locator('#looks tbody tr').count();
      assert.equal(await page.locator('nav a[href="/my/information"][aria-current]').count(), 1, 'among the own pages');
      for (const part of ['#notice', '#records', '#explained', '#looks', '#said']) {
        assert.equal(await page.locator(part).count(), 1, part);
      }
      assert.ok(await page.locator('#records tbody tr').count() >= 5, 'every kind of record');
      await assertAccessible(page);
      await assertFits(page);
      await page.click('form[action="/my/information/explanation"] button');
      await page.locator('#explained li, #explained p').first().waitFor();
      assert.equal(await page.locator('#explained').locator('svg, .rk-chance').count(), 0, 'words, and no probability');
      await assertAccessible(page);
      await page.goto('/my/information');
      assert.equal(await page.locator('#looks tbody tr').count(), looks + 1, 'that it was given is written down');
      await page.click('#object button');
      await page.locator('#reason-error').waitFor();
      await assertAccessible(page);
      await page.fill('#reason', '请假是为了备考，与去留无关');
      await page.click('#object button');
      await page.locator('.done').waitFor();
      await page.getByText('请假是为了备考').first().waitFor();
      await page.click('form[action="/my/information/explanation"] button');
      assert.equal(await page.locator('#explained li').count(), 0, 'nothing of her is left to explain');

      await as('hr-partner');
      assert.equal(await total(), before - 1, 'she is not counted from the moment on');
      await page.locator('.alert a[href="/risk/setup#objections"]').click();
      await page.locator('#objections a').first().click();
      await page.getByText('请假是为了备考').first().waitFor();
      await assertAccessible(page);
      await page.fill('#answer', '已采纳，今后不再计算。');
      await page.click('#answering button');
      await page.locator('.done').waitFor();
      await page.goto('/risk');
      assert.equal(await page.locator('.alert a[href="/risk/setup#objections"]').count(), 0, 'nothing waits any more');
      await page.click('form[action="/risk/run"] button');
      assert.equal(await total(), before - 1, 'computed anew, she is not counted either');

      await as('receiver');
      await page.goto('/my/information');
      await page.getByText('已采纳，今后不再计算。').first().waitFor();
      await assertAccessible(page);
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
