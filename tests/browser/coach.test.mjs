// What coaches and administrators see, on the made-up company.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, overflow, shot } from './harness.mjs';
import { browser, server, stage } from './stage.mjs';

stage();

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
    const kept = coach.waitForResponse((response) => response.request().method() === 'GET' && response.url().includes('/coach/teams/'));
    await coach.getByRole('button', { name: 'Keep the notes' }).click();
    await (await kept).finished();
    await coach.goto(coach.url());
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

for (const javaScriptEnabled of [true, false]) {
  test(`a coach sets a few teams side by side, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const coach = await browser.person({ javaScriptEnabled });
    coach.expecting = [422];
    await coach.goto(server.url);
    await coach.getByRole('button', { name: 'Open the demo' }).click();
    await coach.getByRole('heading', { name: /teams, each in its own words/ }).waitFor();
    const names = await coach.locator('.board tbody th a').allTextContents();
    await coach.getByRole('link', { name: 'Radars side by side' }).click();
    await coach.locator('.radars').waitFor();
    assert.deepEqual(await coach.locator('.radars h3').allTextContents(), names, 'the same teams, by name');
    const sizes = await coach.locator('.radars svg').evaluateAll((all) => all.map((svg) => svg.getAttribute('viewBox')));
    assert.equal(sizes.length, names.length);
    assert.equal(new Set(sizes).size, 1, 'all of one size and scale');

    await coach.getByRole('link', { name: 'Compare two to four' }).click();
    await coach.getByRole('checkbox', { name: names[0], exact: true }).check();
    await coach.getByRole('button', { name: 'Compare' }).click();
    await coach.getByRole('alert').filter({ hasText: 'it takes two to compare' }).waitFor();
    assert.ok(await coach.getByRole('checkbox', { name: names[0], exact: true }).isChecked(), 'the choice is kept');
    await coach.getByRole('checkbox', { name: names[4], exact: true }).check();
    await coach.getByRole('button', { name: 'Compare' }).click();
    await coach.locator('svg.chart-compare:visible').first().waitFor();
    assert.deepEqual(await coach.locator('.radars h3').allTextContents(), [names[0], names[4]]);
    await coach.getByText('Show as table').click();
    assert.equal(await coach.locator('.chart-tools tbody tr').count(), 12, 'six dimensions of two teams');
    await coach.getByText('How well teams can be told apart, and').click();
    await coach.getByRole('columnheader', { name: 'ICC(2)' }).waitFor();
    await coach.getByRole('link', { name: 'Back to the board' }).click();
    await coach.locator('.board').waitFor();
    await coach.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('heads stay in sight and nothing moves when a team folds out', async () => {
  for (const width of [360, 1280]) {
    const page = await browser.person({ width });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByRole('heading', { name: /teams, each in its own words/ }).waitFor();
    const edges = () => page.locator('.board thead th').evaluateAll((all) => all.map((head) => head.getBoundingClientRect().left));
    const before = await edges();
    await page.locator('.fold summary').first().click();
    assert.deepEqual(await edges(), before, `${width} px: columns stay where they are`);
    const [head, name] = await page.locator('.board-frame').evaluate((frame) => {
      frame.scrollTo(200, 900);
      const { left, top } = frame.getBoundingClientRect();
      const head = frame.querySelector('thead th').getBoundingClientRect();
      const names = [...frame.querySelectorAll('tbody th')].map((th) => th.getBoundingClientRect());
      return [[head.left - left, head.top - top], names.map((rect) => rect.left - left)];
    });
    assert.ok(head[0] < 4 && head[1] < 4, `${width} px: the head of the table is at ${head}`);
    assert.ok(name.every((left) => left < 4), `${width} px: names are at the left`);
    await page.context().close();
  }
});

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
      await page.getByRole('link', { name: 'Radars side by side' }).click();
      await page.locator('.radars').waitFor();
      await check('coach-radars');
      await page.getByRole('link', { name: 'Compare two to four' }).click();
      await page.getByRole('button', { name: 'Compare' }).waitFor();
      await check('coach-pick');
      for (const place of [0, 1, 5]) await page.locator('.picks input').nth(place).check();
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByText('How well teams can be told apart, and').click();
      await check('coach-compare');
      await page.getByRole('link', { name: 'Back to the board' }).click();
      await page.locator('.fold summary').first().click();
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
