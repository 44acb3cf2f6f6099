// Signing in through a company's identity provider.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, overflow, setUp, shot, startBrowser, startServer } from './harness.mjs';
import { CLIENT, startProvider } from './idp.mjs';

let provider, server, browser, team;

before(async () => {
  provider = await startProvider();
  browser = await startBrowser();
  // Set up first: the roles name the team.
  server = await startServer();
  const page = await browser.person();
  await setUp(page, server.url);
  team = new URL(page.url()).pathname;
  await page.context().close();
  const { data } = server;
  await server.stop({ keep: true });
  server = await startServer({
    ANDON_RATE_LIMITS: 'off', // a whole company signs in from here
    ANDON_OIDC_ISSUER: provider.issuer,
    ANDON_OIDC_CLIENT_ID: CLIENT.id,
    ANDON_OIDC_CLIENT_SECRET: CLIENT.secret,
    ANDON_OIDC_SCOPES: 'openid profile groups',
    ANDON_OIDC_NAME: 'Example AG',
    ANDON_OIDC_ROLES: `andon-admins=admin, coaches=coach, payments=facilitator:${team.split('/').at(-1)}`,
  }, data);
  provider.serve(server.url);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop();
});

/** From the start page to wherever it leads. */
async function signIn(page, name) {
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Sign in with Example AG' }).click();
  await page.getByRole('link', { name, exact: true }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator, a coach and a facilitator sign in by their groups, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    provider.people.clear();
    provider.people.set('ada', { name: 'Ada Example', groups: ['staff', 'andon-admins'] });
    provider.people.set('cleo', { name: 'Cleo Example', groups: ['coaches'] });
    provider.people.set('finn', { name: 'Finn Example', groups: ['payments'] });

    const coach = await browser.person({ javaScriptEnabled });
    await signIn(coach, 'Cleo Example');
    await coach.waitForURL(`${server.url}/coach`);
    await coach.getByRole('heading', { name: 'No team to see here yet' }).waitFor();
    coach.expecting = [404];
    assert.equal((await coach.goto(`${server.url}/admin`)).status(), 404, 'and nothing else');
    await coach.getByRole('link', { name: 'Sign in with Example AG' }).waitFor();

    const lead = await browser.person({ javaScriptEnabled });
    await signIn(lead, 'Finn Example');
    await lead.waitForURL(`${server.url}${team}`);

    const admin = await browser.person({ javaScriptEnabled });
    await signIn(admin, 'Ada Example');
    await admin.waitForURL(`${server.url}/admin`);
    await admin.getByRole('heading', { name: 'People of the identity provider' }).waitFor();
    await admin.getByText('Coach: Cleo Example').waitFor();
    await admin.getByText('with Example AG · signed in last on').first().waitFor();
    assert.equal(await admin.getByRole('button', { name: /^Reissue: .*Example/ }).count(), 0);
    if (javaScriptEnabled) assert.deepEqual(await axe(admin), []);

    // Shut out and let in again.
    await admin.getByRole('button', { name: 'Shut out: Coach: Cleo Example' }).click();
    await admin.getByRole('button', { name: 'Let in again: Coach: Cleo Example' }).waitFor();
    assert.equal((await coach.goto(`${server.url}/coach`)).status(), 404);
    await admin.getByRole('button', { name: 'Let in again: Coach: Cleo Example' }).click();
    await admin.getByRole('button', { name: 'Shut out: Coach: Cleo Example' }).waitFor();
    assert.equal((await coach.goto(`${server.url}/coach`)).status(), 200);

    for (const page of [coach, lead, admin]) await page.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('without a group there is a page that says so, and a group that is taken away takes its role along', async () => {
  provider.people.clear();
  provider.people.set('nia', { name: 'Nia Example', groups: ['staff'] });
  const page = await browser.person();
  page.expecting = [403, 404];
  await signIn(page, 'Nia Example');
  await page.getByRole('heading', { name: 'You have no role here yet' }).waitFor();
  await page.getByText('Ask the administrator of your organisation.').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'oidc-no-role');

  provider.people.set('nia', { name: 'Nia Example', groups: ['coaches'] });
  // The provider still knows this browser, so it does not ask again.
  await page.goto(`${server.url}/signin`);
  await page.waitForURL(`${server.url}/coach`);
  provider.people.set('nia', { name: 'Nia Example', groups: ['staff'] });
  assert.equal((await page.goto(`${server.url}/coach`)).status(), 200, 'until the next sign-in');
  await page.goto(`${server.url}/signin`);
  await page.getByRole('heading', { name: 'You have no role here yet' }).waitFor();
  assert.equal((await page.goto(`${server.url}/coach`)).status(), 404);
  await page.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('who cancels is told so, and a page that is loaded again does no harm', async () => {
  provider.people.clear();
  provider.people.set('cleo', { name: 'Cleo Example', groups: ['coaches'] });
  const page = await browser.person();
  page.expecting = [400, 403];
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Sign in with Example AG' }).click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'You were not signed in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
  await page.getByRole('link', { name: 'Sign in with Example AG' }).click();
  await page.getByRole('link', { name: 'Cleo Example' }).click();
  await page.waitForURL(`${server.url}/coach`);
  await page.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});

test('signing out ends the session here, and there if one wants that', async () => {
  provider.people.clear();
  provider.people.set('cleo', { name: 'Cleo Example', groups: ['coaches'] });
  const page = await browser.person();
  page.expecting = [404];
  await signIn(page, 'Cleo Example');
  await page.getByRole('button', { name: 'Sign this browser out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'oidc-signed-out');
  assert.equal((await page.goto(`${server.url}/coach`)).status(), 404);
  // There the session goes on until one leaves it too.
  await page.goto(`${server.url}/signin`);
  await page.waitForURL(`${server.url}/coach`);
  await page.getByRole('button', { name: 'Sign this browser out' }).click();
  await page.getByRole('link', { name: 'Sign out of Example AG' }).click();
  await page.getByRole('button', { name: /sign me out/i }).click();
  await page.getByText(/sign-out success/i).first().waitFor();
  await page.goto(`${server.url}/signin`);
  await page.getByRole('link', { name: 'Cleo Example' }).waitFor();
  await page.context().close();
  browser.faults.splice(0).forEach((fault) => assert.ok(fault.startsWith(provider.issuer), fault));
});

test('the button fits a phone, light and dark, and pages about it are accessible', async () => {
  provider.people.clear();
  provider.people.set('nia', { name: 'Nia Example', groups: [] });
  for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']]) {
    const page = await browser.person({ width, colorScheme });
    page.expecting = [403];
    await page.goto(server.url);
    assert.deepEqual(await overflow(page), []);
    assert.deepEqual(await axe(page), []);
    await shot(page, `oidc-start-${width}-${colorScheme}`);
    await page.getByRole('link', { name: 'Sign in with Example AG' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Nia Example' }).click();
    await page.getByRole('heading', { name: 'You have no role here yet' }).waitFor();
    assert.deepEqual(await overflow(page), []);
    assert.deepEqual(await axe(page), []);
    await shot(page, `oidc-no-role-${width}-${colorScheme}`);
    await page.context().close();
  }
  assert.deepEqual(browser.faults.splice(0), []);
});

test('neither code nor state nor secret is in the log', async () => {
  provider.people.clear();
  provider.people.set('cleo', { name: 'Cleo Example', groups: ['coaches'] });
  const page = await browser.person();
  const seen = [];
  page.on('request', (request) => {
    const query = new URL(request.url()).searchParams;
    for (const name of ['code', 'state', 'nonce', 'code_challenge']) if (query.has(name)) seen.push(query.get(name));
  });
  await signIn(page, 'Cleo Example');
  await page.waitForURL(`${server.url}/coach`);
  assert.ok(seen.length >= 4, 'the addresses were watched');
  const log = server.log();
  assert.match(log, /signin\/callback/, 'the log is read');
  for (const secret of [...seen, CLIENT.secret, 'Cleo', 'cleo']) assert.ok(!log.includes(secret), secret);
  await page.context().close();
  assert.deepEqual(browser.faults.splice(0), []);
});
