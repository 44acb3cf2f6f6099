// An identity provider on this machine: the npm package oidc-provider, with two pages of its own instead of a directory
// of people. Whoever is named there is let in without a password.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export const CLIENT = { id: 'andon', secret: randomBytes(24).toString('base64url') };

/** Listens first and is told of its client later: each has to know the other's address. */
export async function startProvider() {
  let answer = (request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  /** Everybody there is: name and groups, by subject. Tests change it as they go. */
  const people = new Map();
  return {
    issuer,
    people,
    serve(andon) {
      answer = provider(issuer, people, andon);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function provider(issuer, people, andon) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const oidc = new Provider(issuer, {
    clients: [{
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [`${andon}/signin/callback`],
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name'], groups: ['groups'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
    findAccount: (_, sub) => people.has(sub) && { accountId: sub, claims: () => ({ sub, ...people.get(sub) }) },
    // Andon is the company's own program: nobody is asked whether it may know who they are.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: CLIENT.id, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile groups');
      await grant.save();
      return grant;
    },
  });
  const callback = oidc.callback();
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, issuer);
    if (!pathname.startsWith('/who/')) return callback(request, response);
    if (!searchParams.has('is')) {
      const choices = [...people.keys()].map((sub) => `<li><a href="?is=${sub}">${people.get(sub).name}</a></li>`);
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      return response.end(`<!doctype html><title>Who are you?</title><link rel="icon" href="data:,"><ul>${choices.join('')}</ul><a href="?is=">Cancel</a>`);
    }
    const is = searchParams.get('is');
    const result = is === '' ? { error: 'access_denied', error_description: '<b>no</b>' } : { login: { accountId: is } };
    return oidc.interactionFinished(request, response, result);
  };
}
