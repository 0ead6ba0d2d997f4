// A handover that would have been late: a vague note is seen and mended, a teach-back failed and passed, and the forecast
// turns from late to in time once the leaver gets the hours and the schedule is made again.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { launch, picture, signIn, visit } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

const ITEM = '薄壁件变形补偿';
const VAGUE = '# 补偿\n\n变形大时视情况加大补偿，一般差不多 0.05。\n老设备照旧。';
const CLEAR = [
  '# 薄壁件变形补偿', '', '- 负责人：赵磊', '- 备份：孙悦', '- 什么时候做：每批首件检验后，每次约 20 分钟（最长 30 分钟）',
  '- 依据：/srv/craft/薄壁件/补偿表-GY-0301.xlsx', '', '## 步骤', '',
  '1. 打开 /srv/craft/薄壁件/补偿表-GY-0301.xlsx，按壁厚查出补偿量。',
  '2. 壁厚小于 2 mm 时补偿 0.05 mm，因为夹紧后回弹 0.04 mm。',
  '3. 核对首件三坐标报告，偏差应在 ±0.02 mm 以内。',
  '4. 把结果提交给质检科周航，存到 /srv/craft/记录/。', '',
  '如果偏差超过 0.02 mm，停机，打电话给设备科刘强（分机 6021）。', '',
  '上次出问题：2025-03，夹具磨损 0.1 mm，更换后复检合格。',
].join('\n');

describe('a handover that would have been late', () => {
  let browser, server, item, departure;
  const open = [];
  before(async () => {
    browser = await launch();
    server = await startDemo();
  });
  after(async () => {
    for (const end of open) await end();
    await browser?.close();
    await server?.stop();
  });

  async function arrive(role, { script = true, phone = false } = {}) {
    const { page, end } = await visit(browser, { address: server.address, script, phone });
    open.push(end);
    await signIn(page, server.signIns.find((one) => one.role === role));
    return page;
  }
  const done = (page) => page.locator('main > .done').waitFor();

  test('the leaver writes a vague note, sees what is vague beside it, and mends it', async () => {
    const page = await arrive('leaver');
    await page.goto('/my/handover');
    item = await page.locator(`a:has-text("${ITEM}")`).first().getAttribute('href');
    departure = item.split('/items/')[0];
    await page.goto(`${item}/note`);
    await page.fill('#body', VAGUE);
    const finding = page.locator('#findings li', { hasText: 'HD203' });
    await finding.waitFor();
    assert.match(await finding.innerText(), /第 3 行[\s\S]*视情况[\s\S]*怎么改/);
    await finding.locator('a[data-line]').click();
    assert.match(await page.evaluate(() => {
      const text = document.getElementById('body');
      return text.value.slice(text.selectionStart, text.selectionEnd);
    }), /视情况/, 'the line is found in the text');
    await assertAccessible(page);
    await picture(page, 'handover-note-vague');
    await page.click('form button.primary');
    await done(page);
    assert.ok(await page.locator('#L3.noted .finding').count() > 0, 'the finding stays at its line');
    await assertAccessible(page);
    await picture(page, 'handover-note-lines');
    await page.goto('/my/handover');
    await page.goto(`${item}/note`);
    await page.fill('#body', CLEAR);
    await page.locator('#findings .tag.good').waitFor();
    await page.click('form button.primary');
    await done(page);
    assert.equal(await page.locator('#L3 .finding').count(), 0);
  });

  test('without script the button checks the same text', async () => {
    const page = await arrive('leaver', { script: false });
    await page.goto(`${item}/note`);
    await page.fill('#body', VAGUE);
    await page.click('button[formaction$="/note/check"]');
    assert.match(await page.locator('#findings').innerText(), /HD203/);
    assert.equal(await page.inputValue('#body'), VAGUE);
  });

  test('the receiver says at a line what is not understood, and it counts until it is clear', async () => {
    const page = await arrive('receiver', { phone: true });
    await page.goto(item);
    await page.click('#L11 a.ask');
    assert.equal(await page.inputValue('#line'), '11');
    await page.fill('#question', '壁厚正好 2 mm 时怎么办？');
    await page.click('#ask button.primary');
    await done(page);
    assert.match(await page.locator('#L11').innerText(), /正好 2 mm/);
    await assertFits(page);
    await page.goto('/my/receiving');
    assert.match(await page.locator('.card', { hasText: ITEM }).first().innerText(), /1 处要改/);
    await picture(page, 'handover-receiving');
  });

  test('HR takes questions of the note, the receiver fails and then passes the teach-back', async () => {
    const hr = await arrive('hr-specialist');
    const receiver = await arrive('receiver');
    for (let taken = 0; taken < 3; taken += 1) {
      await hr.goto(item);
      await hr.locator('#offers button[value="take"]').first().click();
      await done(hr);
    }
    await hr.goto(item);
    const asked = await hr.locator('.questions > li').count();
    assert.ok(asked >= 3);
    assert.match(await hr.locator('.questions > li').first().innerText(), /文档写的是/);
    for (const [mark, verdict] of [['0', /未通过/], ['2', /^通过|通过 \d/]]) {
      for (let number = 1; number <= asked; number += 1) {
        await receiver.goto(`${item}/teach?question=${number}`);
        assert.doesNotMatch(await receiver.innerText('main'), /文档写的是/, 'who answers is not told the answer');
        await receiver.fill('#answer', mark === '0' ? '大概按老办法' : '查补偿表 GY-0301');
        await receiver.locator('form button.primary').first().click();
        await done(receiver);
      }
      await receiver.goto(`${item}/teach`);
      await receiver.click('form[action$="/hand-in"] button');
      await done(receiver);
      await hr.goto(item);
      await hr.locator('#teach a.button:has-text("评分")').first().click();
      for (const one of await hr.locator(`input[type="radio"][value="${mark}"]`).all()) await one.check();
      await hr.click('form button.primary');
      await done(hr);
      assert.match(await hr.innerText('main'), verdict);
    }
  });

  test('the forecast turns from late to in time once hours are given and the schedule is made again', async () => {
    const page = await arrive('hr-specialist');
    await page.goto(`${departure}/handover`);
    assert.match(await page.innerText('main'), /比最后工作日晚 \d+ 天/);
    await picture(page, 'handover-late');
    await page.goto(`${departure}/handover/schedule`);
    await page.click('form[action$="/make"] button >> nth=0');
    await done(page);
    assert.match(await page.locator('#draft').innerText(), /来不及/);
    assert.match(await page.locator('#help').innerText(), /提前 \d+ 天完成/);
    await assertAccessible(page);
    await picture(page, 'schedule-late');
    await page.fill('#leaver_minutes', '600');
    await page.fill('#receiver_minutes', '360');
    await page.fill('#sessions_a_day', '10');
    await page.click('form[action$="/terms"] button');
    await done(page);
    await page.click('form[action$="/make"] button >> nth=0');
    await done(page);
    assert.match(await page.locator('#draft').innerText(), /来得及/);
    assert.ok(await page.locator('#draft .dense li').count() > 0, 'what moves is told before it is applied');
    await picture(page, 'schedule-in-time');
    await page.click('#draft button[value="apply"]');
    await done(page);
    await page.goto(`${departure}/handover`);
    assert.doesNotMatch(await page.innerText('main'), /比最后工作日晚/);
    assert.match(await page.innerText('.gauges'), /来得及/);
    await picture(page, 'handover-in-time');
  });
});
