// Queues: what waits in each, how fast it comes and goes, and its messages in a drawer.
import { h, PF, Router } from './kit.js';
import { get, post, remove, useAnswer } from './gateway.js';
import { Answer, Ask, Go, Grid, Spark, Time } from './parts.js';
import { Messages } from './messages.js';
import { differences } from './now.js';
import { number, short } from './words.js';

const SET_ASIDE = ['dead', 'invalid', 'unknown', 'parked'];

/** Messages and consumed, of a queue in a sample; nothing where it was not there. */
const depth = (minute, queue) => minute.queues[queue] || [0, 0];

const went = (minutes, queue) => differences(minutes, (each) => depth(each, queue)[1]);

const came = (minutes, queue) =>
  minutes.slice(1).map((minute, at) => {
    const [waiting, consumed] = depth(minute, queue);
    const [before, consumedBefore] = depth(minutes[at], queue);
    return Math.max(0, waiting - before + consumed - consumedBefore);
  });

/** Each minute of the last ten, on average. */
function rate(minutes, changes) {
  const some = changes.slice(-10);
  const from = minutes[minutes.length - 1 - some.length];
  const spent = (new Date(minutes[minutes.length - 1].at) - new Date(from.at)) / 60000;
  return some.length === 0 || spent <= 0 ? 0 : some.reduce((sum, each) => sum + each, 0) / Math.max(1, spent);
}

const shown = (value) => (value > 0 && value < 10 ? value.toFixed(1) : number(Math.round(value)));

function Control({ queue, paused, again }) {
  const name = short(queue);
  if (SET_ASIDE.includes(name) || name.startsWith('inbox')) {
    return null;
  }
  return paused
    ? h(Ask, {
        button: 'Resume',
        title: `Resume ${name}?`,
        body: 'Consumers get its messages again.',
        confirm: 'Resume',
        act: () => remove(`pause/${name}`),
        done: again,
      })
    : h(Ask, {
        button: 'Pause',
        title: `Pause ${name}?`,
        body: 'The queue keeps what it has and takes what comes; no consumer gets a message until somebody resumes it.',
        confirm: 'Pause',
        reason: 'Why',
        act: (why) => post('pause', { what: name, why }),
        done: again,
      });
}

function State({ state, pause }) {
  if (!state.paused) {
    return null;
  }
  const told = pause ? `paused by ${pause.by}${pause.why ? `: ${pause.why}` : ''}` : 'paused at the broker';
  return h(PF.Label, { color: 'orange', isCompact: true }, told);
}

function List({ status, minutes, paused, operator, again }) {
  const rows = Object.entries(status.channels).map(([queue, state]) => ({
    key: queue,
    queue,
    state,
    pause: paused[short(queue)],
  }));
  rows.sort((one, other) => one.key.localeCompare(other.key));
  const columns = [
    [
      'Queue',
      (row) => h('span', null, h(Go, { to: `queues/${short(row.queue)}` }, short(row.queue)), ' ', h(State, row)),
    ],
    [
      'Messages',
      (row) =>
        number(row.state.messages) +
        (row.state.delivering > 0 ? ` (${number(row.state.delivering)} with consumers)` : ''),
    ],
    ['Oldest', (row) => (row.state.oldest ? h(Time, { at: row.state.oldest, ago: true }) : '')],
    ['Consumers', (row) => number(row.state.consumers)],
    ['In per minute', (row) => shown(rate(minutes, came(minutes, row.queue)))],
    ['Out per minute', (row) => shown(rate(minutes, went(minutes, row.queue)))],
    [
      'Last hour',
      (row) =>
        h(Spark, {
          values: minutes.map((each) => depth(each, row.queue)[0]),
          label: `Messages in ${row.queue} over the last hour`,
        }),
    ],
  ];
  if (operator) {
    columns.push(['', (row) => h(Control, { queue: row.queue, paused: row.state.paused, again })]);
  }
  return h(Grid, { label: 'Queues', columns, rows, empty: 'The broker reported no queue' });
}

const everything = () =>
  Promise.all([get('status'), get('minutes'), get('pause')]).then(
    ([status, minutes, paused]) => ({ status, minutes, paused }),
  );

export function Queues({ operator }) {
  const { queue } = Router.useParams();
  const navigate = Router.useNavigate();
  const answer = useAnswer(everything, [], 5000);
  const panel = h(
    PF.DrawerPanelContent,
    { minSize: '22rem', defaultSize: '38rem', isResizable: true },
    h(
      PF.DrawerHead,
      null,
      h(PF.Title, { headingLevel: 'h2' }, `Waiting in ${queue}`),
      h(PF.DrawerActions, null, h(PF.DrawerCloseButton, { onClick: () => navigate('/upvest/queues') })),
    ),
    h(PF.DrawerPanelBody, null, queue && h(Messages, { key: queue, queue, operator })),
  );
  const list = h(Answer, { of: answer, what: 'the queues' }, (value) =>
    h(List, { ...value, operator, again: answer.again }),
  );
  return h(
    PF.Drawer,
    { isExpanded: Boolean(queue), isInline: false },
    h(PF.DrawerContent, { panelContent: panel }, h(PF.DrawerContentBody, null, list)),
  );
}
