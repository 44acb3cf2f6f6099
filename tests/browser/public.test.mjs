// Pages that anyone can open, the survey alone, and the weight of the first view.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alive, answer, answersOf, axe, overflow, shot } from './harness.mjs';
import { browser, server, stage } from './stage.mjs';

stage();

const PAGES = ['/', '/patterns', '/patterns/heroics', '/method', '/privacy', '/api', '/join', '/setup', '/try', '/forgotten', '/no-such-page'];

test('axe finds nothing on public pages, in light and dark, on phone and desk', async () => {
  const titles = new Set();
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1280]) {
      const person = await browser.person({ colorScheme, width });
      person.expecting = [404];
      for (const page of PAGES) {
        await person.goto(server.url + page);
        titles.add(await person.title());
        assert.deepEqual(await axe(person), [], `${page}, ${colorScheme}, ${width} px`);
        assert.deepEqual(await overflow(person), [], `${page}, ${width} px`);
        await shot(person, `public${page.replaceAll('/', '-')}-${colorScheme}-${width}`);
      }
      await person.context().close();
    }
  }
  assert.equal(titles.size, PAGES.length, 'every page has a title of its own');
  assert.deepEqual(browser.faults.splice(0), []);
});

for (const javaScriptEnabled of [true, false]) {
  test(`the survey alone ends in a result, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      const person = await browser.person({ javaScriptEnabled, colorScheme, width: 360 });
      await person.goto(`${server.url}/try`);
      if (javaScriptEnabled) await alive(person);
      await answer(person, answersOf(3));
      await person.getByRole('button', { name: 'Show my result' }).click();
      await person.locator('.notice-title', { hasText: 'One person’s view' }).waitFor();
      assert.equal(await person.locator('svg.chart:visible').count(), 2);
      if (javaScriptEnabled) assert.deepEqual(await axe(person), []);
      assert.deepEqual(await overflow(person), []);
      await shot(person, `own-result-${colorScheme}-${javaScriptEnabled ? 'js' : 'plain'}`);
      await person.context().close();
    }
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('the colour switch is remembered and works without JavaScript', async () => {
  const person = await browser.person({ javaScriptEnabled: false });
  await person.goto(`${server.url}/patterns`);
  await person.getByRole('button', { name: 'Dark' }).click();
  assert.equal(new URL(person.url()).pathname, '/patterns');
  assert.equal(await person.locator('html').getAttribute('data-theme'), 'dark');
  await person.goto(`${server.url}/method`);
  assert.equal(await person.locator('html').getAttribute('data-theme'), 'dark');
  await person.context().close();
});

test('the survey’s first view is light', async () => {
  const person = await browser.person();
  const sizes = { text: 0, all: 0 };
  person.on('requestfinished', async (request) => {
    const { responseBodySize } = await request.sizes();
    sizes.all += responseBodySize;
    if (['document', 'stylesheet'].includes(request.resourceType())) sizes.text += responseBodySize;
  });
  await person.goto(`${server.url}/try`, { waitUntil: 'networkidle' });
  await alive(person);
  await person.waitForTimeout(500);
  console.log(`first view of the survey: HTML and CSS ${sizes.text} bytes, everything ${sizes.all} bytes`);
  assert.ok(sizes.text > 3_000 && sizes.text <= 20_000, `HTML and CSS: ${sizes.text} bytes`);
  assert.ok(sizes.all > sizes.text && sizes.all <= 100_000, `everything: ${sizes.all} bytes`);
  await person.context().close();
});

test('text grown to 400 % and widely spaced text lose nothing', async () => {
  const person = await browser.person({ width: 320, height: 640 });
  for (const page of ['/', '/try', '/privacy', '/setup']) {
    await person.goto(server.url + page);
    await person.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }');
      document.adoptedStyleSheets = [sheet];
    });
    assert.deepEqual(await overflow(person), [], page);
  }
  await person.context().close();
});
