// Chromium, one for each test file, and pages that are watched for everything that must never happen.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './server.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const OUT = join(ROOT, 'e2e/out');

/** The two languages, as a browser asks for them. */
export const LANGUAGES = [
  { code: 'zh-CN', locale: 'zh-CN' },
  { code: 'en', locale: 'en-US' },
];

/** Starts the system's Chromium. */
export function launch() {
  const executablePath = process.env.LEAVEWELL_CHROMIUM ?? PLACES.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Chromium: install it, or name it in LEAVEWELL_CHROMIUM');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/**
 * A fresh person at a fresh browser: `{ page, context, end }`. `end` fails when a page logged an error, broke the
 * content security policy, asked another host for something, or got an asset refused.
 */
export async function visit(browser, { address, locale = 'zh-CN', theme = 'light', phone = false, script = true }) {
  const context = await browser.newContext({
    baseURL: address,
    locale,
    timezoneId: 'Asia/Shanghai',
    colorScheme: theme,
    javaScriptEnabled: script,
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 1000 },
    isMobile: phone,
    hasTouch: phone,
  });
  context.setDefaultTimeout(15_000);
  const problems = [];
  context.on('page', (page) => watch(page, address, problems));
  const page = await context.newPage();
  const end = async () => {
    await context.close();
    assert.deepEqual(problems, [], 'nothing went wrong behind the page');
  };
  return { page, context, end };
}

function watch(page, address, problems) {
  const note = (what) => problems.push(`${page.url().replace(address, '')}: ${what}`);
  page.on('pageerror', (error) => note(`script error: ${error.message}`));
  page.on('console', (message) => {
    // Refused answers are judged below, with the request that they answer.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) note(message.text());
  });
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    const isMistake = isPage ? response.status() >= 500 : response.status() >= 400;
    if (isMistake) note(`${response.status()} for ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob|about):/.test(request.url())) {
      note(`asked elsewhere for ${request.url()}`);
    }
  });
}

/** Signs in on the login page, in whatever language it is. */
export async function signIn(page, { login, password }) {
  await page.goto('/login');
  await page.locator('form:has(#password) [name="login"]').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('form:has(#password) button').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

/** Keeps a picture of the page in e2e/out. */
export async function picture(page, name) {
  mkdirSync(OUT, { recursive: true });
  await page.screenshot({ path: join(OUT, `${name}.png`), fullPage: true });
}
