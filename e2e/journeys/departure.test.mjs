// From an empty machine to a closed departure: the roster and the leave come in, a departure is opened, three items go
// over through both portals, the progress is seen to move, everything is settled, and the file is closed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, picture, signIn, visit } from '../lib/browser.mjs';
import { PEOPLE, spreadsheets } from '../lib/company.mjs';
import { databases } from '../lib/postgres.mjs';
import { startServe } from '../lib/server.mjs';

const PASSWORD = 'slow-river-carries-nine-stones';
const HR = { login: 'limin', password: PASSWORD, name: '李敏', roles: ['hr-specialist'] };
// The leaver and the receivers are granted nothing: the departure itself opens their portals.
const ACCOUNTS = [
  { ...PEOPLE.leaver, login: 'leaver', roles: [] },
  { ...PEOPLE.manager, login: 'manager', roles: ['manager'] },
  { ...PEOPLE.asker, login: 'asker', roles: [] },
  { ...PEOPLE.learner, login: 'learner', roles: [] },
].map((one) => ({ ...one, password: PASSWORD }));
const [LEAVER, MANAGER, ASKER, LEARNER] = ACCOUNTS;

const ITEMS = [
  { title: '存储扩容的判断与步骤', kind: 'core-process', weight: 60, hours: 8, isCore: true },
  { title: '备份失败的处理', kind: 'tacit-rule', weight: 25, hours: 4 },
  { title: '与机房供应商的对接', kind: 'supplier', weight: 15, hours: 2 },
];
const NOTE = ['# 什么时候做', '可用空间低于 20% 时。', '', '```mermaid', 'flowchart LR', '  A[看水位] --> B{低于 20%}', '  B -->|是| C[扩容]', '```', ''].join('\n');
const QUESTIONS = ['水位到多少开始扩容？', '扩容前先停什么？', '失败时找谁？'];

// The statutory notice has run out: the legal end is today, so that the file may be closed.
const DAY_MS = 86_400_000;
const day = (ago) => new Date(Date.now() + 8 * 3_600_000 - ago * DAY_MS).toISOString().slice(0, 10);

// Once in each language, and between them on each database; each story has its own server, so they run side by side.
describe('a departure from notice to last day', { concurrency: true }, () => {
  const kinds = databases();
  for (const [index, { code, locale }] of LANGUAGES.entries()) {
    const { kind, create } = kinds[index % kinds.length];
    describe(`on ${kind} in ${code}`, { concurrency: false }, () => story({ kind, create, code, locale }));
  }
});

function story({ kind, create, code, locale }) {
  let browser, database, server, sheets, departure;
  let isBroken = false;
  const open = [];
  const at = {};

  before(async () => {
    [browser, sheets] = await Promise.all([launch(), spreadsheets()]);
    if (!sheets.isShared) console.log('note: ../shared/data/import is absent; the journey writes its own small files');
    database = create();
    server = await startServe({ databaseUrl: database.url });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    database?.drop();
    await sheets?.end();
  });

  /** A step of the story; without the one before it there is nothing to go on from. */
  const step = (what, act) => test(what, async (t) => {
    if (isBroken) return t.skip('the story broke off before');
    isBroken = true;
    await act();
    isBroken = false;
  });

  /** Somebody at an own browser, who stays signed in through the journey. */
  async function arrive(name, who, phone = false) {
    const { page, end } = await visit(browser, { address: server.address, locale, phone });
    page.on('dialog', (dialog) => dialog.accept());
    open.push(end);
    if (who) await signIn(page, who);
    at[name] = page;
    return page;
  }

  step('the first administrator sets up and makes the account for HR', async () => {
    const page = await arrive('admin');
    await page.goto('/setup');
    const fields = { token: server.setupToken, company: '样例科技（虚构）有限公司', display_name: '管理员', login: 'admin', password: PASSWORD };
    for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value);
    await page.click('form[action="/setup"] button');
    await page.waitForURL('**/login');
    await signIn(page, { login: 'admin', password: PASSWORD });
    assert.equal(await page.getAttribute('html', 'lang'), code);
    await createAccount(page, HR);
  });

  step('HR imports the roster and the leave', async () => {
    const page = await arrive('hr', HR);
    await importFile(page, sheets.roster);
    await importFile(page, sheets.leave);
    await page.goto(`/people?q=${PEOPLE.leaver.empNo}`);
    await page.click(`.people-list a:has-text("${PEOPLE.leaver.name}")`);
    assert.match(await page.innerText('main'), new RegExp(PEOPLE.leaver.empNo));
    await whole(page, 'person');
  });

  step('the people of the departure get their accounts', async () => {
    for (const account of ACCOUNTS) await createAccount(at.admin, account);
  });

  step('HR opens the departure', async () => {
    const page = at.hr;
    await page.goto('/people');
    await page.fill('#q', PEOPLE.leaver.name);
    await page.press('#q', 'Enter');
    await page.click(`.people-list a:has-text("${PEOPLE.leaver.name}")`);
    await page.click('main a[href^="/departures/new"]');
    assert.equal(await page.inputValue('#person'), PEOPLE.leaver.empNo, 'a number that people know, no inner id');
    await page.fill('#notice_on', day(30));
    await page.click('button[formaction="/departures/new"]');
    await page.fill('#last_day', day(0));
    await page.fill('#legal_end', day(0));
    await page.fill('#reason', '回老家发展');
    await page.click('main button.primary');
    await done(page);
    departure = new URL(page.url()).pathname;
    await whole(page, 'departure');
  });

  step('three items are listed and each has two receivers', async () => {
    const page = at.hr;
    for (const item of ITEMS) {
      await page.goto(`${departure}/handover`);
      await page.click('a[href$="/items/new"]');
      await page.fill('#title', item.title);
      await page.selectOption('#kind', item.kind);
      await page.fill('#weight', String(item.weight));
      await page.fill('#hours', String(item.hours));
      if (item.isCore) await page.check('#is_core');
      await page.click('main button.primary');
      await done(page);
    }
    for (const [who, isQuestioner] of [[ASKER, true], [LEARNER, false]]) {
      await page.goto(`${departure}/handover`);
      for (const box of await page.locator('input[name="item"]').all()) await box.check();
      await page.fill('#who', `${who.name} · ${who.empNo}`);
      await page.locator('input[name="questioner"]').setChecked(isQuestioner);
      await page.click('button[form="assign"]');
      await done(page);
    }
    assert.equal(await page.locator('table.items tbody tr').count(), ITEMS.length);
    await whole(page, 'handover-begun');
  });

  step('both receivers accept, the leaver explains and writes', async () => {
    for (const [name, who] of [['asker', ASKER], ['learner', LEARNER]]) {
      const page = await arrive(name, who, true);
      assert.equal(new URL(page.url()).pathname, '/my/receiving');
      for (let left = ITEMS.length; left > 0; left -= 1) {
        await page.goto('/my/receiving');
        assert.equal(await page.locator('form[action$="/accept"]').count(), left, 'each item is accepted once');
        await page.locator('form[action$="/accept"] button').first().click();
        await done(page);
      }
      await whole(page, 'my-receiving');
    }
    const page = await arrive('leaver', LEAVER, true);
    assert.equal(new URL(page.url()).pathname, '/my/handover');
    await whole(page, 'my-handover');
    for (const { title } of ITEMS) {
      await openItem(page, '/my/handover', title);
      await sayStage(page, 'explained', '10:00 在机房当面讲了一遍');
      await page.click('#note a.primary');
      await page.fill('#body', NOTE);
      await page.click('main button.primary');
      await done(page);
      await sayStage(page, 'written', '');
    }
    await whole(page, 'item-of-the-leaver');
  });

  step('HR sees the progress move, and by weight', async () => {
    assert.deepEqual(await progress(), { proven: 2 * ITEMS.length, share: 25 });
  });

  step('a receiver asks what is unclear, and the leaver answers', async () => {
    await openItem(at.learner, '/my/receiving', ITEMS[0].title);
    await at.learner.selectOption('#line', '2');
    await at.learner.fill('#question', '20% 指哪个存储池？');
    await at.learner.click('#unclear button.primary');
    await done(at.learner);
    await openItem(at.leaver, '/my/handover', ITEMS[0].title);
    await at.leaver.fill('#unclear textarea[name="answer"]', '指主存储池。');
    await at.leaver.click('#unclear form button');
    await done(at.leaver);
    await openItem(at.learner, '/my/receiving', ITEMS[0].title);
    await at.learner.click('#unclear form[action$="/clear"] button');
    await done(at.learner);
  });

  step('the learner practises, teaches back, and the asker marks it as passed', async () => {
    await openItem(at.asker, '/my/receiving', ITEMS[0].title);
    for (const question of QUESTIONS) {
      await at.asker.fill('#teach_question', question);
      await at.asker.click('form[action$="/questions"] button');
      await done(at.asker);
    }
    const page = at.learner;
    await openItem(page, '/my/receiving', ITEMS[0].title);
    await sayStage(page, 'practised', '跟着做了一次扩容演练');
    await page.click('#teach a.primary');
    for (const question of QUESTIONS) {
      assert.equal(await page.innerText('.question'), question);
      await page.fill('#answer', '低于 20% 就开始；先停写入任务；失败时找值班经理。');
      await page.click('main form button.primary');
      await done(page);
    }
    await whole(page, 'teach-back');
    await page.click('form[action$="/hand-in"] button');
    await done(page);
    await at.asker.goto('/my/receiving');
    await at.asker.click('a[href$="#teach"]');
    await at.asker.locator('#teach a.button[href*="/teach/"]').first().click();
    for (const right of await at.asker.locator('input[type="radio"][value="2"]').all()) await right.check();
    await whole(at.asker, 'marking');
    await at.asker.click('main button.primary');
    await done(at.asker);
    await openItem(page, '/my/receiving', ITEMS[0].title);
    await sayStage(page, 'independent', '');
    assert.deepEqual(await progress(), { proven: 4 + 2 + 2, share: 70 });
  });

  step('the other items are practised and done alone', async () => {
    const page = at.learner;
    for (const { title } of ITEMS.slice(1)) {
      await openItem(page, '/my/receiving', title);
      await sayStage(page, 'practised', '跟做一次');
      await page.setInputFiles('#file', { name: '独立完成.png', mimeType: 'image/png', buffer: PIXEL });
      await sayStage(page, 'independent', '独自完成，附现场照片');
    }
    for (const { title } of ITEMS) {
      for (const receiver of [at.asker, at.learner]) {
        await openItem(receiver, '/my/receiving', title);
        await receiver.click('form[action$="/sign-off"] button');
        await done(receiver);
      }
    }
    assert.deepEqual(await progress(), { proven: 4 * ITEMS.length, share: 100 });
  });

  step('the manager approves', async () => {
    const page = await arrive('manager', MANAGER);
    await page.goto('/approvals');
    await whole(page, 'approvals');
    await page.locator('form[action^="/approvals/"] button').first().click();
    await done(page);
    await page.goto(departure);
    assert.equal(await page.locator('main h1').count(), 1, 'the manager sees the departure of the own line');
  });

  step('HR settles every task, everything that points at the leaver, and the access', async () => {
    const page = at.hr;
    await page.goto(`${departure}/tasks`);
    await whole(page, 'tasks');
    await finishTasks(page);
    await page.goto(`${departure}/sweep`);
    await whole(page, 'sweep');
    await settlePointers(page);
    await page.goto(departure);
    await page.click('#access button.danger');
    await done(page);
    for (let stage = 0; stage < 3; stage += 1) {
      await page.goto(departure);
      await page.click('.actions form[action$="/steps/advance"] button');
      await done(page);
    }
  });

  step('HR closes it, and from then on nothing can be changed', async () => {
    const page = at.hr;
    await page.goto(departure);
    await page.click('.actions a[href$="/close"]');
    await whole(page, 'close');
    await page.click('form[action$="/close"] button');
    await done(page);
    for (const path of ['', '/handover', '/tasks', '/sweep', '/approvals', '/record']) {
      await page.goto(departure + path);
      const forms = await page.locator('main form:not([action$="/reason"]):not([action$="/remarks"])').count();
      assert.equal(forms, 0, `${path || 'the overview'} has nothing left to change`);
      await assertAccessible(page);
    }
    await whole(page, 'record');
    assert.ok(await page.locator('main table tbody tr').count() > 20, 'the record tells the story');
    await page.goto(`/people?q=${PEOPLE.leaver.empNo}`);
    assert.equal(await page.locator('.people-list tbody tr').count(), 1, 'who left is found');
  });

  step('the doors are shut: the leaver reads, the receivers have nothing left to do', async () => {
    await at.leaver.goto('/my/handover');
    assert.equal(new URL(at.leaver.url()).pathname, '/login', 'the leaver was signed out when the access ended');
    await signIn(at.leaver, LEAVER);
    assert.equal(new URL(at.leaver.url()).pathname, '/my/handover', 'only the own portal is left');
    assert.equal(await at.leaver.locator('main form').count(), 0, 'and it can only be read');
    await whole(at.leaver, 'my-handover-closed');
    const answer = await at.learner.goto('/my/receiving');
    assert.equal(answer.status(), 200);
    assert.equal(await at.learner.locator('main form').count(), 0);
    await whole(at.learner, 'my-receiving-closed');
    for (const end of open) await end();
  });

  /** Proven stages and the share by weight, as HR reads them on the handover page. */
  async function progress() {
    await at.hr.goto(`${departure}/handover`);
    const proven = await at.hr.locator('table.items .stages i.proven').count();
    const share = Number.parseInt(await at.hr.locator('.gauge .gauge-value').first().innerText(), 10);
    return { proven, share };
  }

  /** The page is accessible, fits, and a picture of it is kept. */
  async function whole(page, name) {
    await assertAccessible(page);
    await assertFits(page);
    await picture(page, `departure-${kind}-${code}-${name}`);
  }
}

// A picture of one pixel, as small as a proof can be.
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Waits for the page to say that it was done. */
async function done(page) {
  await page.locator('main > .done').waitFor();
}

async function createAccount(page, { login, name, empNo = '', roles, password }) {
  await page.goto('/accounts');
  const form = page.locator('form[action="/accounts"]');
  await form.locator('#login').fill(login);
  await form.locator('#display_name').fill(name);
  await form.locator('#emp_no').fill(empNo);
  for (const role of roles) await form.locator(`input[name="roles"][value="${role}"]`).check();
  await form.locator('#password').fill(password);
  await form.locator('button.primary').click();
  await done(page);
}

async function importFile(page, { path, accepted, refused }) {
  await page.goto('/imports');
  await page.setInputFiles('#file', path);
  await page.click('form[action="/imports"] button');
  await page.waitForURL('**/imports/*');
  await page.locator('.figures').waitFor({ timeout: 60_000 });
  const figures = (await page.locator('.figures dd').allInnerTexts()).map(Number);
  assert.equal(figures[0], accepted, 'accepted rows');
  assert.ok(figures.includes(refused), `refused rows among ${figures}`);
  await page.click('button[name="leave_out"]');
  await page.locator('p.alert.good').waitFor({ timeout: 60_000 });
}

async function openItem(page, portal, title) {
  await page.goto(portal);
  await page.locator(`a:has-text("${title}")`).first().click();
  await page.locator('#teach').waitFor();
}

/** Says the next stage, which must be this one. */
async function sayStage(page, stage, evidence) {
  assert.equal(await page.inputValue('form[action$="/stages"] input[name="stage"]'), stage);
  if (evidence) await page.fill('#evidence', evidence);
  await page.click('form[action$="/stages"] button.primary');
  await done(page);
}

async function finishTasks(page) {
  for (;;) {
    const proof = page.locator('table.dep-tasks a.button');
    const plain = page.locator('table.dep-tasks form[action$="/finish"] button');
    if (await proof.count()) {
      await proof.first().click();
      await page.setInputFiles('#file', { name: '凭证.png', mimeType: 'image/png', buffer: PIXEL });
      await page.click('form[action$="/finish"] button.primary');
    } else if (await plain.count()) {
      await plain.first().click();
    } else return;
    await done(page);
  }
}

async function settlePointers(page) {
  for (;;) {
    const next = page.locator('table.dep-sweep form').first();
    if (!await next.count()) return;
    await next.locator('input[name="receiver"]').fill(PEOPLE.asker.empNo);
    await next.locator('button[value="give"]').click();
    await done(page);
  }
}
