import pg from 'pg';

/**
 * Connections to a database, made on demand and at most `max` at once. One that breaks is replaced at the next question. The
 * question under way fails by itself; the event that comes besides would end the process if nobody listened.
 */
export function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}
