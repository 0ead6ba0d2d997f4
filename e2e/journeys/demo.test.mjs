// The demonstration company: everyone can sign in with what the console printed, and sees a whole overview.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, picture, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

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
    test(`each sign-in opens a whole first page in ${code}`, async () => {
      assert.notEqual(server.signIns.length, 0, 'somebody can sign in');
      for (const who of server.signIns) {
        const { page, end } = await visit(browser, { address: server.address, locale });
        await signIn(page, who);
        const heading = await page.locator('main h1').first().innerText();
        assert.notEqual(heading.trim(), '', `${who.role} sees a heading`);
        await assertAccessible(page);
        await assertFits(page);
        await picture(page, `first-page-${who.role}-${code}`);
        await end();
      }
    });
  }
});
