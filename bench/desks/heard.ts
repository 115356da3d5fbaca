import pg from 'pg';

/**
 * Listens to every connection of this process: each statement that is sent to a database from now on, in order, also
 * those that begin and end a transaction. One statement is one way there and back.
 */
export function listen(): readonly string[] {
  const heard: string[] = [];
  const own = parseClient(pg.Client.prototype);
  const { query } = own;
  own.query = function (this: unknown, ...asked) {
    heard.push(parseStatement(asked[0]));
    return query.apply(this, asked);
  };
  return heard;
}

type Client = { query: (this: unknown, ...asked: unknown[]) => unknown };

function parseClient(client: unknown): Client {
  return client as Client;
}

/** Its text, or a query that has one. */
function parseStatement(asked: unknown): string {
  return typeof asked === 'string' ? asked : ((asked as { readonly text?: string }).text ?? '');
}
