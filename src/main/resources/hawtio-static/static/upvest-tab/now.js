// Now: whether deliveries are accepted, and what somebody should look at.
import { h, PF } from './kit.js';
import { get, post, remove, useAnswer } from './gateway.js';
import { Answer, Ask, Bars, Facts, Go, Panel, Runbook, Time } from './parts.js';
import { age, many, number, size } from './words.js';

/** Where a line of Attention is explained: the first that fits. */
const PAGES = [
  [/^the outbox/, 'runbooks/an-outbox-fails'],
  [/^Upvest is blocked/, 'runbooks/deliveries-are-refused'],
  [/ledger|inbox/, 'runbooks/deliveries-wait'],
  [/trusted keys/, 'runbooks/keys-expire'],
  [/disk/, 'runbooks/the-disk-fills'],
  [/^upvest\.\w+ holds/, 'runbooks/events-are-set-aside'],
  [/paused/, 'how-to/pause-and-resume'],
  [/has waited since/, 'runbooks/a-queue-is-not-read'],
  [/messages when the broker was stopped/, 'how-to/back-up-and-restore'],
];
const OTHERWISE = 'how-to/watch-the-gateway';

const runbook = (line) => (PAGES.find(([words]) => words.test(line)) || [null, OTHERWISE])[1];

function sentence(status) {
  const open = status.attention.length;
  if (status.blocked) {
    return ['danger', `Upvest is blocked: ${status.blockedBecause}`];
  }
  if (!status.accepting) {
    return ['danger', `No delivery is accepted: ${status.notAcceptingBecause}`];
  }
  return open > 0
    ? ['warning', `Deliveries are accepted; ${many(open, 'thing needs', 'things need')} a look`]
    : ['success', 'All is well: deliveries are accepted, nothing needs a look'];
}

function Attention({ status }) {
  const [variant, title] = sentence(status);
  const lines = status.attention.map((line) =>
    h('li', { key: line, className: 'upvest-words' }, line, ' ', h(Runbook, { page: runbook(line) })),
  );
  return h(
    PF.Alert,
    { variant, title, isInline: true, isLiveRegion: true, className: 'upvest-gap' },
    lines.length > 0 && h(PF.List, null, lines),
  );
}

/** From sums to what each minute brought. */
export function differences(minutes, sum) {
  return minutes.slice(1).map((minute, at) => Math.max(0, sum(minute) - sum(minutes[at])));
}

function Traffic({ minutes }) {
  const first = minutes[0];
  const last = minutes[minutes.length - 1];
  const timed = last.timed - first.timed;
  const took =
    timed > 0 ? `${number(Math.round(((last.seconds - first.seconds) / timed) * 1000))} ms on average` : 'none timed';
  const deliveries = differences(minutes, (each) => each.accepted);
  const events = differences(minutes, (each) => each.events);
  return h(
    Panel,
    { title: `The last ${age(first.at)}`, className: 'upvest-card' },
    h(Bars, { values: events, label: `Events by minute, at most ${Math.max(0, ...events)}` }),
    h(Facts, {
      of: [
        ['Deliveries', number(last.accepted - first.accepted)],
        ['Peak per minute', number(Math.max(0, ...deliveries))],
        ['Events', number(last.events - first.events)],
        ['Refused', number(last.refused - first.refused)],
        ['Set aside', number(last.setAside - first.setAside)],
        ['Time to the 200', took],
      ],
    }),
  );
}

function Inbox({ inbox }) {
  return h(
    Panel,
    { title: 'Inbox' },
    h(Facts, {
      of: [
        ['Waiting', inbox.waiting < 0 ? 'not known' : number(inbox.waiting)],
        ['Oldest', inbox.oldest && h(Time, { at: inbox.oldest, ago: true })],
        ['Held because', inbox.heldBecause],
        ['Held since', inbox.heldSince && h(Time, { at: inbox.heldSince })],
        ['', inbox.heldBecause && h(Runbook, { page: 'runbooks/deliveries-wait' })],
      ],
    }),
  );
}

function Subscriptions({ status }) {
  const refusal = status.lastRefusal;
  const accepted = Object.entries(status.lastAccepted).map(([webhook, at]) => [webhook, h(Time, { at, ago: true })]);
  const last =
    refusal &&
    h(
      'span',
      { className: 'upvest-words' },
      h(Time, { at: refusal.at, ago: true }),
      `: ${refusal.answer} ${refusal.reason}, ${refusal.detail}`,
    );
  return h(
    Panel,
    { title: 'Last 200 by subscription' },
    accepted.length > 0 ? h(Facts, { of: accepted }) : 'No delivery was answered 200 yet.',
    h(Facts, { of: [['Last refusal', last || 'none since the start']] }),
    Object.keys(status.refused).length > 0 &&
      h(Facts, { of: Object.entries(status.refused).map(([why, times]) => [why, number(times)]) }),
    refusal && h(Runbook, { page: 'runbooks/deliveries-are-refused' }),
  );
}

function Stores({ status }) {
  const { keys = {}, disk, ledger } = status;
  return h(
    Panel,
    { title: 'Keys, disk, ledger' },
    h(Facts, {
      of: [
        [
          'Keys',
          keys.trusted === undefined
            ? 'none needed: signatures are not checked'
            : `${keys.trusted} trusted, from ${keys.source}`,
        ],
        ['Read', keys.read && h(Time, { at: keys.read, ago: true })],
        [
          'Reading failed',
          keys.failure && h('span', null, keys.failure, ' ', h(Runbook, { page: 'runbooks/keys-expire' })),
        ],
        ['Disk', `${size(disk.free)} of ${size(disk.total)} free`],
        [
          'Ledger',
          !ledger
            ? 'not known'
            : `${ledger.exact ? '' : 'about '}${number(ledger.rows)} events, ${size(ledger.bytes)}`,
        ],
      ],
    }),
  );
}

function Intake({ paused, again }) {
  return paused
    ? h(Ask, {
        button: 'Resume the intake',
        title: 'Resume the intake?',
        body: 'Deliveries are accepted again; Upvest sends what it held back.',
        confirm: 'Resume',
        act: () => remove('pause/intake'),
        done: again,
      })
    : h(Ask, {
        button: 'Pause the intake',
        title: 'Pause the intake?',
        body: 'Every delivery is answered 503 until somebody resumes it. Upvest keeps them and tries again.',
        confirm: 'Pause',
        reason: 'Why',
        act: (why) => post('pause', { what: 'intake', why }),
        done: again,
      });
}

const everything = () =>
  Promise.all([get('status'), get('minutes'), get('pause')]).then(
    ([status, minutes, paused]) => ({ status, minutes, paused }),
  );

export function Now({ operator }) {
  const answer = useAnswer(everything, [], 5000);
  return h(Answer, { of: answer, what: 'the status' }, ({ status, minutes, paused }) =>
    h(
      'div',
      null,
      h(Attention, { status }),
      operator && h('div', { className: 'upvest-bar' }, h(Intake, { paused: paused.intake, again: answer.again })),
      h(
        'div',
        { className: 'upvest-cards' },
        h(Traffic, { minutes }),
        h(Inbox, { inbox: status.inbox }),
        h(Subscriptions, { status }),
        h(Stores, { status }),
        h(
          Panel,
          { title: 'Set aside' },
          h(Facts, {
            of: Object.entries(status.failed).map(([queue, failed]) => [
              h(Go, { to: `set-aside/${queue.slice(7)}` }, queue.slice(7)),
              number(failed.messages),
            ]),
          }),
        ),
      ),
    ),
  );
}
