// An empty installation: the word on the console, the first administrator, the own account, in both languages and on
// both databases.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, picture, signIn, visit } from '../lib/browser.mjs';
import { databases } from '../lib/postgres.mjs';
import { startServe } from '../lib/server.mjs';

const ADMIN = { login: 'first-admin', password: 'slow-river-carries-nine-stones' };

for (const { kind, create } of databases()) {
  describe(`the first start on ${kind}`, () => {
    let browser, database, server;
    before(async () => {
      browser = await launch();
      database = create();
      server = await startServe({ databaseUrl: database.url });
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      database?.drop();
    });

    test('a wrong word is refused beside its field and what was typed stays', async () => {
      const { page, end } = await visit(browser, server);
      await page.goto('/');
      assert.equal(new URL(page.url()).pathname, '/setup');
      await assertAccessible(page);
      await fill(page, { token: 'wrong' });
      await page.locator('#token-error').waitFor();
      assert.equal(await page.locator('#company').inputValue(), '江南精工（苏州）有限公司');
      await assertAccessible(page);
      await end();
    });

    test('the first administrator sets up the company and signs in', async () => {
      const { page, end } = await visit(browser, server);
      await page.goto('/setup');
      await fill(page, { token: server.setupToken });
      await page.waitForURL('**/login');
      await signIn(page, ADMIN);
      assert.equal(await page.locator('main').count(), 1);
      await end();
    });

    test('the setup is closed once there is a company', async () => {
      const { page, end } = await visit(browser, server);
      const answer = await page.goto('/setup');
      assert.equal(answer.status(), 404);
      await end();
    });

    for (const { code, locale } of LANGUAGES) {
      for (const theme of ['light', 'dark']) {
        test(`the account page is whole in ${code}, ${theme}, on desk and phone`, async () => {
          for (const phone of [false, true]) {
            const { page, end } = await visit(browser, { address: server.address, locale, theme, phone });
            await signIn(page, ADMIN);
            await page.goto('/account');
            await page.locator(`input[name="lang"][value="${code}"]`).check();
            await page.locator(`input[name="theme"][value="auto"]`).check();
            await page.locator('form[action="/account/preferences"] button').click();
            await page.locator('[role="status"]').waitFor();
            assert.equal(await page.locator('html').getAttribute('lang'), code);
            await assertAccessible(page);
            await assertFits(page);
            await picture(page, `account-${kind}-${code}-${theme}${phone ? '-phone' : ''}`);
            await end();
          }
        });
      }
    }

    test('signing in works without script', async () => {
      const { page, end } = await visit(browser, { address: server.address, script: false });
      await signIn(page, ADMIN);
      assert.equal(await page.locator('main').count(), 1);
      await end();
    });
  });
}

async function fill(page, { token }) {
  await page.locator('#token').fill(token);
  await page.locator('#company').fill('江南精工（苏州）有限公司');
  await page.locator('#display_name').fill('李敏');
  await page.locator('#login').fill(ADMIN.login);
  await page.locator('#password').fill(ADMIN.password);
  await page.locator('form[action="/setup"] button').click();
}
