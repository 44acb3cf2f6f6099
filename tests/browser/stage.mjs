// A server and a browser for a whole file of tests, started before them and stopped after.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, startServer } from './harness.mjs';

/** The server of this file. */
export let server;
/** The browser of this file. */
export let browser;

/** Starts both before the tests of a file, and insists on a clean end. */
export function stage() {
  before(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    assert.equal(await server?.stop(), 0, 'the server stops cleanly');
  });
}
