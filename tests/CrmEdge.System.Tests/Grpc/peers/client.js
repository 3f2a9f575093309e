// grpc-js against the probe service: client.js FOLDER PROTO PORT LIMITED_PORT [CERTIFICATES]; with certificates mutual TLS and gzip.
// Prints "ok NAME" for each check; the test compares the names with its own list.
'use strict';
const [folder, proto, port, limitedPort, certificates] = process.argv.slice(2);
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const load = createRequire(path.join(path.resolve(folder), 'package.json'));
const grpc = load('@grpc/grpc-js');
const loader = load('@grpc/proto-loader');

const api = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, defaults: true })).crmedge.probe;
const read = name => fs.readFileSync(path.join(certificates, name));
const credentials = certificates
  ? grpc.credentials.createSsl(read('ca.pem'), read('client.key'), read('client.pem'))
  : grpc.credentials.createInsecure();
const unlimited = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  ...(certificates ? { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip } : {}),
};
const connect = (Type, options = unlimited, to = port) => new Type(`127.0.0.1:${to}`, credentials, options);
const client = connect(api.Probe);
const { status } = grpc;
const TEXT = '100 % of «γειά»\nand a second line';

const call = (method, ask, metadata = new grpc.Metadata(), options = {}, on = client) =>
  new Promise((resolve, reject) => {
    const open = on[method](ask, metadata, options, (error, reply) => {
      // The status event, which carries the trailers, follows the reply.
      if (error) reject(error);
      else resolve({ reply, open });
    });
  });
const errorOf = async promise => {
  try { await promise; } catch (error) { return error; }
  throw new Error('no error');
};
const collect = stream => new Promise((resolve, reject) => {
  const replies = [];
  stream.on('data', reply => replies.push(reply));
  stream.on('error', error => reject(Object.assign(error, { replies })));
  stream.on('status', s => { if (s.code === 0) resolve({ replies, trailers: s.metadata }); });
});
const seen = async name => {
  const until = Date.now() + 10000;
  while ((await call('Seen', { text: name })).reply.count !== 1) assert(Date.now() < until, `${name} not seen cancelled`);
};

const checks = {
  async unary() {
    const { reply } = await call('Echo', { text: 'καλημέρα', count: 7 });
    assert.deepStrictEqual([reply.text, reply.count], ['καλημέρα', 7]);
    await call('Ping', {});
  },
  async many() {
    const replies = await Promise.all([...Array(200).keys()].map(i => call('Echo', { count: i })));
    assert(replies.every(({ reply }, i) => reply.count === i));
  },
  async server_stream() {
    const { replies, trailers } = await collect(client.Count({ count: 1000 }));
    assert(replies.length === 1000 && replies.every((reply, i) => reply.count === i));
    assert.deepStrictEqual(trailers.get('x-sent'), ['1000']);
  },
  client_stream: () => new Promise((resolve, reject) => {
    const open = client.Sum((error, reply) => {
      if (error) return reject(error);
      assert.strictEqual(reply.count, 2000);
      resolve();
    });
    for (let i = 0; i < 1000; i++) open.write({ count: 2 });
    open.end();
  }),
  async duplex() {
    const open = client.Chat();
    const done = collect(open);
    let next = 0;
    open.on('data', () => (++next < 500 ? open.write({ count: next }) : open.end()));
    open.write({ count: 0 });
    const { replies } = await done;
    assert(replies.length === 500 && replies.every((reply, i) => reply.count === i));
  },
  metadata: () => new Promise((resolve, reject) => {
    const sent = new grpc.Metadata();
    const bytes = Buffer.from([0, 1, 254, 255]);
    sent.set('x-text', 'a, b=c; %41');
    sent.set('x-data-bin', bytes);
    let received;
    const open = client.Echo({}, sent, error => error && reject(error));
    open.on('metadata', metadata => { received = metadata; });
    open.on('status', ({ metadata: trailers }) => {
      try {
        assert.deepStrictEqual(received.get('x-text'), ['a, b=c; %41']);
        assert(bytes.equals(received.get('x-data-bin')[0]));
        assert.deepStrictEqual(trailers.get('x-text-trailer'), ['a, b=c; %41']);
        assert(bytes.equals(trailers.get('x-data-trailer-bin')[0]));
        resolve();
      } catch (error) { reject(error); }
    });
  }),
  async errors() {
    for (let code = 1; code <= 16; code++) {
      const error = await errorOf(call('Fail', { code, text: TEXT }));
      assert.deepStrictEqual([error.code, error.details], [code, TEXT]);
      assert.deepStrictEqual(error.metadata.get('x-why'), ['because']);
      assert(Buffer.from([0, 255, 10]).equals(error.metadata.get('x-why-bin')[0]));
    }
  },
  async handler_exception() {
    const error = await errorOf(call('Throw', {}));
    assert.strictEqual(error.code, status.UNKNOWN);
    assert(!error.details.includes('secret'));
  },
  async half_way() {
    const error = await errorOf(collect(client.Count({ count: 3, code: 10, text: 'enough' })));
    // The error event may overtake replies still on their way to the data event.
    assert(error.replies.length <= 3);
    assert.deepStrictEqual([error.code, error.details], [status.ABORTED, 'enough']);
  },
  server_ends_client_stream: () => new Promise((resolve, reject) => {
    const open = client.Sum(error => {
      clearInterval(more);
      try {
        assert.deepStrictEqual([error && error.code, error && error.details], [status.FAILED_PRECONDITION, 'stop']);
        resolve();
      } catch (wrong) { reject(wrong); }
    });
    const more = setInterval(() => open.write({ data: Buffer.alloc(10000) }), 1);
    open.write({ code: 9, text: 'stop' });
  }),
  async unimplemented() {
    const error = await errorOf(call('Call', {}, undefined, {}, connect(api.Absent)));
    assert.strictEqual(error.code, status.UNIMPLEMENTED);
  },
  async deadline() {
    const error = await errorOf(call('Hang', { text: 'js deadline' }, undefined, { deadline: Date.now() + 500 }));
    assert.strictEqual(error.code, status.DEADLINE_EXCEEDED);
    await seen('js deadline');
  },
  async cancel() {
    let open;
    const result = errorOf(new Promise((_, reject) => { open = client.Hang({ text: 'js cancel' }, reject); }));
    await call('Ping', {});
    open.cancel();
    assert.strictEqual((await result).code, status.CANCELLED);
    await seen('js cancel');
  },
  async cancel_duplex() {
    const open = client.Chat();
    const result = errorOf(collect(open));
    open.on('data', () => open.cancel());
    open.write({ text: 'js duplex' });
    assert.strictEqual((await result).code, status.CANCELLED);
    // Not asked: whether the server saw it. Node may close its side before it resets the stream, an orderly end to the server.
  },
  async large() {
    const data = Buffer.alloc(20000000, 'probe');
    assert(data.equals((await call('Echo', { data })).reply.data));
  },
  async over_limit() {
    // Less than 10 MB: with more to send Node takes no headers, so that no early answer gets through (maxSessionMemory).
    const limited = connect(api.Probe, unlimited, limitedPort);
    let error = await errorOf(call('Echo', { data: Buffer.alloc(4 * 1024 * 1024 + 1) }, undefined, {}, limited));
    assert.strictEqual(error.code, status.RESOURCE_EXHAUSTED);
    const small = connect(api.Probe, { ...unlimited, 'grpc.max_receive_message_length': 1000 });
    error = await errorOf(call('Echo', { data: Buffer.alloc(1001) }, undefined, {}, small));
    assert.strictEqual(error.code, status.RESOURCE_EXHAUSTED);
    await checks.unary();
  },
};

(async () => {
  for (const [name, check] of Object.entries(checks)) {
    await check();
    console.log('ok', name);
  }
  process.exit(0);
})().catch(error => {
  console.error(error);
  process.exit(1);
});
