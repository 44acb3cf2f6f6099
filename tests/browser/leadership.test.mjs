// What leadership sees, on the made-up company.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, overflow, setUp, shot } from './harness.mjs';
import { browser, server, stage } from './stage.mjs';

stage();

async function leader(options) {
  const page = await browser.person(options);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the demo' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Leadership' }).click();
  await page.getByRole('heading', { level: 1, name: /anti-pattern|at least half/ }).waitFor();
  return page;
}

for (const javaScriptEnabled of [true, false]) {
  test(`a director finds what is systemic and prints one sheet, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const page = await leader({ javaScriptEnabled });
    const systemic = page.getByRole('region', { name: 'Three things to change first' });
    assert.equal(await systemic.getByText('Leadership stops', { exact: true }).count(), 3);
    assert.equal(await page.locator('.prevalence tbody tr').count(), 18);
    assert.equal(await page.locator('.small-charts svg:visible').count(), 6);
    assert.equal(await page.locator('.board tbody tr').count(), 5, 'five groups');
    assert.equal(await page.locator('a[href^="/teams/"]').count() - await page.locator('nav a[href^="/teams/"]').count(), 0);
    // An earlier quarter.
    const earlier = await page.locator('#quarter option').last().textContent();
    await page.getByLabel('Up to the end of', { exact: true }).selectOption({ label: earlier });
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/quarter=/);
    assert.equal(await page.locator('.small-charts').count(), 0, 'one quarter is no trend');
    await page.goBack();
    // By keyboard to the sheet of paper.
    await page.getByRole('link', { name: 'One-page briefing' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What only leadership can change' }).waitFor();
    assert.equal(await page.locator('.briefing .experiments > li').count(), 3);
    const paper = await page.pdf({ format: 'A4' });
    const sheets = paper.toString('latin1').match(/\/Type\s*\/Page[^s]/g).length;
    assert.equal(sheets, 1, 'it fits on one sheet');
    await page.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('an administrator invites a leader, who sees nothing before there is enough', async () => {
  const admin = await browser.person();
  await setUp(admin, server.url, { organisation: 'Small Works', team: 'Only' });
  await admin.goto(`${server.url}/admin`);
  await admin.getByText('Invite a coach or a leader').click();
  await admin.getByLabel('Who it is for').fill('Director');
  await admin.getByLabel('What it opens').selectOption('leader');
  await admin.getByRole('button', { name: 'Make the link' }).click();
  const link = await admin.getByText(/\/k\//).first().textContent();
  const director = await browser.person({ width: 360 });
  await director.goto(link.trim());
  await director.getByRole('heading', { name: 'Nothing to see here yet' }).waitFor();
  assert.deepEqual(await axe(director), []);
  for (const page of [admin, director]) await page.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

for (const colorScheme of ['light', 'dark']) {
  test(`leadership's pages, ${colorScheme}`, async () => {
    for (const width of [360, 768, 1280]) {
      const page = await leader({ colorScheme, width });
      for (const [name, path] of [['leadership', '/leadership'], ['briefing', '/leadership/briefing']]) {
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
