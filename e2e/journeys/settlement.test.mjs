// HR settles the dismissal of somebody with service before 2008, compares other ways, issues and pays it; the notice is
// refused, mailed, comes back and is published; the papers are issued.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, picture, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

const PDF = { name: 'proof.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') };

/** A day so many days from today, as the company counts days. */
const day = (ahead) => new Date(Date.now() + 8 * 3600_000 + ahead * 86400_000).toISOString().slice(0, 10);

// Dismissed after a major change, from 2003-05-12 on, without notice: the person of picture 3.
const END = day(0);
const FACTS = [
  ['service_start', '2003-05-12', 'personnel-file'],
  ['protected', 'none', 'statement'],
  ['birth_date', '1980-03-10', 'personnel-file'],
  ['retirement_category', 'man', 'personnel-file'],
  ['notice_days_given', '0', 'statement'],
  ['avg12', '16800', 'payroll'],
  ['last_month_wage', '17150', 'payroll'],
  ['enterprise_avg_wage', '13200', 'payroll'],
  ['wages_due', '16800', 'payroll'],
  ['profile', 'NATIONAL_DEFAULT', 'other'],
  ['local_avg_monthly_wage', '10710', 'official'],
  ['min_wage', '2660', 'official'],
];

/** What is owed by hand: years before 2008 begun count whole, those since by half years; a month's wage instead of notice. */
function owed() {
  const [year, month, date] = END.split('-').map(Number);
  // Both days count, so the months run to the day after the end.
  const after = new Date(Date.UTC(year, month - 1, date + 1));
  const months = (after.getUTCFullYear() - 2008) * 12 + after.getUTCMonth();
  const [full, rest] = [Math.floor(months / 12), months % 12];
  const half = rest >= 6 ? 1 : rest > 0 || after.getUTCDate() > 1 ? 0.5 : 0;
  const severance = (5 + full + half) * 16_800;
  return { inAll: severance + 17_150 + 16_800, agreed: severance + 16_800, resigned: 16_800 };
}
const yuan = (amount) => amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

for (const { code, locale } of LANGUAGES) {
  describe(`a dismissal with service before 2008, in ${code}`, () => {
    let browser, server, page, end, home;
    let isBroken = false;
    before(async () => {
      browser = await launch();
      server = await startDemo();
      ({ page, end } = await visit(browser, { address: server.address, locale }));
      page.on('dialog', (dialog) => dialog.accept());
      await signIn(page, server.signIns.find(({ role }) => role === 'hr-specialist'));
      if (await page.getAttribute('html', 'lang') !== code) await page.click('form[action="/language"] button');
    });
    after(async () => {
      await end?.();
      await browser?.close();
      await server?.stop();
    });

    /** A step of the story; without the one before it there is nothing to go on from. */
    const step = (what, act) => test(what, async (t) => {
      if (isBroken) return t.skip('the story broke off before');
      isBroken = true;
      await act();
      isBroken = false;
    });
    const done = () => page.locator('main > .done').waitFor();

    step('HR opens the departure of somebody who has been there since before 2008', async () => {
      await page.goto('/people');
      // The demonstration says who has served how long; whoever is leaving already has no such button.
      const people = page.locator('.people-list a[href^="/people/0"]');
      const addresses = await people.evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))]);
      for (const address of addresses) {
        await page.goto(address);
        if (await page.locator('main a[href^="/departures/new"]').count()) break;
      }
      await page.locator('main a[href^="/departures/new"]').first().click();
      await page.selectOption('#ground', 'NOFAULT_CHANGE');
      await page.fill('#notice_on', END);
      await page.fill('#last_day', END);
      await page.fill('#legal_end', END);
      await page.fill('#reason', '装配二线整线外包，原岗位取消，协商调岗未成。');
      await page.click('main button.primary');
      await done();
      home = new URL(page.url()).pathname;
    });

    step('each fact is entered with its source, and nothing is reckoned before', async () => {
      await page.goto(`${home}/settlement`);
      assert.equal(await page.locator('.set-total').count(), 0, 'no figure while facts are missing');
      for (const [fact, value, document] of FACTS) {
        const row = page.locator(`#fact-${fact}`);
        await row.evaluate((node) => { for (const one of [node.closest('details'), ...node.querySelectorAll('details')]) if (one) one.open = true; });
        const field = row.locator('[name="value"]').first();
        const kind = await field.evaluate((node) => node.type);
        if (kind === 'checkbox') await row.locator(`[name="value"][value="${value}"]`).check();
        else if (kind === 'select-one') await field.selectOption(value);
        else await field.fill(value);
        await row.locator('[name="document"]').selectOption(document);
        await row.locator('[name="source"]').fill(`依据 ${fact}`);
        await row.locator('form button').click();
        await done();
      }
      assert.equal(await page.innerText('.set-total .num'), yuan(owed().inAll));
    });

    step('every row opens to its steps and articles, and other ways are compared', async () => {
      const rows = await page.locator('#owed tbody tr[id^="row-"]').evaluateAll((all) => all.map((row) => row.id));
      for (const wanted of ['row-severance_old', 'row-severance_new', 'row-in_lieu', 'row-wages']) assert.ok(rows.includes(wanted), wanted);
      const old = page.locator('#row-severance_old');
      await old.locator('summary').click();
      assert.match(await old.innerText(), /劳动合同法第97条第3款/);
      assert.match(await old.innerText(), /劳部发〔1994〕481号第8条/);
      const ways = await page.locator('#what-if .set-ifs').innerText();
      for (const amount of [owed().agreed, owed().resigned]) assert.ok(ways.includes(yuan(amount)), `${yuan(amount)} in ${ways}`);
      await page.selectOption('#if_ground', 'LAYOFF');
      await page.fill('#if_day', day(60));
      await page.click('#what-if form button');
      assert.equal(await page.locator('#what-if details[open]').count(), 1, 'the one that was asked for is open');
      await assertAccessible(page);
      await assertFits(page);
      await picture(page, `settlement-${code}`);
    });

    step('it is issued, stays as it is, and its first row is paid with a proof', async () => {
      await page.click('#issue button.primary');
      await done();
      await page.locator('#issue a[href*="/versions/1"]').click();
      assert.equal(await page.innerText('.set-total .num'), yuan(owed().inAll));
      await assertAccessible(page);
      await page.goto(`${home}/settlement`);
      const row = page.locator('.set-pays > li').filter({ has: page.locator('input[name="line"][value="wages"]') });
      await row.locator('summary').click();
      await row.locator('input[name="paid_on"]').fill(END);
      await row.locator('input[type="file"]').setInputFiles(PDF);
      await row.locator('button').click();
      await done();
      assert.equal(await page.locator('.set-pays .tag.good').count(), 1, 'the wages are paid');
    });

    step('the notice is refused in person, mailed, and comes back', async () => {
      await page.goto(`${home}/notices?kind=termination`);
      const body = await page.inputValue('#body');
      assert.match(body, /第40条第3项/, 'the text names the article of this dismissal');
      await page.fill('#body', body.replace(/（请填写[^）]*）/g, '装配二线外包，原岗位取消，两次协商调岗未成。'));
      await page.fill('#address', '苏州市虚构路 8 号');
      await page.click('#new button.primary');
      await done();
      await attempt({ means: 'in-person', outcome: 'refused', tried_on: day(-8), proof: 'recording' });
      await attempt({ means: 'mail', outcome: 'pending', tried_on: day(-7), proof: 'waybill', mail_number: 'EX000000001CN' });
      const letter = page.locator('.notice-attempts > li').last();
      await letter.locator('summary').first().click();
      const outcome = letter.locator('form[action$="/outcome"]');
      await outcome.locator('select[name="outcome"]').selectOption('returned');
      await outcome.locator('input[name="outcome_on"]').fill(day(-2));
      await outcome.locator('select[name="proof"]').selectOption('returned-letter');
      await outcome.locator('input[type="file"]').setInputFiles(PDF);
      await outcome.locator('button').click();
      await done();
      await page.goto(`${home}/settlement`);
      assert.equal(await page.locator('#notice .notice-line li.past').count(), 3, 'refused, mailed, returned');
      assert.equal(await page.locator('#notice .notice-line li:not(.past)').count(), 2, 'the public notice and its day are ahead');
      await assertAccessible(page);
      await picture(page, `settlement-notice-${code}`);
    });

    step('only then it is published, and counts thirty days later, not sixty', async () => {
      await page.goto(`${home}/notices`);
      await attempt({ means: 'public-notice', outcome: 'issued', tried_on: day(-1), proof: 'publication' });
      const line = await page.locator('.notice-line').first().innerText();
      const [, month, date] = day(29).split('-').map(Number);
      const english = new Date(`${day(29)}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
      const served = code === 'en' ? english : `${month}/${date}`;
      assert.ok(line.includes(served), `${served} in ${line}`);
      assert.match(await page.innerText('main'), /劳办发〔1995〕179号/);
      await assertAccessible(page);
      await assertFits(page);
    });

    async function attempt(fields) {
      await page.locator('.notice-try > summary').last().click();
      const form = page.locator('form[action$="/attempts"]').last();
      for (const name of ['means', 'outcome', 'proof']) await form.locator(`select[name="${name}"]`).selectOption(fields[name]);
      await form.locator('input[name="tried_on"]').fill(fields.tried_on);
      if (fields.mail_number) await form.locator('input[name="mail_number"]').fill(fields.mail_number);
      await form.locator('input[type="file"]').setInputFiles(PDF);
      await form.locator('button.primary').click();
      await done();
    }

    step('the papers are issued with their numbers, and what is missing is named first', async () => {
      for (const [paper, fields] of [
        ['termination-notice', {}],
        ['settlement-sheet', {}],
        ['certificate', {}],
      ]) {
        await page.goto(`${home}/papers/${paper}`);
        for (const field of await page.locator('main form input:not([type="hidden"]), main form textarea').all()) {
          const name = await field.getAttribute('name');
          if (!await field.inputValue()) await field.fill(fields[name] ?? '李敏');
        }
        await page.click('form[action*="/papers/"] button.primary');
        await done();
        const link = page.locator('main a[href^="/attachments/"]').first();
        const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
        const bytes = await readFile(await download.path());
        assert.equal(bytes.subarray(0, 2).toString(), 'PK', paper);
      }
      await page.goto(`${home}/papers`);
      assert.equal(await page.locator('.dep-files a[href^="/attachments/"]').count(), 3);
      await assertAccessible(page);
      await assertFits(page);
    });

    step('what follows from it stands among the deadlines', async () => {
      await page.goto(`${home}/clocks`);
      const rows = await page.locator('.clocks').innerText();
      assert.match(rows, /劳动争议调解仲裁法第27条/);
      await page.selectOption('#what', 'suspension');
      await page.fill('#happened_on', END);
      await page.fill('#ended_on', END);
      await page.click('form[action$="/clocks"] button.primary');
      await done();
      await assertAccessible(page);
    });
  });
}
