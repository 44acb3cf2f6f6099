// Starts a real server on a free port with a fresh data folder, and browsers to visit it.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import initSqlJs from 'sql.js';

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export const SHOTS = path.join(import.meta.dirname, 'screenshots');
export const PATTERNS = 18;

/**
 * A server of its own; `stop` ends it and removes its data, unless it is told to
 * keep them for the next server, which is started on that folder.
 */
export async function startServer(environment = {}, folder = null) {
  const data = folder ?? await mkdtemp(path.join(tmpdir(), 'andon-'));
  const binary = process.env.ANDON_BIN;
  if (!binary) throw new Error('ANDON_BIN must name the program (make browser does this)');
  const server = spawn(binary, ['serve'], {
    env: { ...process.env, ANDON_DATA: data, ANDON_LISTEN: '127.0.0.1:0', RUST_LOG: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (text) => { log += text; });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`the server did not start:\n${said}${log}`)), 60_000);
    server.stdout.on('data', (text) => {
      said += text;
      const found = said.match(/Andon is ready: (http:\S+)/);
      if (found) { clearTimeout(late); resolve(found[1]); }
    });
    server.once('exit', (code) => { clearTimeout(late); reject(new Error(`the server ended with ${code}:\n${log}`)); });
  });
  return {
    url,
    data,
    log: () => log,
    async stop({ keep = false } = {}) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      const code = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 60_000, 'late'))]);
      if (code === 'late') server.kill('SIGKILL');
      if (!keep) await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** Makes every closed round in a stopped server's data older by so many days. */
export async function age(data, days) {
  const file = path.join(data, 'andon.sqlite');
  const { Database } = await initSqlJs();
  const database = new Database(await readFile(file));
  database.run(
    'UPDATE rounds SET opened_at = opened_at - $1, closes_at = closes_at - $1, closed_at = closed_at - $1 WHERE closed_at IS NOT NULL',
    [days * 86_400],
  );
  await writeFile(file, database.export());
  database.close();
}

/** A browser whose every page must be free of errors. */
export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
  });
  const faults = [];
  return {
    /** A person with a device of their own: nothing is shared with the others. */
    async person(options = {}) {
      const { width = 1280, height = 800, ...rest } = options;
      const context = await browser.newContext({ viewport: { width, height }, ...rest });
      // Generous: the machine may have something else to do.
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      // Pages that answer 4xx on purpose say so by setting `expecting` first.
      page.expecting = [];
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        const text = message.text();
        if (page.expecting.some((status) => text.includes(`status of ${status}`))) return;
        faults.push(`${page.url()}: ${text}`);
      });
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error}`));
      return page;
    },
    /** Everything that went wrong in any page: console errors, exceptions, CSP violations. */
    faults,
    close: () => browser.close(),
  };
}

/** What axe finds on a page, contrast included. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim() ?? ''})`).join('; ')}`);
}

/** Whether anything sticks out sideways. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className?.baseVal ?? element.className}`);
  });
}

export async function shot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

/** Sets up an organisation with a team; the page then holds both access links. */
export async function setUp(page, url, { organisation = 'Acme', team = 'Payments', minimum = '5' } = {}) {
  await page.goto(`${url}/setup`);
  await page.getByLabel('Organisation').fill(organisation);
  await page.getByLabel('First team').fill(team);
  await page.getByLabel('Minimum group').fill(minimum);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('heading', { name: `${team} is set up` }).waitFor();
  const links = await page.locator('.codebox').allTextContents();
  await page.getByRole('link', { name: `Go to ${team}` }).click();
  return { admin: links[0].trim(), facilitator: links[1].trim() };
}

/** Opens a round; gives its page and the ways to join it. */
export async function openRound(page, { roster = 9 } = {}) {
  await page.getByLabel('How many people are invited?').fill(String(roster));
  await page.getByRole('button', { name: 'Open now' }).click();
  await page.getByRole('heading', { name: 'The round is open' }).waitFor();
  return {
    url: page.url(),
    join: (await page.locator('.invite .codebox').textContent()).trim(),
    code: (await page.locator('.spoken').textContent()).trim(),
  };
}

/** Answers of one person: a list of 18 values, `''` for blank. */
export const answersOf = (person) =>
  Array.from({ length: PATTERNS }, (_, item) => String((item * 7 + person * (item % 3 === 0 ? 4 : 1)) % 5));

/** Goes through the survey with the mouse. Ends on the review. */
export async function answer(page, answers) {
  for (let part = 0; part < 6; part += 1) {
    const section = page.locator('section.step:visible');
    const cards = section.locator('fieldset.statement');
    for (let card = 0; card < 3; card += 1) {
      const value = answers[part * 3 + card];
      if (value !== '') await cards.nth(card).locator(`label:has(input[value="${value}"])`).click();
    }
    await section.getByRole('button', { name: part === 5 ? 'Review' : 'Next' }).click();
    await page.locator(part === 5 ? '[data-step=review]:visible' : `section.step:visible >> text=Part ${part + 2} of 6`).first().waitFor();
  }
}

export async function join(page, address) {
  await page.goto(address);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.locator('form.survey').waitFor();
}

export async function submit(page) {
  await page.getByRole('button', { name: /^(Submit|Replace) my answers$/ }).click();
  await page.getByRole('heading', { name: 'Your answers are stored' }).waitFor();
}

/** Waits until the islands are alive, where there is JavaScript. */
export async function alive(page) {
  await page.waitForFunction(() => document.querySelector('form.survey')?.hasAttribute('data-alive'));
}
