// The ground of the browser stories: the real binary with demo data on a free port, a fresh
// Chromium, and two things asserted on every visited page: nothing was fetched from another
// host, and axe finds no violation.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = fileURLToPath(new URL('../test-results/', import.meta.url));
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

function binary() {
  const given = process.env.YINFENG_BIN;
  if (given) return given;
  const found = ['release', 'debug'].map((kind) => join(root, 'target', kind, 'yinfeng')).find((path) => existsSync(path));
  assert.ok(found, 'no yinfeng binary: set YINFENG_BIN, or build it first');
  return found;
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The sample ledger that the binary writes, as bytes. */
export function sampleLedger() {
  const folder = mkdtempSync(join(tmpdir(), 'yinfeng-sample-'));
  try {
    const path = join(folder, 'ledger.xlsx');
    execFileSync(binary(), ['sample-ledger', path]);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The server takes every YINFENG_ variable for a setting of its own; those of the stories are not. */
function environment() {
  const { YINFENG_LOOKS: _looks, YINFENG_BIN: _bin, YINFENG_CHROMIUM: _chromium, ...env } = process.env;
  return env;
}

/** Starts the server with the demo district; `stop` ends it and removes its data. */
export const startDemo = () => start('demo');

/** Starts the server on an empty folder; `token` opens the set-up. */
export const startEmpty = () => start('serve');

async function start(command) {
  const data = mkdtempSync(join(tmpdir(), 'yinfeng-story-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary(), [command, '--data', data, '--listen', `127.0.0.1:${port}`, '--json'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  child.stderr.on('data', (chunk) => log.push(String(chunk)));
  let ended = false;
  child.once('exit', () => (ended = true));
  let told = {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    const token = /setup\?token=(\S+)/.exec(line)?.[1];
    if (token) told.token = token;
    try {
      told = { ...told, ...JSON.parse(line) };
    } catch {
      log.push(line);
    }
  });
  const stop = async () => {
    if (!ended) {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    rmSync(data, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok).catch(() => false);
    if (ready && (told.accounts || told.token)) break;
    if (ended || tries > 600) {
      await stop();
      assert.fail(`the server did not start:\n${log.join('').slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, accounts: told.accounts ?? [], token: told.token, stop, log: () => log.join('') };
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.YINFENG_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });

/** The demo account that holds a role. */
export function accountOf(demo, role) {
  const found = demo.accounts.find((one) => one.role === role || one.roles?.includes(role));
  assert.ok(found, `the demo has no account with the role ${role}`);
  return found;
}

/**
 * Chooses from one of the form's selects, by what a reader sees: `typed` narrows the list first.
 * The list is placed a moment after it is drawn, and on a busy machine a click can fall between;
 * so what counts is that the field then shows the choice.
 */
export async function choose(page, field, option, typed) {
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
  const shown = field.locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]');
  for (let tries = 0; tries < 5; tries += 1) {
    if (typed) await field.fill(typed);
    else if (!(await list.isVisible())) await field.click();
    await list.locator('.ant-select-item-option').filter({ hasText: option }).first().click({ timeout: 4000 }).catch(() => undefined);
    const taken = await shown.getByText(option).first().waitFor({ timeout: 1500 }).then(() => true, () => false);
    if (taken) return;
  }
  assert.fail(`the choice ${option} was not taken`);
}

/**
 * Presses a button of a dialog that has just been opened. It grows from where the mouse was, and between pressing and
 * letting go the button can move away from under it, which is no click; so what counts is that it was clicked.
 */
export async function press(button) {
  for (let tries = 0; tries < 5; tries += 1) {
    const one = await button.elementHandle();
    await one.evaluate((element) => element.addEventListener('click', () => (element.dataset.clicked = 'yes')));
    await one.click({ timeout: 5_000 }).catch(() => undefined);
    // The page may have gone with it.
    if (await one.evaluate((element) => element.dataset.clicked === 'yes').catch(() => true)) return;
  }
  assert.fail(`${button} was not clicked`);
}

/** axe finds nothing. */
export async function accessible(page, name) {
  // A calendar that has just been answered fades out; one that stays open is told by axe.
  await page.locator('.ant-picker-dropdown:visible').first().waitFor({ state: 'hidden', timeout: 5_000 }).catch(() => {});
  // What still moves or fades in is not what a reader will read; what turns for ever is not waited for.
  await page
    .waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity), null, { timeout: 5_000 })
    .catch(() => {});
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const said = violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.map((node) => node.target.join(' ')).slice(0, 5).join(' | ')}`);
  assert.deepEqual(said, [], `axe on ${name}`);
}

/** A browser window of its own, logged in through the login page as somebody. */
export async function open(browser, demo, role, { width = 1440, height = 900, lang = 'zh-CN', mode = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: lang, bypassCSP: true });
  await context.addInitScript(
    ([language, colours]) => {
      // Frames of the browser's PDF viewer have no storage.
      globalThis.localStorage?.setItem('yinfeng.lang', JSON.stringify(language));
      globalThis.localStorage?.setItem('yinfeng.mode', JSON.stringify(colours));
    },
    [lang, mode],
  );
  const page = await context.newPage();
  const strangers = [];
  const failures = [];
  page.on('request', (request) => {
    const target = request.url();
    // chrome: and chrome-extension: are the browser's own PDF viewer.
    if (!target.startsWith(demo.url) && !/^(data|blob|chrome|chrome-extension):/.test(target)) strangers.push(target);
  });
  page.on('pageerror', (error) => failures.push(error.message));
  const account = accountOf(demo, role);
  await page.goto(`${demo.url}/login?next=/`);
  await page.locator('input[name=login]').fill(account.login);
  await page.locator('input[name=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
  await page.waitForSelector('#main h1');

  return {
    page,
    context,
    /** Goes to an address of the workbench and waits until it has drawn itself. */
    async go(path) {
      await page.goto(demo.url + path);
      await this.settled();
    },
    async settled() {
      await page.waitForSelector('#main h1');
      // The browser's own PDF viewer keeps a connection open for ever; a page with a proof in it is never idle.
      await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => undefined);
      await page.waitForFunction(() => !document.querySelector('#main .ant-skeleton, [aria-busy="true"]'));
      // Drawers and dialogs fade in; half-faded text has no contrast to measure.
      await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity));
    },
    /** axe finds nothing, nothing came from elsewhere, nothing was thrown, nothing is wider than the screen. */
    async sound(name) {
      await accessible(page, name);
      assert.deepEqual(strangers, [], `requests that left the host on ${name}`);
      assert.deepEqual(failures, [], `exceptions on ${name}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 0, `${name} is ${over} px wider than the screen`);
    },
    async shot(name) {
      mkdirSync(results, { recursive: true });
      await page.screenshot({ path: join(results, `${name}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
}
