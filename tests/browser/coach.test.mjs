// What coaches and administrators see, on the made-up company.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, overflow, shot, startBrowser, startServer } from './harness.mjs';

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, 'the server stops cleanly');
});

for (const javaScriptEnabled of [true, false]) {
  test(`a coach finds who needs help with what, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const coach = await browser.person({ javaScriptEnabled });
    await coach.goto(server.url);
    await coach.getByRole('button', { name: 'Open the demo' }).click();
    await coach.getByRole('heading', { name: /teams, each in its own words/ }).waitFor();
    await coach.getByRole('complementary', { name: 'Demo' }).filter({ hasText: 'made up by a program' }).waitFor();
    const names = await coach.locator('.board tbody th a').allTextContents();
    assert.ok(names.length > 20);
    assert.deepEqual(names, names.toSorted((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en')), 'by name');
    assert.ok(await coach.locator('.meetings > li').count() >= 1);
    await coach.getByText(`The eighteen anti-patterns of ${names[0]}`).click();
    assert.equal(await coach.locator('.fold details[open] .items > li').count(), 18);
    await coach.getByRole('link', { name: `Your notes on ${names[0]}` }).click();
    await coach.getByRole('textbox', { name: 'Notes' }).fill('Ask about Fridays.');
    await coach.getByRole('button', { name: 'Keep the notes' }).click();
    await coach.reload();
    assert.equal(await coach.getByRole('textbox', { name: 'Notes' }).inputValue(), 'Ask about Fridays.');
    await coach.goto(`${server.url}/coach`);
    const group = await coach.locator('#group option').nth(1).textContent();
    await coach.getByLabel('Group', { exact: true }).selectOption({ label: group });
    await coach.getByRole('button', { name: 'Show' }).click();
    await coach.waitForURL(/group=/);
    assert.ok(await coach.locator('.board tbody th a').count() < names.length);
    await coach.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('axe finds nothing on the pages of coaches and administrators', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1280]) {
      const page = await browser.person({ colorScheme, width });
      const check = async (name) => {
        assert.deepEqual(await axe(page), [], `${name}, ${colorScheme}, ${width} px`);
        assert.deepEqual(await overflow(page), [], `${name}, ${width} px`);
        await shot(page, `${name}-${colorScheme}-${width}`);
      };
      await page.goto(server.url);
      await page.getByRole('button', { name: 'Open the demo' }).click();
      await page.getByRole('heading', { name: /teams, each in its own words/ }).waitFor();
      await page.locator('.fold summary').first().click();
      await check('coach-board');
      await page.getByRole('link', { name: /^Your notes on/ }).first().click();
      await check('coach-notes');
      await page.goto(`${server.url}/admin`);
      for (const summary of ['Invite a coach', /^Minimum group/]) await page.getByText(summary).click();
      await check('admin-demo');
      await page.getByLabel('Who it is for').fill('Ada');
      await page.getByRole('button', { name: 'Make the link' }).click();
      await page.getByRole('heading', { name: 'A link for Ada' }).waitFor();
      await page.goto(`${server.url}/admin`);
      await page.getByRole('link', { name: 'What was done, and by whom' }).click();
      await page.getByText('made a link: Coach: Ada').first().waitFor();
      await check('log');
      await page.context().close();
    }
  }
  assert.deepEqual(browser.faults.splice(0), []);
});
