// Bringing spreadsheets as they are: heads that nobody knows are named, refused rows are downloaded, mended and brought
// again without being asked anything twice, several files come at once, an import is taken back, and a server that is
// struck down while it stores leaves nothing.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { LANGUAGES, launch, picture, signIn, visit } from '../lib/browser.mjs';
import { databases } from '../lib/postgres.mjs';
import { startAgain, startServe } from '../lib/server.mjs';
import { correct } from '../lib/workbook.mjs';

const PASSWORD = 'slow-river-carries-nine-stones';
const HR = { login: 'limin', password: PASSWORD };

const UNKNOWN_HEADS = [
  '代号,谁,几时来的,哪里,怎么样',
  '00001,样一,2015-03-02,生产部,在职',
  '00002,拟二,2021-02-30,生产部/一车间,在职',
  '00003,虚三,2024-03-01,生产部/一车间,候任',
].join('\r\n');
const FIELDS = ['emp_no', 'name', 'hire_date', 'department', 'status'];
const LEAVE = ['审批编号,工号,姓名,请假类型,开始时间,结束时间,时长(天)', 'A1,00001,样一,年假,2026-10-12,2026-10-13,2'].join('\r\n');
const CUSTOMERS = ['客户名称,负责人工号,业务负责人,合同额', '虚构甲厂,00002,拟二,12万'].join('\r\n');

for (const [index, { code, locale }] of LANGUAGES.entries()) {
  const kinds = databases();
  const { kind, create } = kinds[index % kinds.length];
  describe(`spreadsheets on ${kind} in ${code}`, () => story({ kind, create, code, locale }));
}

function story({ kind, create, code, locale }) {
  let browser, database, server, folder, page, end;
  let isBroken = false;
  let stored, leave;

  before(async () => {
    browser = await launch();
    database = create();
    server = await startServe({ databaseUrl: database.url });
    folder = await mkdtemp(join(tmpdir(), 'leavewell-sheets-'));
  });
  after(async () => {
    await end?.();
    await browser?.close();
    await server?.stop();
    database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const step = (what, act) => test(what, async (t) => {
    if (isBroken) return t.skip('the story broke off before');
    isBroken = true;
    await act();
    isBroken = false;
  });

  async function file(name, content) {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  async function bring(...paths) {
    await page.goto('/imports');
    await page.setInputFiles('#file', paths);
    await page.click('form[action="/imports"] button');
    await page.waitForURL(/\/imports\/./);
  }

  /** The figures of a preview, in the order in which they stand. */
  async function figures() {
    await page.locator('.figures').waitFor({ timeout: 60_000 });
    return (await page.locator('.figures dd').allInnerTexts()).map(Number);
  }

  async function whole(name) {
    await assertAccessible(page);
    await assertFits(page);
    await picture(page, `import-${kind}-${code}-${name}`);
  }

  step('HR arrives', async () => {
    const admin = await visit(browser, { address: server.address, locale });
    await admin.page.goto('/setup');
    const fields = { token: server.setupToken, company: '样例科技（虚构）有限公司', display_name: '管理员', login: 'admin', password: PASSWORD };
    for (const [name, value] of Object.entries(fields)) await admin.page.fill(`#${name}`, value);
    await admin.page.click('form[action="/setup"] button');
    await admin.page.waitForURL('**/login');
    await signIn(admin.page, { login: 'admin', password: PASSWORD });
    await admin.page.goto('/accounts');
    await admin.page.fill('#login', HR.login);
    await admin.page.fill('#display_name', '李敏');
    await admin.page.fill('#password', HR.password);
    await admin.page.locator(`form[action="/accounts"] input[name="roles"][value="hr-specialist"]`).check();
    await admin.page.click(`form[action="/accounts"] button.primary`);
    await admin.page.locator('[role="status"]').first().waitFor();
    await admin.end();
    ({ page, end } = await visit(browser, { address: server.address, locale }));
    await signIn(page, HR);
  });

  step('unknown heads are named, with samples to go by', async () => {
    await page.goto('/imports');
    await page.selectOption('#kind', 'roster');
    await page.setInputFiles('#file', await file('名单.csv', UNKNOWN_HEADS));
    await page.click('form[action="/imports"] button');
    await page.locator('.mapping').waitFor({ timeout: 60_000 });
    assert.match(await page.innerText('.mapping'), /2015-03-02/);
    await whole('mapping');
    for (const [column, field] of FIELDS.entries()) await page.selectOption(`#column-${column}`, field);
    await page.click('.decide button.primary');
    const [accepted, refused] = await figures();
    assert.deepEqual([accepted, refused], [1, 2]);
    await whole('preview');
  });

  step('a word is given its meaning', async () => {
    await page.click('main a[href$="/mapping"]');
    await page.selectOption('select[name="word-0"]', 'probation');
    await page.click('.decide button.primary');
    assert.deepEqual((await figures()).slice(0, 2), [2, 1]);
  });

  step('the refused row is downloaded, mended and brought again', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href$="/refused.xlsx"]')]);
    const refused = await readFile(await download.path());
    await page.click('button[name="leave_out"]');
    await page.locator('p.alert.good').waitFor({ timeout: 60_000 });
    stored = new URL(page.url()).pathname;
    await bring(await file('改好.xlsx', correct(refused, '2021-02-30', '2021-02-28')));
    const [accepted, still] = await figures();
    assert.deepEqual([accepted, still], [1, 0], 'nothing has to be said twice');
    await page.click('.decide button.primary');
    await page.locator('p.alert.good').waitFor({ timeout: 60_000 });
    await page.goto('/people');
    const people = await page.innerText('main');
    for (const name of ['样一', '拟二', '虚三']) assert.ok(people.includes(name), name);
  });

  step('two files come at once, each with its own verdict', async () => {
    await bring(await file('请假.csv', LEAVE), await file('客户.csv', CUSTOMERS));
    await page.waitForFunction(() => document.querySelectorAll('progress').length === 0, null, { timeout: 60_000 });
    const links = await page.locator('main td a.button').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.equal(links.length, 2);
    await whole('brought');
    for (const link of links) {
      await page.goto(link);
      assert.deepEqual((await figures()).slice(0, 2), [1, 0]);
      await page.click('.decide button.primary');
      await page.locator('p.alert.good').waitFor({ timeout: 60_000 });
    }
    leave = links[0];
    for (const [ledger, shown] of [['leave', '样一'], ['channels', '虚构甲厂']]) {
      await page.goto(`/ledgers/${ledger}`);
      assert.match(await page.innerText('main'), new RegExp(shown));
      await whole(`ledger-${ledger}`);
    }
  });

  step('what others build on stays, and is taken back once nothing does', async () => {
    await page.goto(`${stored}/undo`);
    assert.equal(await page.locator('button.danger').count(), 0);
    assert.match(await page.innerText('.findings'), /样一 00001/);
    await whole('undo-refused');
    await page.goto(leave);
    await page.click('a[href$="/undo"]');
    await whole('undo');
    await page.click('button.danger');
    await page.waitForURL('**done=import-undone');
    await page.goto('/ledgers/leave');
    assert.equal((await page.innerText('main')).includes('样一'), false);
    await page.goto('/imports');
    await whole('list');
  });

  step('the words of the house are kept for the next file', async () => {
    await page.goto('/imports/words?kind=roster');
    await page.fill('[id="head.emp_no"]', '胸牌号、姓名');
    await page.click('.decide button.primary');
    await page.locator('[id="head.emp_no-error"]').waitFor();
    await whole('words');
    await page.fill('[id="head.emp_no"]', '胸牌号');
    await page.click('.decide button.primary');
    await page.waitForURL('**done=words-saved');
    await bring(await file('新.csv', '胸牌号,姓名,入职日期\r\n00009,例九,2026-01-05\r\n'));
    assert.deepEqual((await figures()).slice(0, 2), [1, 0]);
    await page.click(`form[action$="/cancel"] button`);
    await page.waitForURL('**done=import-cancelled');
  });

  step('a server that is struck down while it stores leaves nothing, and the file can be read again', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `9${String(n).padStart(5, '0')},样${n},2020-01-02,大部门`);
    await bring(await file('大.csv', ['工号,姓名,入职日期,部门', ...rows].join('\r\n')));
    assert.equal((await figures())[0], 20_000);
    const address = new URL(page.url()).pathname;
    await Promise.all([page.waitForURL(`**${address}`), page.click('.decide button.primary')]);
    await page.locator('#phase').waitFor();
    await server.strike();
    await end();
    server = await startAgain(server);
    ({ page, end } = await visit(browser, { address: server.address, locale }));
    await signIn(page, HR);
    await page.goto('/people?q=900001');
    assert.equal(await page.locator('.people-list tbody tr').count(), 0, 'nothing is half stored');
    await page.goto(address);
    await page.click('form[action$="/again"] button');
    assert.equal((await figures())[0], 20_000);
  });
}
