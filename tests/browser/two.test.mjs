// Two processes on one PostgreSQL database behind a proxy that gives every request to the other one than before: the
// main flow, with and without JavaScript. Nothing may depend on which of them answers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import {
  alive, answer, answersOf, join, openRound, setUp, startBrowser, startServer, submit,
} from './harness.mjs';
import { startPostgres } from './postgres.mjs';

let postgres;
let servers;
let proxy;
let browser;
/** How many requests each of the two has answered. */
const served = [0, 0];

/** Hands every request on, in turn. */
async function roundRobin(targets) {
  let next = 0;
  const server = http.createServer((request, response) => {
    const turn = next % targets.length;
    next += 1;
    served[turn] += 1;
    const onward = http.request(`${targets[turn]}${request.url}`, { method: request.method, headers: request.headers });
    onward.on('response', (answered) => {
      response.writeHead(answered.statusCode, answered.rawHeaders);
      answered.pipe(response);
    });
    onward.on('error', () => { if (!response.headersSent) response.writeHead(502); response.end(); });
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

before(async () => {
  postgres = await startPostgres();
  // Both at once, on an empty database: each finds the other making the tables.
  servers = await Promise.all([0, 1].map(() => startServer({ ANDON_DATABASE_URL: postgres.url })));
  proxy = await roundRobin(servers.map((server) => server.url));
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await proxy?.stop();
  for (const server of servers ?? []) assert.equal(await server.stop(), 0, 'the server stops cleanly');
  await postgres?.stop();
  for (const server of servers ?? []) assert.ok(!server.log().includes('ERROR'), server.log());
});

for (const scripted of [true, false]) {
  test(`a round is opened, answered, changed, withdrawn from, closed and read on two servers, ${scripted ? 'with' : 'without'} JavaScript`, async () => {
    const options = { javaScriptEnabled: scripted };
    const lead = await browser.person(options);
    await setUp(lead, proxy.url, { organisation: `Two ${scripted}` });
    const round = await openRound(lead);
    for (let number = 0; number < 7; number += 1) {
      const person = await browser.person(options);
      await join(person, round.join);
      if (scripted) await alive(person);
      await answer(person, answersOf(number));
      await submit(person);
      if (number === 1) {
        // Changed from the same browser, whichever server has the first answers from.
        await person.getByRole('link', { name: 'Change my answers' }).click();
        await answer(person, answersOf(5));
        await submit(person);
      }
      if (number === 2) {
        await person.getByRole('button', { name: 'Withdraw my answers' }).click();
        await person.getByRole('heading', { name: 'None of your answers are stored' }).waitFor();
      }
      await person.context().close();
    }
    if (scripted) {
      await lead.getByRole('status').filter({ hasText: '6 of 9' }).waitFor();
    } else {
      await lead.reload();
      await lead.getByText('6 of 9 have answered').waitFor();
    }
    await lead.getByRole('link', { name: 'Close' }).click();
    await lead.getByRole('button', { name: 'Close and open the report' }).click();
    await lead.getByRole('heading', { name: 'Talk about these first' }).waitFor();
    // The same report from either server, to the byte.
    const [one, other] = [await lead.request.get(`${round.url}/report.json`), await lead.request.get(`${round.url}/report.json`)];
    assert.equal(await one.text(), await other.text());
    await lead.context().close();
    assert.deepEqual(browser.faults.splice(0), []);
  });
}

test('both have served their share, and one goes on when the other is stopped', async () => {
  assert.ok(Math.abs(served[0] - served[1]) <= 1 && served[0] > 50, `${served}`);
  const person = await browser.person();
  const lead = await browser.person();
  await setUp(lead, servers[1].url, { organisation: 'One of two' });
  const round = await openRound(lead);
  await join(person, round.join);
  await alive(person);
  await answer(person, answersOf(3));
  assert.equal(await servers[0].stop({ keep: true }), 0);
  await submit(person);
  await person.context().close();
  await lead.context().close();
  servers = [servers[1]];
  assert.deepEqual(browser.faults.splice(0), []);
});
