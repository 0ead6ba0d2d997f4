// Throw-away databases on the PostgreSQL server that ./test started.

import { execFileSync } from 'node:child_process';

const SERVER = process.env.LEAVEWELL_TEST_POSTGRES_URL;
const ROLE = 'leavewell_app';
let made = 0;

/** The databases that a journey runs on: the embedded one always, PostgreSQL where a server is named. */
export function databases() {
  if (!SERVER && process.env.LEAVEWELL_REQUIRE_POSTGRES === '1') {
    throw new Error('LEAVEWELL_REQUIRE_POSTGRES is set, but LEAVEWELL_TEST_POSTGRES_URL names no server');
  }
  const embedded = { kind: 'sqlite', create: () => ({ url: undefined, drop() {} }) };
  return SERVER ? [embedded, { kind: 'postgres', create: createPostgres }] : [embedded];
}

function createPostgres() {
  const name = `leavewell_e2e_${process.pid}_${(made += 1)}`;
  // The product refuses a role that row security does not bind.
  psql(`DO $$ BEGIN CREATE ROLE ${ROLE} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
  psql(`CREATE DATABASE ${name} OWNER ${ROLE}`);
  const url = new URL(SERVER);
  url.username = ROLE;
  url.password = '';
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

function psql(statement) {
  execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', SERVER, '-c', statement]);
}
