// HR serves a notice that is refused, mailed and returned; reads the deadlines, subscribes to them, and issues a paper.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

const PDF = { name: 'proof.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') };

/** A day so many days before today, as the company counts days. */
const ago = (days) => new Date(Date.now() + 8 * 3600_000 - days * 86400_000).toISOString().slice(0, 10);

for (const { code, locale } of LANGUAGES) {
  describe(`a notice and its papers, in ${code}`, () => {
    let browser, server, page, end, home;
    before(async () => {
      browser = await launch();
      server = await startDemo();
      ({ page, end } = await visit(browser, { address: server.address, locale }));
      await signIn(page, server.signIns.find(({ role }) => role === 'hr-specialist'));
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

    const done = () => page.locator('main > .done').waitFor();

    test('the notice is made, refused in person, mailed, and comes back', async () => {
      await page.goto(`${home}/notices?kind=return-to-work`);
      await page.fill('#body', '请于收到本通知之日起三日内返岗。');
      await page.fill('#address', '苏州市虚构路 8 号');
      await page.click('#new button.primary');
      await done();
      await attempt({ means: 'in-person', outcome: 'refused', tried_on: ago(3), proof: 'recording' });
      await attempt({ means: 'mail', outcome: 'pending', tried_on: ago(2), proof: 'waybill', mail_number: 'EX000000001CN' });
      const letter = page.locator('.notice-attempts > li').last();
      await letter.locator('summary').first().click();
      const outcome = letter.locator('form[action$="/outcome"]');
      await outcome.locator('select[name="outcome"]').selectOption('returned');
      await outcome.locator('input[name="outcome_on"]').fill(ago(1));
      await outcome.locator('select[name="proof"]').selectOption('returned-letter');
      await outcome.locator('input[type="file"]').setInputFiles(PDF);
      await outcome.locator('button').click();
      await done();
      assert.equal(await page.locator('.notice-line li.past').count(), 3, 'refused, mailed, returned');
      assert.equal(await page.locator('.notice-line li:not(.past)').count(), 2, 'public notice and its day are ahead');
      await assertAccessible(page);
      await assertFits(page);
    });

    async function attempt(fields) {
      const form = page.locator('form[action$="/attempts"]').last();
      await page.locator('.notice-try > summary').last().click();
      for (const name of ['means', 'outcome', 'proof']) await form.locator(`select[name="${name}"]`).selectOption(fields[name]);
      await form.locator('input[name="tried_on"]').fill(fields.tried_on);
      if (fields.mail_number) await form.locator('input[name="mail_number"]').fill(fields.mail_number);
      await form.locator('input[type="file"]').setInputFiles(PDF);
      await form.locator('button.primary').click();
      await done();
    }

    test('the deadlines are listed and the feed answers until it is taken back', async () => {
      await page.goto(`${home}/clocks`);
      assert.ok(await page.locator('.clocks tbody tr').count() >= 8);
      await assertAccessible(page);
      await page.goto('/clocks');
      await page.click('form[action="/clocks/feeds"] button');
      const address = await page.innerText('.feed-address');
      const feed = await page.request.get(address);
      assert.equal(feed.status(), 200);
      assert.match(await feed.text(), /^BEGIN:VCALENDAR\r\n/);
      await page.goto('/clocks');
      await page.locator('form[action$="/revoke"] button').first().click();
      await done();
      assert.equal((await page.request.get(address)).status(), 404);
    });

    test('a handover list is issued with its number and comes as a Word file', async () => {
      await page.goto(`${home}/papers/reference-letter`);
      assert.equal(await page.locator('.paper-text').count(), 0, 'nothing is shown while something is missing');
      await page.fill('#praise', '为人可靠，技术扎实。');
      await page.fill('#signer', '李敏');
      await page.click('button[name="preview"]');
      assert.match(await page.innerText('.paper-text'), /为人可靠/);
      await page.click('form[action*="/papers/"] button.primary');
      await done();
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('main a[href^="/attachments/"]').first().click()]);
      const bytes = await readFile(await download.path());
      assert.equal(bytes.subarray(0, 2).toString(), 'PK');
      await assertAccessible(page);
    });
  });
}
