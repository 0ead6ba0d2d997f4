// The journeys' own watch: a page that breaks a rule must not pass unseen.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, assertFits } from '../lib/axe.mjs';
import { launch, visit } from '../lib/browser.mjs';

const PAGES = {
  '/fine': '<h1>Fine</h1><p>Nothing to say against it.</p>',
  '/inline-style': '<h1>Styled</h1><p style="color: red">Against the policy.</p>',
  '/inline-script': '<h1>Scripted</h1><script>document.title = "changed";</script>',
  '/missing-asset': '<h1>Missing</h1><img src="/gone.png" alt="Gone">',
  '/elsewhere': '<h1>Elsewhere</h1><img src="http://127.0.0.2:9/a.png" alt="Elsewhere">',
  '/no-label': '<h1>Unlabelled</h1><input name="who">',
  '/wide': '<h1>Wide</h1><svg width="2000" height="10" aria-hidden="true"></svg>',
};

function answer(request, response) {
  const body = PAGES[request.url];
  response.writeHead(body ? 200 : request.url === '/favicon.ico' ? 204 : 404, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'",
  });
  response.end(body && `<!doctype html><html lang="en"><title>Page</title><main>${body}</main>`);
}

describe('the watch over pages', () => {
  let browser, server, address;
  before(async () => {
    browser = await launch();
    server = createServer(answer);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${server.address().port}`;
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  async function see(path, check = async () => {}) {
    const { page, end } = await visit(browser, { address });
    await page.goto(path, { waitUntil: 'networkidle' });
    try {
      await check(page);
    } finally {
      await end();
    }
  }

  test('a page that keeps the rules passes', () => see('/fine', async (page) => {
    await assertAccessible(page);
    await assertFits(page);
  }));

  const unseen = { '/inline-style': /Content Security Policy/, '/inline-script': /Content Security Policy/, '/missing-asset': /404/, '/elsewhere': /elsewhere/ };
  for (const [path, told] of Object.entries(unseen)) {
    test(`${path} is caught`, () => assert.rejects(see(path), told));
  }

  test('a field without a label is caught', () => assert.rejects(see('/no-label', assertAccessible), /label/));
  test('a page that is too wide is caught', () => assert.rejects(see('/wide', assertFits), /too wide/));
});
