// One full loop: report, experiment, steps, next round, verdict, learned.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, overflow, setUp, shot } from './harness.mjs';
import { browser, server, stage } from './stage.mjs';

stage();

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
    page.expecting = [422];
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByText('Write something here, a sentence is enough.').first().waitFor();
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

test('a cord pulled by a third team reaches leadership, and the answer comes back', async () => {
  const admin = await browser.person();
  await setUp(admin, server.url, { organisation: 'Cord Works', team: 'One' });
  /** Presses a button on the administrator's page and gives the link that it makes. */
  const link = async (fill, button) => {
    await admin.goto(`${server.url}/admin`);
    await fill();
    await admin.getByRole('button', { name: button }).click();
    return (await admin.getByText(/\/k\//).first().textContent()).trim();
  };
  const leads = [];
  for (const name of ['Two', 'Three', 'Four', 'Five', 'Six']) {
    const address = await link(() => admin.getByLabel('Add a team').fill(name), 'Add the team');
    const lead = await browser.person({ javaScriptEnabled: false, width: 360 });
    await lead.goto(address);
    leads.push(lead);
  }
  const pull = async (lead) => {
    await lead.getByText('Pull a cord').click();
    await lead.getByLabel(/the team cannot change it alone/).selectOption('risk-by-freeze');
    await lead.getByRole('button', { name: 'Pull the cord' }).click();
    await lead.getByText('Leadership has not answered yet.').waitFor();
  };
  const director = await browser.person();
  await director.goto(await link(async () => {
    await admin.getByText('Invite a coach or a leader').click();
    await admin.getByLabel('Who it is for').fill('Director');
    await admin.getByLabel('What it opens').selectOption('leader');
  }, 'Make the link'));
  const cords = async () => {
    await director.goto(`${server.url}/leadership`);
    await director.getByRole('link', { name: 'What teams ask of you' }).click();
    await director.getByRole('heading', { level: 1 }).waitFor();
    return director.getByText('Safety by standing still').count();
  };
  await pull(leads[0]);
  await pull(leads[1]);
  assert.equal(await cords(), 0, 'two are too few to be heard of');
  await pull(leads[2]);
  assert.notEqual(await cords(), 0, 'three are heard');
  assert.deepEqual(await axe(director), []);
  await director.getByRole('link', { name: /^Answer it/ }).click();
  await director.getByLabel('We will try something').check();
  await director.getByLabel('By which day?').fill(inDays(60));
  await director.getByLabel('Your words to the teams').fill('Small changes may pass the freeze.');
  await director.getByRole('button', { name: 'Give this answer' }).click();
  await director.getByText('Small changes may pass the freeze.').first().waitFor();
  for (const lead of leads.slice(0, 3)) {
    await lead.reload();
    await lead.getByText('Small changes may pass the freeze.').waitFor();
    assert.deepEqual(await overflow(lead), []);
  }
  for (const page of [admin, director, ...leads]) await page.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('a fourth experiment is told why it waits', async () => {
  const page = await facilitator();
  page.expecting = [422];
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
  assert.deepEqual(browser.faults.splice(0), []);
});

for (const colorScheme of ['light', 'dark']) {
  test(`boards of experiments, ${colorScheme}`, async () => {
    for (const width of [360, 768, 1280]) {
      const page = await facilitator({ colorScheme, width });
      const board = `${new URL(page.url()).pathname}/experiments`;
      await page.goto(server.url + board);
      const card = await page.locator('.kata-title a').first().getAttribute('href');
      const team = board.replace('/experiments', '');
      const pages = [
        ['board', board],
        ['experiment', card],
        ['adopt', `${board}/new`],
        ['signals', `${team}/signals`],
        ['reminders', `${team}/reminders`],
        ['leadership-board', '/leadership/experiments'],
        ['cords', '/leadership/cords'],
        ['leadership-works', '/leadership/works'],
        ['coach-works', '/coach/works'],
      ];
      for (const [name, path] of pages) {
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
