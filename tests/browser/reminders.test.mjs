// A team's reminders, with a receiver that fails once.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { axe, overflow, setUp, shot, startBrowser, startServer } from './harness.mjs';

let server;
let browser;
let receiver;
const got = [];

before(async () => {
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    got.push(JSON.parse(body));
    response.statusCode = got.length === 1 ? 500 : 200;
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  server = await startServer({ ANDON_WEBHOOK_ALLOW: '127.0.0.1' });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, 'the server stops cleanly');
  receiver?.close();
});

/** Looks at the page in both colours and at three widths. */
async function looks(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1280]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await axe(page), [], `${name}, ${colorScheme}, ${width} px`);
      assert.deepEqual(await overflow(page), [], `${name}, ${width} px`);
      await shot(page, `${name}-${colorScheme}-${width}`);
    }
  }
}

/** Loads the page until it says so. */
async function says(page, words) {
  for (let left = 100; !(await page.getByText(words).count()); left -= 1) {
    assert.ok(left, words);
    await page.waitForTimeout(100);
    await page.goto(page.url().split('#')[0]);
  }
}

for (const javaScriptEnabled of [true, false]) {
  test(`a team sets up its calendar and its chat, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    got.length = 0;
    const lead = await browser.person({ javaScriptEnabled });
    lead.expecting = [422];
    await setUp(lead, server.url);
    await lead.getByRole('link', { name: 'Calendar and chat' }).click();
    await lead.getByText('No calendar yet').waitFor();
    if (javaScriptEnabled) await looks(lead, 'reminders-empty');

    await lead.getByRole('button', { name: 'Make the calendar’s address' }).click();
    const address = (await lead.locator('.codebox').textContent()).trim();
    const file = await lead.request.get(address);
    assert.match(file.headers()['content-type'], /^text\/calendar/);
    assert.match(await file.text(), /SUMMARY:Andon’s calendar for Payments\r\n/);
    if (javaScriptEnabled) await looks(lead, 'reminders-calendar');

    const url = lead.getByLabel('Address of the channel');
    await url.fill('https://me:word@chat.example.org/');
    await lead.getByRole('button', { name: 'Add the channel' }).click();
    await lead.getByRole('alert').getByText('Leave out the name').waitFor();
    assert.equal(await url.inputValue(), 'https://me:word@chat.example.org/');
    if (javaScriptEnabled) await looks(lead, 'reminders-wrong');
    await url.fill(`http://127.0.0.1:${receiver.address().port}/hooks/T1/B2`);
    await lead.getByRole('button', { name: 'Add the channel' }).click();
    await lead.getByText('Shown once').waitFor();
    await lead.getByText('No message yet').waitFor();
    assert.ok(!(await lead.content()).includes('/hooks/T1'));

    await lead.getByRole('button', { name: 'Send a test message' }).click();
    await says(lead, 'it answered 500');
    await lead.getByRole('button', { name: 'Send a test message' }).click();
    await says(lead, 'it answered 200');
    assert.deepEqual(got.map(({ event, team }) => [event, team]), [['test', 'Payments'], ['test', 'Payments']]);
    assert.equal(got[0].id, got[1].id);
    if (javaScriptEnabled) await looks(lead, 'reminders-log');

    await lead.getByRole('button', { name: 'Revoke it' }).click();
    await lead.getByText('No calendar yet').waitFor();
    lead.expecting.push(404);
    assert.equal((await lead.request.get(address)).status(), 404);
    await lead.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}
