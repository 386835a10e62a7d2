// Set aside: what waits in dead, invalid, unknown and parked, by reason and type, and what to do with it.
import { h, PF, Router, useState } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Failure, Go, Grid, Runbook, Time } from './parts.js';
import { Messages } from './messages.js';
import { Watch, WorkDialog } from './work.js';
import { many, number } from './words.js';

const CHANNELS = ['dead', 'invalid', 'unknown', 'parked'];
const EVERY = 10000;
const WHILE_COUNTING = 1000;

const query = (of) => new URLSearchParams(Object.entries(of).filter(([, value]) => value)).toString();

const Types = ({ channel, group }) =>
  h(
    PF.LabelGroup,
    { numLabels: 4, 'aria-label': `Types: ${group.reason}` },
    Object.entries(group.types)
      .sort(([, one], [, other]) => other - one)
      .map(([type, messages]) =>
        h(
          PF.Label,
          { key: type, isCompact: true, variant: 'outline' },
          type
            ? h(
                Go,
                { to: `set-aside/${channel}?${query({ reason: group.reason, route: group.route, type })}` },
                `${type} ${number(messages)}`,
              )
            : `no type ${number(messages)}`,
        ),
      ),
  );

/** What a replay is told of a group: its whole reason, as the gateway calls it. */
const whole = (reason) => (reason ? `=${reason}` : '');

/** How many wait, and what the counts are of, where that is not simply all of them. */
function Counted({ of }) {
  const waits = many(of.messages, 'message waits', 'messages wait');
  return h(
    'p',
    { className: 'upvest-bar', role: 'status' },
    of.counting || of.looked < of.messages ? `${waits}; ${number(of.looked)} were counted ` : waits,
    (of.counting || of.looked < of.messages) && h(Time, { at: of.at, ago: true }),
    of.counting && h(PF.Spinner, { size: 'md', 'aria-label': 'Counting' }),
  );
}

function Groups({ channel, counted: { groups, counting }, operator, begin }) {
  const rows = groups.map((group) => ({ key: `${group.reason} ${group.route}`, group }));
  const columns = [
    [
      'Why',
      ({ group }) =>
        h(
          'span',
          { className: 'upvest-words' },
          h(Go, { to: `set-aside/${channel}?${query({ reason: group.reason, route: group.route })}` }, group.reason),
          group.route && ` (${group.route})`,
        ),
    ],
    ['Messages', ({ group }) => number(group.messages)],
    ['Types', ({ group }) => h(Types, { channel, group })],
  ];
  if (operator) {
    columns.push([
      '',
      ({ group }) =>
        h(Actions, {
          label: group.reason,
          begin: (kind) => begin(kind, { channel, reason: whole(group.reason), route: group.route }),
        }),
    ]);
  }
  const empty = counting ? 'No group is counted yet' : `Nothing waits in ${channel}`;
  return h(Grid, { label: `Groups in ${channel}`, columns, rows, empty });
}

const Actions = ({ label, begin }) =>
  h(
    'span',
    { className: 'upvest-actions' },
    h(
      PF.Button,
      { variant: 'secondary', size: 'sm', 'aria-label': `Replay: ${label}`, onClick: () => begin('replay') },
      'Replay',
    ),
    h(
      PF.Button,
      { variant: 'danger', size: 'sm', 'aria-label': `Purge: ${label}`, onClick: () => begin('purge') },
      'Purge',
    ),
  );

function Group({ channel, group, operator, begin }) {
  const [picked, setPicked] = useState(new Set());
  const pick = (id, on) =>
    setPicked((last) => {
      const next = new Set(last);
      on ? next.add(id) : next.delete(id);
      return next;
    });
  const ids = [...picked];
  const target = ids.length > 0 ? { channel, ids } : { channel, ...group, reason: whole(group.reason) };
  return h(
    'section',
    null,
    h(
      PF.Title,
      { headingLevel: 'h2', className: 'upvest-words' },
      [group.reason || 'All', group.route, group.type].filter(Boolean).join(', '),
    ),
    operator &&
      h(
        'div',
        { className: 'upvest-bar' },
        ids.length > 0 ? `${many(ids.length, 'message', 'messages')} picked:` : 'The whole group:',
        h(Actions, { label: 'what is shown', begin: (kind) => begin(kind, target) }),
      ),
    h(Messages, { queue: channel, group, operator, picked, pick: operator ? pick : undefined }),
  );
}

function Channels({ channel, depths }) {
  return h(
    PF.Tabs,
    { activeKey: channel, 'aria-label': 'Where', component: 'nav' },
    CHANNELS.map((name) => {
      const state = depths[`upvest.${name}`];
      const title = h(PF.TabTitleText, null, `${name} ${state ? number(state.messages) : ''}`);
      return h(PF.Tab, { key: name, eventKey: name, title, href: `set-aside/${name}` });
    }),
  );
}

/** Found out now: somebody may just have replayed or purged. */
const failed = () => get('status').then((status) => status.failed);

export function SetAside({ operator }) {
  const { channel = 'dead' } = Router.useParams();
  const [search] = Router.useSearchParams();
  const navigate = Router.useNavigate();
  const [work, setWork] = useState(null);
  const group = {
    reason: search.get('reason') || '',
    route: search.get('route') || '',
    type: search.get('type') || '',
  };
  const one = Object.values(group).some(Boolean);
  const [every, setEvery] = useState(EVERY);
  const depths = useAnswer(failed, [channel], EVERY);
  const answer = useAnswer(
    () =>
      get(`setaside/${channel}`).then((counted) => {
        setEvery(counted.counting ? WHILE_COUNTING : EVERY);
        return counted;
      }),
    [channel],
    every,
  );
  const again = () => {
    answer.again();
    depths.again();
  };
  const begin = (kind, meant) => setWork({ kind, meant });
  const close = () => {
    setWork(null);
    again();
  };
  const go = (event) => {
    const link = event.target.closest('a[href*="set-aside/"]');
    if (link && link.closest('.pf-v6-c-tabs')) {
      event.preventDefault();
      navigate(`/upvest/set-aside/${link.getAttribute('href').split('/').pop()}`);
    }
  };
  return h(
    'div',
    null,
    h(Watch, { kind: 'replay', operator }),
    h(Watch, { kind: 'purge', operator }),
    h(Failure, { error: depths.error }),
    h('div', { onClickCapture: go }, h(Channels, { channel, depths: depths.value || {} })),
    h(
      'p',
      { className: 'upvest-bar' },
      one ? h(Go, { to: `set-aside/${channel}` }, 'All groups') : h(Go, { to: `queues/${channel}` }, 'All messages'),
      h(Runbook, { page: 'runbooks/events-are-set-aside' }),
      h(PF.Button, { variant: 'link', isInline: true, onClick: again }, 'Look again'),
    ),
    one
      ? h(Group, { key: JSON.stringify(group), channel, group, operator, begin })
      : h(Answer, { of: answer, what: 'what is set aside' }, (counted) =>
          h(
            'div',
            null,
            h(Counted, { of: counted }),
            h(Groups, { channel, counted, operator, begin }),
          ),
        ),
    work && h(WorkDialog, { ...work, close }),
  );
}
