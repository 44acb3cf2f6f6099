// An administrator imports past rounds from a file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, overflow, setUp, shot } from './harness.mjs';
import { browser, server, stage } from './stage.mjs';

let ids;

stage();

/** A file with so many people in each of these rounds. */
function file(rounds) {
  const lines = [`team,round,remark,${ids.join(',')}`];
  for (const [team, round, people] of rounds) {
    for (let person = 0; person < people; person += 1) {
      const cells = ids.map((_, item) => (item * 7 + person * 3) % 5);
      lines.push(`"${team}",${round},private,${cells.join(',')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Goes to the page of the import. */
async function open(page) {
  await page.goto(`${server.url}/admin`);
  await page.getByRole('link', { name: 'Import past rounds' }).click();
  await page.getByRole('heading', { name: 'Import past rounds' }).waitFor();
  ids = (await page.locator('.ids code').allTextContents()).map((id) => id.trim());
  assert.equal(ids.length, 18);
}

const upload = (page, text) => page.getByLabel('The file', { exact: true })
  .setInputFiles({ name: 'secret-name.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const look = (page) => page.getByRole('button', { name: 'See what would happen' }).click();

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator imports a file, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const page = await browser.person({ javaScriptEnabled });
    await setUp(page, server.url, { organisation: `Acme ${javaScriptEnabled}` });
    await open(page);
    const name = 'R & D, "the" <first>';
    const text = file([['payments', '2025-Q3', 6], ['payments', '2025-12', 9], [name.replaceAll('"', '""'), '2025-06-30', 5], ['Small', '2025-Q3', 2]]);
    await upload(page, text);
    await look(page);
    await page.getByRole('heading', { name: '3 rounds of 2 teams would be added; 1 is left out' }).waitFor();
    await page.getByRole('row', { name: /^Small 30 September 2025 fewer than 5 left out: fewer than 5 answers$/ }).waitFor();
    await page.getByRole('row', { name: new RegExp(`^R & D, "the" <first> 30 June 2025 5 added; the team is new$`) }).waitFor();
    assert.ok(!(await page.content()).includes('private'), 'what is no business of ours does not come back');
    const other = await page.context().newPage();
    await open(other);
    await upload(other, text);
    await look(other);
    await page.getByRole('button', { name: 'Add 3 rounds' }).click();
    await page.getByRole('heading', { name: 'The import is done' }).waitFor();
    await page.getByText('imported 3 rounds of 2 teams').waitFor();
    // The same table in another tab: it is shown again, and nothing is doubled.
    await other.getByRole('button', { name: 'Add 3 rounds' }).click();
    await other.getByRole('heading', { name: 'Nothing would be added; 4 are left out' }).waitFor();
    await other.getByText('Something has changed since the table was shown').waitFor();
    await other.close();
    page.expecting.push(422);
    await page.getByRole('link', { name: 'Back to administration' }).click();
    await page.getByText(name, { exact: false }).first().waitFor();
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Payments' }).first().click();
    await page.getByRole('link', { name: 'Round closed on 31 December 2025' }).click();
    await page.locator('#change').waitFor();
    // Pasted, with faults: what was pasted stays.
    await open(page);
    const wrong = file([['Payments', 'last autumn', 1]]);
    await page.getByLabel('Or paste its content here').fill(wrong);
    await look(page);
    await page.getByRole('alert').getByText('line 2, column 2 (round): “last autumn” is no closing day').waitFor();
    assert.equal(await page.getByLabel('Or paste its content here').inputValue(), wrong);
    assert.ok(!server.log().includes('secret-name') && !server.log().includes('last autumn'), 'nothing of it is logged');
    await page.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('the example can be imported as it is downloaded', async () => {
  const page = await browser.person();
  await setUp(page, server.url, { organisation: 'Examples' });
  await open(page);
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download an example' }).click();
  const path = await (await waiting).path();
  await page.getByLabel('The file', { exact: true }).setInputFiles(path);
  await look(page);
  await page.getByRole('heading', { name: '4 rounds of 2 teams would be added' }).waitFor();
  await page.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('axe finds nothing on the pages of the import', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1280]) {
      const page = await browser.person({ colorScheme, width });
      page.expecting.push(422, 404);
      const check = async (name) => {
        assert.deepEqual(await axe(page), [], `${name}, ${colorScheme}, ${width} px`);
        assert.deepEqual(await overflow(page), [], `${name}, ${width} px`);
        await shot(page, `${name}-${colorScheme}-${width}`);
      };
      await setUp(page, server.url, { organisation: `Axe ${colorScheme} ${width}` });
      await open(page);
      await page.getByText('The names of the eighteen columns').click();
      await check('import');
      const base = page.url();
      await upload(page, file([['Payments', 'nonsense', 2]]));
      await look(page);
      await page.getByRole('alert').waitFor();
      await check('import-faults');
      await page.goto(base);
      const text = file([['payments', '2025-Q3', 6], ['A team with a name that goes on and on, as some names do', '2025-12', 9], ['Small', '2025-Q3', 2]]);
      await upload(page, text);
      await look(page);
      await page.getByRole('button', { name: 'Add 2 rounds' }).waitFor();
      await check('import-table');
      const other = await page.context().newPage();
      await other.goto(base);
      await upload(other, text);
      await look(other);
      await other.getByRole('button', { name: 'Add 2 rounds' }).click();
      await other.getByRole('heading', { name: 'The import is done' }).waitFor();
      const done = other.url();
      await other.close();
      await page.getByRole('button', { name: 'Add 2 rounds' }).click();
      await page.getByText('Something has changed').waitFor();
      await check('import-changed');
      await page.goto(done);
      await check('import-done');
      await page.goto(`${base}/${'a'.repeat(26)}`);
      await page.getByRole('heading', { name: 'Nothing was added' }).waitFor();
      await check('import-nothing');
      await page.context().close();
    }
  }
  assert.deepEqual(browser.faults.splice(0), []);
});
