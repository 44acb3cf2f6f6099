// A PostgreSQL server of the tests' own: in a temporary folder, on a free port, not as root, stopped at the end.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folder with initdb and postgres: the newest of Debian's, else whatever is on the PATH. */
async function programs() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const newest = versions.map(Number).filter(Boolean).sort((a, b) => b - a)[0];
  return newest ? `/usr/lib/postgresql/${newest}/bin/` : '';
}

/** For root: another user, because PostgreSQL does not run as root. */
async function owner() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map(async (what) => Number((await run('id', [what, name])).stdout)));
      return { uid, gid };
    } catch { /* the next one */ }
  }
  throw new Error('there is neither a user postgres nor a user nobody to run PostgreSQL as');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts it; `url` is the address of an empty database. */
export async function startPostgres() {
  const bin = await programs();
  const user = await owner();
  const folder = await mkdtemp(path.join(tmpdir(), 'andon-postgres-'));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const data = path.join(folder, 'data');
  const port = await freePort();
  await run(`${bin}initdb`, ['-D', data, '-U', 'andon', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], { cwd: folder, ...user });
  const server = spawn(`${bin}postgres`, [
    '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`,
    '-c', 'fsync=off',
  ], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...user });
  let log = '';
  server.stderr.on('data', (text) => { log += text; });
  for (let tries = 0; ; tries += 1) {
    try {
      await run(`${bin}pg_isready`, ['-h', '127.0.0.1', '-p', String(port)]);
      break;
    } catch {
      if (tries > 150 || server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    url: `postgres://andon@127.0.0.1:${port}/postgres`,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT'); // what it calls a fast shutdown
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
