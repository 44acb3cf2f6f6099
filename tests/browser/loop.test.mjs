// One full loop: report, experiment, steps, next round, verdict, learned.

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

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The facilitator of a made-up team, on the team's page. */
async function facilitator(options) {
  const page = await browser.person(options);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the demo' }).click();
  await page.goto(server.url);
  await page.locator('a[href^="/teams/"]').first().click();
  await page.getByRole('heading', { name: 'Rounds', exact: true }).waitFor();
  return page;
}

/** Puts an experiment of one's own on the board and gives its page's address. */
async function write(page, title) {
  await page.getByRole('link', { name: 'Add an experiment' }).click();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Against which anti-pattern?').selectOption('big-batches');
  await page.getByLabel('Hypothesis').fill('If we split changes, then each waits less by spring, because reviews are short.');
  await page.getByLabel('Target: where do you want to be?').fill('No change waits longer than a day.');
  await page.getByLabel('First step', { exact: true }).fill('Split the next change in two.');
  await page.getByLabel('Measure: what do you count?').fill('Days from finished to live.');
  await page.getByLabel('Review day').fill(inDays(30));
  await page.getByLabel('Who sees to it?').fill('AB');
  await page.getByRole('button', { name: 'Put it on the board' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return page.url();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a team goes from a suggestion to what it learned, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const page = await facilitator({ javaScriptEnabled, width: 360 });
    await page.locator('.rounds a').first().click();
    const suggestion = page.getByRole('link', { name: /^Try this/ }).first();
    await suggestion.click();
    await page.getByRole('heading', { level: 1, name: 'A new experiment' }).waitFor();
    assert.match(await page.getByLabel('Now: where are you?').inputValue(), /Health of .* of 100/);
    assert.notEqual(await page.getByLabel('Hypothesis').inputValue(), '');
    // Without somebody who sees to it, it is a draft.
    await page.getByRole('button', { name: 'Put it on the board' }).click();
    await page.getByText('Still a draft').waitFor();
    await page.getByRole('link', { name: 'Complete the plan' }).click();
    await page.getByLabel('Who sees to it?').fill('Product owner');
    await page.getByRole('button', { name: 'Keep the plan' }).click();
    const card = page.url();

    // Started by keyboard; the question has to be answered.
    await page.getByRole('link', { name: 'Start it' }).focus();
    await page.keyboard.press('Enter');
    const question = page.getByLabel('What do you expect to see once the first step is done?');
    await question.waitFor();
    await page.getByLabel('By when is the first step done?').fill(inDays(40));
    await page.getByRole('button', { name: 'Start it' }).evaluate((button) => { button.form.noValidate = true; }).catch(() => {});
    await page.getByRole('button', { name: 'Start it' }).click();
    if (javaScriptEnabled) {
      await page.getByText(/Choose a day up to/).first().waitFor();
    }
    await page.getByLabel('What do you expect to see once the first step is done?').fill('People ask sooner.');
    await page.getByLabel('By when is the first step done?').fill(inDays(7));
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByRole('heading', { name: 'Step by step' }).waitFor();
    assert.equal(page.url(), card);

    for (const step of [1, 2, 3]) {
      await page.getByRole('link', { name: `How did it go? (step ${step})` }).click();
      await page.getByLabel('What happened?').fill(`Number ${step} went well.`);
      await page.getByLabel('What did you learn?').fill('Asking is quick.');
      await page.getByRole('button', { name: 'Keep it' }).click();
      await page.getByText(`Number ${step} went well.`).waitFor();
      if (step === 3) break;
      await page.getByLabel('What do you do?').fill(`Thing ${step + 1}`);
      await page.getByLabel('What do you expect?').fill('It works again.');
      await page.getByRole('button', { name: 'Add the step' }).click();
    }
    assert.equal(await page.locator('.kata-log > li').count(), 3);
    assert.deepEqual(await overflow(page), []);

    await page.getByRole('link', { name: 'Look at what came of it' }).click();
    await page.getByLabel('What has happened, compared with the target?').fill('More than we thought.');
    await page.getByRole('button', { name: 'Look at what came of it' }).click();
    await page.getByLabel('It helped', { exact: true }).check();
    await page.getByLabel('Why?').fill('We talk.');
    await page.getByRole('button', { name: 'Keep our judgement' }).click();
    await page.getByRole('link', { name: 'Keep it', exact: true }).click();
    await page.getByLabel('What makes sure that it stays, also on a bad day?').fill('It is on the checklist.');
    await page.getByRole('button', { name: 'Keep it', exact: true }).click();
    await page.getByText('It is on the checklist.').waitFor();
    await page.getByRole('link', { name: 'Back to the board' }).click();
    await page.getByRole('heading', { name: 'What we have learned' }).waitFor();
    await page.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('a fourth experiment is told why it waits', async () => {
  const page = await facilitator();
  await page.getByRole('link', { name: 'The board of experiments' }).click();
  const board = page.url();
  const running = page.locator('.kata-column').nth(1).locator('.kata-card');
  for (let number = await running.count(); number < 3; number += 1) {
    await page.goto(board);
    await write(page, `Small thing ${number}`);
    await page.getByRole('link', { name: 'Start it' }).click();
    await page.getByLabel(/What do you expect to see/).fill('Something.');
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByRole('heading', { name: 'Step by step' }).waitFor();
  }
  await page.goto(board);
  const card = await write(page, 'One too many');
  await page.getByRole('link', { name: 'Start it' }).click();
  await page.getByText('Three are running').waitFor();
  await page.getByLabel(/What do you expect to see/).fill('It is only small.');
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByText('3 experiments are running.').first().waitFor();
  assert.equal(await page.getByLabel(/What do you expect to see/).inputValue(), 'It is only small.');
  assert.deepEqual(await axe(page), []);
  // Back and reload change nothing.
  await page.goBack();
  await page.reload();
  await page.goto(card);
  await page.getByRole('link', { name: 'Start it' }).waitFor();
  await page.context().close();
  // The browser itself notes the 422.
  browser.faults.splice(0);
});

for (const colorScheme of ['light', 'dark']) {
  test(`boards of experiments, ${colorScheme}`, async () => {
    for (const width of [360, 768, 1280]) {
      const page = await facilitator({ colorScheme, width });
      const board = `${new URL(page.url()).pathname}/experiments`;
      await page.goto(server.url + board);
      const card = await page.locator('.kata-title a').first().getAttribute('href');
      for (const [name, path] of [['board', board], ['experiment', card], ['adopt', `${board}/new`]]) {
        await page.goto(server.url + path);
        assert.deepEqual(await axe(page), [], `${name} at ${width}`);
        assert.deepEqual(await overflow(page), [], `${name} at ${width}`);
        await shot(page, `${name}-${colorScheme}-${width}`);
      }
      await page.context().close();
    }
    assert.deepEqual(browser.faults.splice(0), []);
  });
}
