// From round to round: what has changed, and the history.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  age, answer, axe, join, openRound, overflow, setUp, shot, startBrowser, startServer, submit,
} from './harness.mjs';

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

/** A round that people answer without JavaScript, which is quicker to press through. */
async function take(lead, people) {
  const round = await openRound(lead);
  for (const value of people) {
    const person = await browser.person({ javaScriptEnabled: false });
    await join(person, round.join);
    await answer(person, Array.from({ length: 18 }, () => value));
    await submit(person);
    await person.context().close();
  }
  await lead.goto(`${round.url}/close`);
  await lead.getByRole('button', { name: 'Close and open the report' }).click();
  await lead.getByRole('heading', { name: 'Talk about these first' }).waitFor();
  return new URL(round.url).pathname;
}

/** Time passes while nobody looks: the server is stopped, and its rounds are older. */
async function wait(lead, facilitator, days) {
  assert.equal(await server.stop({ keep: true }), 0);
  await age(server.data, days);
  server = await startServer({}, server.data);
  await lead.goto(`${server.url}${new URL(facilitator).pathname}`);
}

test('later reports say what has changed, and draw the rounds', async () => {
  const lead = await browser.person();
  const links = await setUp(lead, server.url, { organisation: 'Acme', team: 'Payments' });
  const first = await take(lead, ['4', '4', '3', '4', '4', '3']);
  assert.equal(await lead.getByRole('heading', { name: 'Round by round' }).count(), 0);
  await wait(lead, links.facilitator, 61);
  const second = await take(lead, ['0', '0', '1', '0', '0']);
  await lead.getByRole('heading', { name: 'Clearly better than last time' }).waitFor();
  await wait(lead, links.facilitator, 40);
  const third = await take(lead, ['0', '1', '1', '0', '2']);
  await lead.getByRole('heading', { name: 'These answers cannot tell whether anything has changed' }).waitFor();
  await lead.getByRole('heading', { name: 'Round by round' }).waitFor();
  assert.equal(await lead.locator('svg.chart:visible').count(), 3, 'radar, dot plot and history');
  await lead.context().close();

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1280]) {
      const page = await browser.person({ colorScheme, width });
      await page.goto(`${server.url}${new URL(links.facilitator).pathname}`);
      for (const [name, path] of [['first', first], ['second', second], ['third', third]]) {
        assert.equal((await page.goto(`${server.url}${path}`)).status(), 200);
        assert.deepEqual(await axe(page), [], `${name}, ${colorScheme}, ${width} px`);
        assert.deepEqual(await overflow(page), [], `${name}, ${width} px`);
        if (name !== 'first') await shot(page, `change-${name}-${colorScheme}-${width}`);
      }
      await page.context().close();
    }
  }
  assert.deepEqual(browser.faults.splice(0), []);
});
