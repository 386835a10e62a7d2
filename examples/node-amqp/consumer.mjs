// Reads one of the gateway's queues over AMQP 1.0 and keeps a history of each resource. See README.md.
import { parseArgs } from 'node:util';
import rhea from 'rhea';
import { History } from './history.mjs';

// What is wrong with the disk or the folder, and not with an event: it is waited for.
const OUTAGES = new Set(['EACCES', 'EDQUOT', 'EIO', 'EMFILE', 'ENOENT', 'ENOSPC', 'EROFS']);
const FIRST_PAUSE = 1000; // ms
const LONGEST_PAUSE = 30000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '61616' },
    user: { type: 'string', default: 'upvest' },
    password: { type: 'string', default: 'secret' },
    queue: { type: 'string', default: 'upvest.orders' },
    history: { type: 'string', default: 'data/history' },
    headers: { type: 'boolean', default: false }
  }
});

const history = new History(options.history);
const container = rhea.create_container();
const connection = container.connect({
  host: options.host,
  port: Number(options.port),
  username: options.user,
  password: options.password,
  max_reconnect_delay: 5000 // ms; it goes on trying
});

// One message at a time: the next one is asked for when this one is settled. With more of them on their way, the
// events of a resource would overtake the one of them that failed.
const receiver = connection.open_receiver({ source: options.queue, autoaccept: false, credit_window: 0 });

container.on('receiver_open', () => {
  console.log(`reading ${options.queue} at ${options.host}:${options.port}`);
  receiver.add_credit(1);
});

container.on('message', ({ message, delivery }) => {
  if (options.headers) {
    printHeaders(message);
  }
  work(message, delivery, FIRST_PAUSE);
});

let waiting; // for what the work needs, with a message in hand

/**
 * Asks for the next message when this one is settled. While what the work needs is away it keeps the message and tries
 * again: no attempt is counted, and no later event of its resource goes past it.
 */
function work(message, delivery, pause) {
  const outage = settle(message, delivery);
  if (outage) {
    console.log(`waiting ${pause} ms: ${outage.message}`);
    waiting = setTimeout(() => work(message, delivery, Math.min(2 * pause, LONGEST_PAUSE)), pause);
  } else {
    receiver.add_credit(1);
  }
}

/**
 * Every message ends in one of three ways, or has to wait; then this returns why. A crash before that is a fourth end: the
 * broker sends the message again.
 */
function settle(message, delivery) {
  const event = { id: message.correlation_id, type: message.subject };
  const resource = message.application_properties?.UpvestObjectId;
  if (!UUID.test(resource ?? '')) {
    // Another attempt would change nothing: to the dead letters at once.
    delivery.reject({ condition: 'upvest:no-resource', description: `${event.type} ${event.id} tells of no resource` });
    console.log(`rejected ${event.type} ${event.id}: it tells of no resource`);
    return;
  }
  try {
    const isNew = history.add(resource, event); // the work comes first, then the word that it is done
    delivery.accept();
    console.log(`${isNew ? 'handled' : 'handled before:'} ${event.type} ${event.id}`);
  } catch (error) {
    if (OUTAGES.has(error.code)) {
      return error;
    }
    // It counts as an attempt; after the broker's max-delivery-attempts it is a dead letter.
    delivery.modified({ delivery_failed: true, undeliverable_here: false });
    console.log(`failed ${event.type} ${event.id}: ${error.message}`);
  }
}

function printHeaders(message) {
  const { body, application_properties: properties, message_annotations: annotations, ...fields } = message;
  const sections = { '': fields, 'application-properties: ': properties, 'message-annotations: ': annotations };
  for (const [section, values] of Object.entries(sections)) {
    for (const [name, value] of Object.entries(values ?? {})) {
      console.log(`  ${section}${name} = ${value}`);
    }
  }
  console.log(`  body, a ${typeof body} = ${body}`);
}

container.on('disconnected', ({ error }) => {
  clearTimeout(waiting); // the broker sends that message again
  console.log(`not connected, trying again ${error?.message ?? ''}`);
});
container.on('connection_error', ({ connection }) => {
  const error = connection.get_error();
  if (error.condition !== 'amqp:connection:forced') { // which a broker says that stops; it will be there again
    fail(error);
  }
});
container.on('receiver_error', ({ receiver }) => fail(receiver.error));

function fail(error) {
  console.error(`${options.host}:${options.port} refuses: ${error?.condition} ${error?.description}`);
  process.exitCode = 1;
  connection.close();
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    connection.set_reconnect(false);
    clearTimeout(waiting);
    connection.is_open() ? connection.close() : process.exit(0); // what is not settled is sent again
  });
}
