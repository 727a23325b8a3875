import assert from 'node:assert/strict';

import { connectionOptions, describeServer, retryDelay } from '../../../../src/engines/redis/connection.ts';
import { storeError } from '../../../../src/engines/redis/faults.ts';
import { Keys } from '../../../../src/engines/redis/keys.ts';

describe('redis connection options', () => {
  const parsed = (url: string) => connectionOptions(url, 'worker');

  it('reads host, port, database, user and password of a URL', () => {
    const options = parsed('redis://us%3Aer:p%40ss@example.test:7000/3');
    assert.equal(options.host, 'example.test');
    assert.equal(options.port, 7000);
    assert.equal(options.db, 3);
    assert.equal(options.username, 'us:er');
    assert.equal(options.password, 'p@ss');
  });

  it('rediss means TLS that checks the name', () => {
    assert.deepEqual(parsed('rediss://example.test').tls, { servername: 'example.test' });
    assert.equal(parsed('redis://example.test').tls, undefined);
    // Node would warn of a server name that is an address.
    for (const host of ['127.0.0.1', '[::1]']) assert.deepEqual(parsed(`rediss://${host}`).tls, {});
    assert.deepEqual(parsed('rediss://127.0.0.1?servername=example.test').tls, { servername: 'example.test' });
  });

  it('takes IPv6 and unix sockets', () => {
    assert.equal(parsed('redis://[::1]:6380').host, '::1');
    assert.equal(parsed('unix:///run/redis.sock').path, '/run/redis.sock');
    assert.equal(parsed('unix:/run/redis.sock?db=2').db, 2);
  });

  it('takes Sentinel groups: hosts, name, database, both passwords', () => {
    const options = parsed('redis+sentinel://us:p%40ss@s1,[::1]:7000/shop/2?sentinel-password=x');
    assert.deepEqual(options.sentinels, [
      { host: 's1', port: 26379 },
      { host: '::1', port: 7000 },
    ]);
    const { name, db, username, password, sentinelPassword, tls } = options;
    assert.deepEqual([name, db, username, password, sentinelPassword, tls], ['shop', 2, 'us', 'p@ss', 'x', undefined]);
    assert.equal(describeServer(options), 'Sentinel group shop');
    assert.equal(parsed('rediss+sentinel://s1/shop').enableTLSForSentinelMode, true);
  });

  it('takes Clusters: nodes, user, TLS; no database', () => {
    const options = parsed('redis+cluster://us:p%40ss@n1,[::1]:7001?family=6');
    assert.deepEqual(options.nodes, [
      { host: 'n1', port: 6379 },
      { host: '::1', port: 7001 },
    ]);
    const { username, password, family, tls } = options;
    assert.deepEqual([username, password, family, tls], ['us', 'p@ss', 6, undefined]);
    assert.equal(describeServer(options), 'Cluster n1:6379,::1:7001');
    assert.deepEqual(parsed('rediss+cluster://n1').tls, {});
    for (const wrong of [
      'redis+cluster://',
      'redis+cluster://n1/2',
      'redis+cluster://n1?db=2',
      'redis+cluster://a:b:c',
    ])
      assert.throws(() => parsed(wrong), { code: 'REQUEST_INVALID' });
  });

  it('takes options of ioredis, as for Sentinel', () => {
    const options = connectionOptions(
      { sentinels: [{ host: 's1', port: 26379 }], name: 'shop', sentinelPassword: 'x' },
      'worker',
    );
    assert.equal(describeServer(options), 'Sentinel group shop');
    assert.equal(options.maxRetriesPerRequest, null);
  });

  for (const url of [
    'http://127.0.0.1',
    'not a url',
    'redis://:secret@host/zero',
    'redis://:secret@host?keyPrefix=x',
    'redis://:secret@host?protocol=4',
    'redis://:secret@host?ca=/etc/hostname',
    'rediss://:secret@host?ca=relative.pem',
    'rediss://:secret@host?ca=/nowhere/ca.pem',
    'redis://:secret%zz@host',
    'redis://:secret%ff@host',
    'redis://:p@secret#x@host',
    'redis://:p/secret@host',
    'redis://:p?secret@host',
    'redis://:p?secret=@host',
    'redis://:secret@',
    'redis://:secret@/0',
    'redis://:secret@host:0',
    'redis://:secret@host:65536',
    'redis://:secret@host:port',
    'redis://:secret@[::1',
    'redis://:secret@a,b',
    'redis://:secret@host/0/1',
    'redis://:secret@host/-1',
    'redis://:secret@host?db=-1',
    'redis://:secret@host?family=5',
    'redis://:secret@host?secret',
    'redis://:secret@ho st',
    'rediss://:secret@host?servername=',
    'unix:secret',
    'unix://:secret@',
    'redis:secret',
    'redis+sentinel://:secret@/group',
    'redis+sentinel://:secret@host/%zz',
    'redis+cluster://:secret@host,',
    'redis+other://:secret@host',
    'redis+sentinel://:secret@host',
    'redis+sentinel://:secret@host:port/group',
    'redis+sentinel://:secret@host/group/zero',
  ]) {
    it(`refuses ${url.replace('secret', '…')} without showing a password`, () => {
      assert.throws(
        () => parsed(url),
        (error: Error & { code?: string; hint?: string }) =>
          error.code === 'REQUEST_INVALID' &&
          error.hint !== undefined &&
          !`${error.message}${error.hint}`.includes('secret'),
      );
    });
  }

  for (const name of ['keyPrefix', 'commandTimeout', 'blockingTimeout']) {
    it(`refuses the option ${name}`, () => {
      assert.throws(() => connectionOptions({ [name]: 5 }, 'worker'), { code: 'REQUEST_INVALID' });
    });
  }

  it('waits for ever on worker connections and gives up soon on producers', () => {
    assert.equal(connectionOptions('redis://h', 'worker').maxRetriesPerRequest, null);
    assert.equal(connectionOptions('redis://h', 'lease').maxRetriesPerRequest, null);
    assert.equal(connectionOptions('redis://h', 'producer').maxRetriesPerRequest, 3);
    for (const role of ['worker', 'producer', 'subscriber', 'lease'] as const) {
      const options = connectionOptions('redis://h', role);
      assert.ok((options.socketTimeout ?? 0) > 0 && (options.keepAlive ?? 0) > 0);
      assert.equal(options.commandTimeout, undefined);
      assert.equal(options.blockingTimeout, undefined);
    }
  });

  it('always gives a delay before the next connect, never over 2 s', () => {
    for (const times of [1, 2, 10, 1_000, 1e9]) {
      const delay = retryDelay(times);
      assert.ok(Number.isFinite(delay) && delay > 0 && delay <= 2_000);
    }
  });
});

describe('redis faults', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['OOM command not allowed when used memory > maxmemory', 'STORE_FULL'],
    ['MISCONF Errors writing to the AOF file', 'STORE_FULL'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'STORE_REFUSED'],
    ['NOAUTH Authentication required.', 'STORE_REFUSED'],
    ["NOPERM this user has no permissions to run the 'eval' command", 'STORE_REFUSED'],
    ["READONLY You can't write against a read only replica.", 'STORE_REFUSED'],
    ['LOADING Redis is loading the dataset in memory', 'STORE_UNREACHABLE'],
    ['connect ECONNREFUSED 127.0.0.1:1', 'STORE_UNREACHABLE'],
    ['Connection is closed.', 'STORE_UNREACHABLE'],
    ['ERR max number of clients reached', 'STORE_UNREACHABLE'],
    ['NOREPLICAS Not enough good replicas to write.', 'STORE_UNREACHABLE'],
    ['self-signed certificate', 'STORE_REFUSED'],
    [
      'All sentinels are unreachable. Retrying from scratch after 10ms. Last error: connect ECONNREFUSED',
      'STORE_UNREACHABLE',
    ],
    ['ERR something new', 'INTERNAL'],
  ];
  for (const [message, code] of cases) {
    it(`${message.split(' ')[0] ?? ''} … is ${code}, and carries no command along`, () => {
      const thrown = Object.assign(new Error(message), { command: { name: 'hello', args: ['AUTH', 'secret'] } });
      const error = storeError(thrown, 'h:1');
      assert.equal(error.code, code);
      assert.equal(error.cause, undefined);
      assert.ok(!JSON.stringify(error).includes('secret'));
    });
  }
});

describe('redis keys', () => {
  it('keep queues apart by a hash tag of their own', () => {
    const keys = new Keys('shop');
    assert.equal(keys.base('a'), 'shop:{a}:');
    assert.equal(keys.base('a:b'), 'shop:{a:b}:');
    assert.ok(!keys.base('a:b').startsWith(keys.base('a')));
    assert.ok(keys.ids.startsWith('shop:{$}:'));
  });

  it('refuse names and prefixes that could reach into another one', () => {
    for (const queue of ['', '$', 'a}', '{a', 'a b'])
      assert.throws(() => new Keys('shop').base(queue), { code: 'REQUEST_INVALID' });
    for (const prefix of ['', '{x}', ':x', 'a b']) assert.throws(() => new Keys(prefix), { code: 'REQUEST_INVALID' });
  });
});
