// Node-RED without its editor: the port and the flow come from the command line, the rest from the environment.
const level = require('classic-level');
const rhea = require('rhea');
const { randomUUID } = require('crypto');
const fs = require('fs');
const Ajv = require('ajv/dist/2020');
const formats = require('ajv-formats');

const ajv = new Ajv({ strict: false });
formats(ajv);
const schema = JSON.parse(fs.readFileSync(process.env.BENCH_SCHEMA));

const broker = rhea.create_container({ id: 'node-red' }).connect({
  host: '127.0.0.1',
  port: Number(process.env.BENCH_BROKER_PORT),
  username: 'bench',
  password: 'bench',
});
const senders = new Map();

function flush(sender) {
  while (sender.queue.length > 0 && sender.link.sendable()) {
    const { message, done } = sender.queue.shift();
    sender.unsettled.set(sender.link.send(message), done);
  }
}

function sender(queue) {
  if (!senders.has(queue)) {
    const made = { queue: [], unsettled: new Map() };
    made.link = broker.open_sender({ target: { address: queue, capabilities: ['queue'] } });
    const settle = (failure) => (context) => {
      const done = made.unsettled.get(context.delivery);
      made.unsettled.delete(context.delivery);
      if (done) done(failure);
    };
    made.link.on('sendable', () => flush(made));
    made.link.on('accepted', settle());
    made.link.on('rejected', settle(new Error('rejected')));
    made.link.on('released', settle(new Error('released')));
    senders.set(queue, made);
  }
  return senders.get(queue);
}

module.exports = {
  uiHost: '127.0.0.1',
  httpAdminRoot: false,
  apiMaxLength: '64mb',
  functionGlobalContext: {
    randomUUID,
    validate: ajv.compile(schema),
    errors: () => ajv.errorsText(),
    seen: new level.ClassicLevel(process.env.BENCH_DATA + '/seen'),
    // resolves when the broker has accepted the message, which it does when it is on disk
    send: (queue, message) =>
      new Promise((resolve, reject) => {
        const to = sender(queue);
        to.queue.push({ message, done: (failure) => (failure ? reject(failure) : resolve()) });
        flush(to);
      }),
  },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
