// The main flow: from an empty folder to a team's sealed report.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  alive, answer, answersOf, axe, join, openRound, overflow, setUp, shot, startBrowser, startServer, submit,
} from './harness.mjs';

let server;
let browser;
const secrets = [];

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  const code = await server?.stop();
  assert.equal(code, 0, 'the server stops cleanly');
  const log = server.log();
  assert.match(log, /route="\/teams\/\{team\}"/, 'requests are logged by the pattern of their route');
  assert.doesNotMatch(log, /route="(\/join|\/answer|\/pkg|\/favicon|unmatched)/, 'browsers of people who answer leave no line');
  for (const secret of secrets) assert.ok(!log.includes(secret), 'no secret is in the log');
});

const WAYS = [
  { name: 'with JavaScript', options: {} },
  { name: 'without JavaScript', options: { javaScriptEnabled: false } },
  { name: 'on a phone', options: { width: 360, height: 740, hasTouch: true, isMobile: true } },
  { name: 'on a phone without JavaScript', options: { width: 360, height: 740, javaScriptEnabled: false } },
];

for (const { name, options } of WAYS) {
  test(`eight people answer and the report opens, ${name}`, async () => {
    const scripted = options.javaScriptEnabled !== false;
    const lead = await browser.person(options);
    const links = await setUp(lead, server.url, { organisation: `Acme ${name}`, team: 'Payments' });
    const round = await openRound(lead);
    secrets.push(round.join.split('/').pop(), round.code.replaceAll(' ', '-'), ...Object.values(links).map((link) => link.split('/').pop()));

    for (let number = 0; number < 8; number += 1) {
      const person = await browser.person(options);
      await join(person, round.join);
      if (scripted) await alive(person);
      await answer(person, answersOf(number));
      await submit(person);
      if (number === 0) assert.deepEqual(await overflow(person), []);
      await person.context().close();
    }

    if (scripted) {
      await lead.getByRole('status').filter({ hasText: '8 of 9' }).waitFor();
    } else {
      await lead.reload();
      await lead.getByText('8 of 9 have answered').waitFor();
    }
    await lead.getByRole('link', { name: 'Close' }).click();
    await lead.getByRole('button', { name: 'Close and open the report' }).click();
    await lead.getByRole('heading', { name: 'Talk about these first' }).waitFor();

    assert.equal(await lead.locator('svg.chart:visible').count(), 2, 'a radar and a dot plot');
    assert.ok(await lead.locator('.experiments > li').count() <= 3);
    assert.ok(await lead.locator('.experiments > li').count() >= 1);
    assert.deepEqual(await overflow(lead), []);
    await shot(lead, `flow-report-${name.replaceAll(' ', '-')}`);

    for (const file of ['radar.svg', 'radar.png', 'radar.csv', 'dots.svg', 'dots.png', 'dots.csv', 'report.csv', 'report.json']) {
      const response = await lead.request.get(`${round.url}/${file}`);
      assert.equal(response.status(), 200, file);
      assert.match(response.headers()['content-disposition'], /attachment/);
    }
    await lead.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('the whole flow works with the keyboard alone', async () => {
  const lead = await browser.person();
  const type = async (text) => { await lead.keyboard.type(text); };
  const tabTo = async (page, matches) => {
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate(() => {
        const at = document.activeElement;
        return `${at.tagName} ${at.id} ${at.value ?? ''} ${at.textContent}`;
      });
      if (matches.test(text)) return;
    }
    assert.fail(`the keyboard never reached ${matches}`);
  };
  await lead.goto(`${server.url}/setup`);
  await tabTo(lead, /INPUT organisation/);
  await type('Keyboard Ltd');
  await tabTo(lead, /INPUT team/);
  await type('Typists');
  await tabTo(lead, /BUTTON .*Set up/);
  await lead.keyboard.press('Enter');
  await lead.getByRole('heading', { name: 'Typists is set up' }).waitFor();
  await tabTo(lead, /Go to Typists/);
  await lead.keyboard.press('Enter');
  await lead.waitForURL(/\/teams\//);
  await tabTo(lead, /INPUT roster/);
  await type('6');
  await tabTo(lead, /BUTTON .*open .*Open now/);
  await lead.keyboard.press('Enter');
  await lead.getByRole('heading', { name: 'The round is open' }).waitFor();
  const invitation = (await lead.locator('.invite .codebox').textContent()).trim();

  for (let number = 0; number < 5; number += 1) {
    const person = await browser.person();
    await person.goto(invitation);
    await tabTo(person, /BUTTON .*Start/);
    await person.keyboard.press('Enter');
    await person.locator('form.survey').waitFor();
    await alive(person);
    for (let part = 0; part < 6; part += 1) {
      const cards = person.locator('section.step:visible fieldset.statement');
      for (let card = 0; card < 3; card += 1) {
        // The Tab key enters a card at its first point; a digit chooses.
        await tabTo(person, /^INPUT/);
        await person.keyboard.press(card === 2 && number === 0 ? '?' : String(1 + ((number + card + part) % 5)));
        assert.equal(await cards.nth(card).locator('input:checked').count(), 1);
      }
      await tabTo(person, part === 5 ? /BUTTON .*Review/ : /BUTTON .*Next/);
      await person.keyboard.press('Enter');
      if (part < 5) await person.getByText(`Part ${part + 2} of 6`).waitFor();
    }
    await tabTo(person, /BUTTON .*Submit my answers/);
    await person.keyboard.press('Enter');
    await person.getByRole('heading', { name: 'Your answers are stored' }).waitFor();
    await person.context().close();
  }
  await tabTo(lead, /^A .*Close/);
  await lead.keyboard.press('Enter');
  await lead.waitForURL(/\/close$/);
  await tabTo(lead, /Close and open the report/);
  await lead.keyboard.press('Enter');
  await lead.getByRole('heading', { name: 'Talk about these first' }).waitFor();
  await lead.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('a draft survives reload and crash, and is gone after submitting', async () => {
  const lead = await browser.person();
  await setUp(lead, server.url, { organisation: 'Drafts', team: 'Writers' });
  const round = await openRound(lead);
  const person = await browser.person();
  await join(person, round.join);
  await alive(person);
  await person.locator('section.step:visible label:has(input[value="3"])').first().click();
  await person.getByText('1 of 18 answered').waitFor();
  await person.reload();
  await person.getByText('1 of 18 answered').waitFor();
  const survey = person.url();
  await person.close();
  const again = await person.context().newPage();
  await again.goto(survey);
  await again.getByText('1 of 18 answered').waitFor();
  const drafts = () => again.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('andon:')).length);
  assert.equal(await drafts(), 1);
  await answer(again, answersOf(1));
  await submit(again);
  await again.waitForFunction(() => Object.keys(localStorage).every((key) => !key.startsWith('andon:')));
  await person.context().close();
  await lead.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('whoever finds a draft of somebody else can begin with an empty form', async () => {
  const lead = await browser.person();
  await setUp(lead, server.url, { organisation: 'Tablets', team: 'Sharers' });
  const round = await openRound(lead);
  const person = await browser.person();
  await join(person, round.join);
  await alive(person);
  const survey = person.url();
  const afresh = person.getByRole('button', { name: 'Begin with an empty form' });
  assert.equal(await afresh.isVisible(), false, 'there is no draft yet');
  await person.locator('section.step:visible label:has(input[value="3"])').first().click();
  await person.getByText('1 of 18 answered').waitFor();
  await person.goto(survey);
  await alive(person);
  await person.getByText('1 of 18 answered').waitFor();
  await afresh.click();
  await person.getByText('0 of 18 answered').waitFor();
  assert.equal(await person.locator('input:checked').count(), 0);
  const drafts = () => person.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('andon:')).length);
  assert.equal(await drafts(), 0, 'the draft is gone from the browser');
  await person.goto(survey);
  await alive(person);
  await person.getByText('0 of 18 answered').waitFor();
  assert.equal(await afresh.isVisible(), false);
  await person.context().close();
  await lead.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('a second tab asks before it replaces what the first one has sent', async () => {
  const lead = await browser.person();
  await setUp(lead, server.url, { organisation: 'Tabs', team: 'Windows' });
  const round = await openRound(lead);
  const early = await browser.person();
  early.expecting = [409];
  await join(early, round.join);
  await alive(early);
  const other = await early.context().newPage();
  await other.goto(early.url());
  await alive(other);
  await answer(other, answersOf(1));
  await submit(other);
  // The first tab still believes that nothing is stored, and holds a single answer.
  await early.locator('section.step:visible label:has(input[value="4"])').first().click();
  for (let part = 0; part < 6; part += 1) {
    await early.locator('section.step:visible').getByRole('button', { name: part === 5 ? 'Review' : 'Next' }).click();
  }
  await early.getByRole('button', { name: 'Submit my answers' }).click();
  await early.getByRole('heading', { name: 'What is stored has changed since you opened this form' }).waitFor();
  await early.getByText('Stored are answers to 18 statements; this form has 1.').waitFor();
  assert.deepEqual(await axe(early), []);
  assert.deepEqual(await overflow(early), []);
  await early.getByRole('link', { name: 'Keep what is stored' }).click();
  await early.getByRole('heading', { name: 'Your answers are stored' }).waitFor();
  await early.getByRole('link', { name: 'Change my answers' }).click();
  await early.getByText('18 of 18 answered').waitFor();
  await early.context().close();
  await lead.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('back and forward move between the sections', async () => {
  const person = await browser.person();
  await person.goto(`${server.url}/try`);
  await alive(person);
  await person.locator('section.step:visible').getByRole('button', { name: 'Next' }).click();
  await person.getByText('Part 2 of 6').waitFor();
  await person.goBack();
  await person.getByText('Part 1 of 6').waitFor();
  await person.goForward();
  await person.getByText('Part 2 of 6').waitFor();
  await person.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

for (const javaScriptEnabled of [true, false]) {
  test(`answers can be changed and withdrawn from the same browser, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const lead = await browser.person({ javaScriptEnabled });
    await setUp(lead, server.url, { organisation: `Changes ${javaScriptEnabled}`, team: 'Minds' });
    const round = await openRound(lead);
    const person = await browser.person({ javaScriptEnabled });
    await join(person, round.join);
    await answer(person, answersOf(0));
    await submit(person);
    // Opening the link again leads back to the receipt, not to a second ballot.
    await person.goto(round.join);
    await person.getByRole('button', { name: 'Start' }).click();
    await person.getByRole('heading', { name: 'Your answers are stored' }).waitFor();
    await person.getByRole('link', { name: 'Change my answers' }).click();
    await person.getByText('18 of 18 answered').waitFor();
    assert.equal(await person.locator('input:checked').count(), 18);
    await answer(person, answersOf(2));
    await submit(person);
    await lead.reload();
    await lead.getByText('1 of 9 have answered').waitFor();
    await person.getByRole('button', { name: 'Withdraw my answers' }).click();
    await person.getByRole('heading', { name: 'None of your answers are stored' }).waitFor();
    await lead.reload();
    await lead.getByText('0 of 9 have answered').waitFor();
    await person.getByRole('link', { name: 'Answer again' }).click();
    await person.getByText('0 of 18 answered').waitFor();
    await answer(person, answersOf(3));
    await submit(person);
    // A draft that stayed behind goes as well.
    if (javaScriptEnabled) await person.evaluate(() => localStorage.setItem('andon:left-behind', '{}'));
    await person.getByRole('button', { name: 'Forget me on this device' }).click();
    await person.getByRole('heading', { name: 'This device has forgotten you' }).waitFor();
    if (javaScriptEnabled) await person.waitForFunction(() => Object.keys(localStorage).every((key) => !key.startsWith('andon:')));
    person.expecting = [403];
    assert.equal((await person.goto(round.join.replace(/\/join\/.*/, new URL(round.url).pathname.replace(/.*\/rounds\//, '/answer/')))).status(), 403);
    await person.context().close();
    await lead.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('a spoken code leads to the round', async () => {
  const lead = await browser.person();
  await setUp(lead, server.url, { organisation: 'Spoken', team: 'Listeners' });
  const round = await openRound(lead);
  const person = await browser.person();
  await person.goto(`${server.url}/join`);
  await person.getByLabel('Spoken code').fill(round.code.toUpperCase());
  await person.getByRole('button', { name: 'Go on' }).click();
  await person.getByRole('heading', { name: /in Listeners/ }).waitFor();
  person.expecting = [422];
  await person.goto(`${server.url}/join`);
  await person.getByLabel('Spoken code').fill('one two three');
  await person.getByRole('button', { name: 'Go on' }).click();
  await person.getByRole('alert').waitFor();
  assert.equal(await person.getByLabel('Spoken code').inputValue(), 'one two three');
  await person.context().close();
  await lead.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('a report can be read through a link until the link is revoked', async () => {
  const lead = await browser.person();
  await setUp(lead, server.url, { organisation: 'Shares', team: 'Givers' });
  const round = await openRound(lead);
  for (let number = 0; number < 5; number += 1) {
    const person = await browser.person();
    await join(person, round.join);
    await answer(person, answersOf(number));
    await submit(person);
    await person.context().close();
  }
  await lead.goto(`${round.url}/close`);
  await lead.getByRole('button', { name: 'Close and open the report' }).click();
  await lead.getByRole('button', { name: /link/i }).first().click();
  const address = (await lead.locator('.codebox').first().textContent()).trim();
  const reader = await browser.person();
  await reader.goto(address);
  await reader.getByText('A shared report').waitFor();
  assert.ok(!reader.url().includes('/k/'), 'the secret does not stay in the address bar');
  assert.equal(await reader.getByRole('button', { name: /revoke/i }).count(), 0);
  reader.expecting = [404];
  assert.equal((await reader.goto(`${server.url}${new URL(round.url).pathname.replace(/\/rounds.*/, '')}`)).status(), 404, 'not the team');
  await lead.goto(round.url);
  await lead.getByRole('button', { name: /revoke/i }).first().click();
  await lead.waitForLoadState();
  assert.equal((await reader.goto(round.url)).status(), 404);
  await reader.context().close();
  await lead.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('axe finds nothing on the pages of a round', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1280]) {
      const lead = await browser.person({ colorScheme, width });
      const check = async (page, name) => {
        assert.deepEqual(await axe(page), [], `${name}, ${colorScheme}, ${width} px`);
        assert.deepEqual(await overflow(page), [], `${name}, ${width} px`);
        await shot(page, `${name}-${colorScheme}-${width}`);
      };
      await lead.goto(`${server.url}/setup`);
      await check(lead, 'setup');
      await lead.getByLabel('Organisation').fill(`Axe ${colorScheme} ${width}`);
      lead.expecting = [422];
      await lead.getByRole('button', { name: 'Set up' }).click();
      await lead.goto(`${server.url}/setup`);
      await lead.getByLabel('Organisation').fill(`Axe ${colorScheme} ${width}`);
      await lead.getByLabel('First team').fill('Choppers');
      await lead.getByRole('button', { name: 'Set up' }).click();
      await check(lead, 'links');
      await lead.getByRole('link', { name: 'Go to Choppers' }).click();
      await check(lead, 'team');
      const round = await openRound(lead);
      await check(lead, 'round-open');
      for (let number = 0; number < 5; number += 1) {
        const person = await browser.person({ colorScheme, width });
        await person.goto(round.join);
        if (number === 0) await check(person, 'join');
        await person.getByRole('button', { name: 'Start' }).click();
        await person.locator('form.survey').waitFor();
        if (number === 0) await check(person, 'survey');
        await answer(person, answersOf(number));
        if (number === 0) await check(person, 'review');
        await submit(person);
        if (number === 0) {
          await check(person, 'receipt');
          await person.getByRole('link', { name: 'Change my answers' }).click();
          await person.locator('form.survey').waitFor();
          await check(person, 'survey-change');
        }
        await person.context().close();
      }
      await lead.goto(`${round.url}/close`);
      await check(lead, 'close');
      await lead.getByRole('button', { name: 'Close and open the report' }).click();
      await lead.getByRole('heading', { name: 'Talk about these first' }).waitFor();
      await check(lead, 'report');
      await lead.goto(`${server.url}/admin`);
      await check(lead, 'admin');
      await lead.context().close();
    }
  }
  assert.deepEqual(browser.faults.splice(0), []);
});
