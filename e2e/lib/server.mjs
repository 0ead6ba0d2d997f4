// Starts the built binary, as a person would, and reads what it prints.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const START_MS = 120_000;
const STOP_MS = 10_000;

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The binary under test: `LEAVEWELL_BINARY`, or the last build. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const candidates = [process.env.LEAVEWELL_BINARY, join(target, 'debug/leavewell'), join(target, 'release/leavewell')];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('the binary is not built: run `cargo build` first');
  return found;
}

/**
 * Serves the demonstration company in a fresh folder.
 * Gives `{ address, signIns: [{ role, login, password }], data, stop }`.
 */
export async function startDemo() {
  const data = await mkdtemp(join(tmpdir(), 'leavewell-demo-'));
  const server = run(['demo', '--port', '0', '--data', data, '--json'], data);
  const line = await server.firstLine((text) => text.startsWith('{'));
  const { address, sign_ins: signIns } = JSON.parse(line);
  return { address, signIns, data, stop: server.stop };
}

/** Serves the same installation once more, after it was struck down. */
export async function startAgain({ config, data, setupToken }) {
  const server = run(['serve', '--config', config], data, { LEAVEWELL_SETUP_TOKEN: setupToken });
  const line = await server.firstLine((text) => text.includes('http://'));
  return { address: line.match(/http:\/\/[^\s]+/)[0], setupToken, config, data, stop: server.stop, strike: server.strike };
}

/**
 * Serves an empty installation. `databaseUrl` names a PostgreSQL database; without it the embedded one is used.
 * Gives `{ address, setupToken, config, data, stop, strike }`.
 */
export async function startServe({ databaseUrl } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'leavewell-serve-'));
  const config = join(data, 'config.toml');
  const lines = ['version = 1', 'listen = "127.0.0.1:0"', `data = ${JSON.stringify(join(data, 'data'))}`];
  if (databaseUrl) lines.push(`database_url = ${JSON.stringify(databaseUrl)}`);
  await writeFile(config, `${lines.join('\n')}\n`);
  const setupToken = 'word-of-the-first-start';
  const server = run(['serve', '--config', config], data, { LEAVEWELL_SETUP_TOKEN: setupToken });
  const line = await server.firstLine((text) => text.includes('http://'));
  return { address: line.match(/http:\/\/[^\s]+/)[0], setupToken, config, data, stop: server.stop, strike: server.strike };
}

function run(args, folder, extra = {}) {
  const child = spawn(binary(), args, {
    cwd: folder,
    env: { ...process.env, LEAVEWELL_LOG: 'warn', ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (text) => { complaints += text; });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));

  return {
    firstLine: (isWanted) => wait(child, ended, isWanted, () => complaints),
    // Struck down as by a power cut: the folder stays, to be served again.
    async strike() {
      child.kill('SIGKILL');
      await ended;
    },
    // Asked to stop, it must stop by itself: a server that has to be killed is a failure.
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const { code, signal } = await ended;
      clearTimeout(timer);
      await rm(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the server ended with ${signal ?? code}:\n${complaints}`);
    },
  };
}

/** The first line of its output that is wanted; fails when it ends before, or says nothing in time. */
function wait(child, ended, isWanted, complaints) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`the server ${why}:\n${complaints()}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`said nothing within ${START_MS / 1000} s`);
    }, START_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!isWanted(line)) return;
      clearTimeout(timer);
      resolve(line);
    });
    ended.then(({ code, signal }) => {
      clearTimeout(timer);
      fail(`ended at once with ${signal ?? code}`);
    });
  });
}
